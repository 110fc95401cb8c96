/** Run in the page: what jobs are tried on, drawn by code. */
import type { OptimizeSettings } from '../../../src/protocol/optimize';
import { drawSampleScene } from '../../../src/sources/sample-scene/scene';

export const SETTINGS: OptimizeSettings = {
  contentWeight: 1,
  styleWeight: 1,
  variationWeight: 0.1,
  contentLayer: 'block4_conv2',
  styleLayers: { block1_conv1: 1, block2_conv1: 1, block3_conv1: 1, block4_conv1: 1, block5_conv1: 1 },
  optimizer: 'adam',
  adamRate: 0.02,
  sgdRate: { initial: 100, decay: 0.96, steps: 100 },
  iterations: 40,
  start: 'content',
  colours: 'painting',
  levels: 1,
  longSide: 64,
};

/** A photo: the sample scene. */
export async function photo(width: number, height: number): Promise<ImageBitmap> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2D context');
  drawSampleScene(context, 2, width, height);
  return createImageBitmap(canvas);
}

/** A style: strokes of a few colours in waves. */
export async function strokes(width: number, height: number, hue = 0): Promise<ImageBitmap> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2D context');
  context.fillStyle = `hsl(${hue + 220} 60% 30%)`;
  context.fillRect(0, 0, width, height);
  for (let stroke = 0; stroke < 60; stroke++) {
    context.strokeStyle = `hsl(${hue + ((stroke * 47) % 70) + 20} 80% ${40 + ((stroke * 13) % 40)}%)`;
    context.lineWidth = 1 + (stroke % 4);
    const y = (stroke / 60) * height;
    context.beginPath();
    for (let x = 0; x <= width; x += 4) context.lineTo(x, y + 6 * Math.sin(x / 9 + stroke));
    context.stroke();
  }
  return createImageBitmap(canvas);
}
