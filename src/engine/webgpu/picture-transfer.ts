import { halfToFloat } from '../../network/weights';
import type { Size } from '../../protocol/quality';

// For checks and tests only: a live frame is never read back.

const BYTES_PER_TEXEL = 8;
const ROW_ALIGNMENT = 256;

/** RGB 0…1, three values a pixel, into a float32 texture. */
export function uploadPicture(device: GPUDevice, rgb: Float32Array, { width, height }: Size): GPUTexture {
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
