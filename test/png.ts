import { PNG } from 'pngjs';

/** RGBA, eight bits a channel, rows from the top. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Reads a PNG, for instance a Playwright screenshot. */
export function decodePng(file: Buffer): Picture {
  const { width, height, data } = PNG.sync.read(file);
  return { width, height, data };
}

/** Makes a PNG whose pixels `draw` gives as [red, green, blue] in 0…255. */
export function encodePng(
  width: number,
  height: number,
  draw: (x: number, y: number) => readonly [number, number, number],
): Buffer {
  const png = new PNG({ width, height });
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) png.data.set([...draw(x, y), 255], (y * width + x) * 4);
  }
  return PNG.sync.write(png);
}
