import { mixNorms } from '../../network/mix';
import type { NetworkModel } from '../../network/model';
import { halfToFloat } from '../../network/weights';
import type { StyleMix } from '../../protocol/style';
import { runReference } from '../reference';
import type { StyleEngine } from '../style-engine';

/** Small, and of a shape that the tiles do not divide. */
const SIZE = { width: 36, height: 28 };
/** Mean squared error (of 0…1) that even float16 stays a hundred times below: 30 dB. */
const MAX_ERROR = 1e-3;
const BYTES_PER_TEXEL = 8;
const ROW_ALIGNMENT = 256;

/**
 * Paints a small picture and compares with float64 on the CPU: drivers do miscompile.
 * Resolves with what is wrong, or null. Leaves the engine with another mix than before.
 */
export async function selfCheck(
  device: GPUDevice,
  engine: StyleEngine,
  { spec, weights }: NetworkModel,
): Promise<string | null> {
  const mix: StyleMix = { weights: { [spec.styles[0]?.id ?? '']: 1 }, strength: 1 };
  const picture = testPicture();
  const expected = runReference(spec, weights, mixNorms(spec, weights, mix), picture, SIZE);
  engine.setMix(mix);
  const texture = upload(device, picture);
  const output = engine.stylize({ kind: 'image', texture }, SIZE);
  if (output.picture.kind !== 'image') return 'it gave no image';
  const painted = await readPicture(device, output.picture.texture);
  output.release();
  texture.destroy();
  const error =
    expected.reduce((sum, value, at) => sum + (value - (painted[at] ?? NaN)) ** 2, 0) / expected.length;
  return error <= MAX_ERROR
    ? null
    : `its picture differs from the reference (mean squared error ${error.toPrecision(2)})`;
}

/** Waves of three frequencies, one a channel: every tap and every channel matters. */
function testPicture(): Float32Array {
  return Float32Array.from({ length: SIZE.width * SIZE.height * 3 }, (_, index) => {
    const pixel = Math.floor(index / 3);
    const x = pixel % SIZE.width;
    const y = Math.floor(pixel / SIZE.width);
    const c = index % 3;
    return 0.5 + 0.5 * Math.sin(x * (0.3 + 0.2 * c) + y * (0.7 - 0.2 * c) + c);
  });
}

function upload(device: GPUDevice, rgb: Float32Array): GPUTexture {
  const { width, height } = SIZE;
  const texture = device.createTexture({
    size: [width, height],
    format: 'rgba32float',
    usage: GPUTextureUsage.TEXTURE_BINDING | GPUTextureUsage.COPY_DST,
  });
  const rgba = new Float32Array(width * height * 4);
  rgb.forEach((value, at) => (rgba[Math.floor(at / 3) * 4 + (at % 3)] = value));
  device.queue.writeTexture({ texture }, rgba, { bytesPerRow: width * 16 }, [width, height]);
  return texture;
}

/** Reads an rgba16float texture back as RGB, three values a pixel. */
export async function readPicture(device: GPUDevice, texture: GPUTexture): Promise<Float32Array> {
  const { width, height } = texture;
  const bytesPerRow = Math.ceil((width * BYTES_PER_TEXEL) / ROW_ALIGNMENT) * ROW_ALIGNMENT;
  const buffer = device.createBuffer({
    size: bytesPerRow * height,
    usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
  });
  const encoder = device.createCommandEncoder();
  encoder.copyTextureToBuffer({ texture }, { buffer, bytesPerRow }, [width, height]);
  device.queue.submit([encoder.finish()]);
  await buffer.mapAsync(GPUMapMode.READ);
  const halves = new Uint16Array(buffer.getMappedRange());
  const rgb = Float32Array.from({ length: width * height * 3 }, (_, index) => {
    const pixel = Math.floor(index / 3);
    const row = Math.floor(pixel / width) * (bytesPerRow / 2);
    return halfToFloat(halves[row + (pixel % width) * 4 + (index % 3)] ?? 0);
  });
  buffer.destroy();
  return rgb;
}
