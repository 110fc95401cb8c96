import { mixNorms } from '../../network/mix';
import type { NetworkModel } from '../../network/model';
import type { StyleMix } from '../../protocol/style';
import { runReference } from '../reference';
import type { StyleEngine } from '../style-engine';
import { readPicture, uploadPicture } from './picture-transfer';

/** Small, and of a shape that the tiles do not divide. */
const SIZE = { width: 36, height: 28 };
/** Mean squared error (of 0…1) that even float16 stays a hundred times below: 30 dB. */
const MAX_ERROR = 1e-3;

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
  const texture = uploadPicture(device, picture, SIZE);
  const output = engine.stylize({ kind: 'image', texture }, SIZE);
  if (output.picture.kind !== 'image') return 'it gave no image';
  const painted = await readPicture(device, output.picture.texture);
  output.release();
  // What was prepared for this picture is of no use to another.
  engine.trim();
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
