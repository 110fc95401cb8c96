import { mixNorms } from '../../network/mix';
import type { NetworkModel } from '../../network/model';
import type { StyleMix } from '../../protocol/style';
import { stepReference } from '../reference';
import type { StyleEngine } from '../style-engine';
import { readPicture, uploadPicture } from './picture-transfer';

/** Small, and of a shape that the tiles do not divide. */
const SIZE = { width: 36, height: 28 };
/** Mean squared error (of 0…1) that even float16 stays a hundred times below: 30 dB. */
const MAX_ERROR = 1e-3;

/** Paints a small picture with a network and compares with float64 on the CPU: drivers do miscompile. */
export class SelfCheck {
  private readonly mix: StyleMix;
  private readonly picture = testPicture();
  /** Once for all engines that are checked. */
  private expected: Promise<Float64Array> | null = null;

  constructor(private readonly model: NetworkModel) {
    this.mix = { weights: { [model.spec.styles[0]?.id ?? '']: 1 }, strength: 1 };
  }

  /** Resolves with what is wrong, or null. Leaves the engine, which has the network, with another mix than before. */
  async run(device: GPUDevice, engine: StyleEngine): Promise<string | null> {
    this.expected ??= this.reference();
    const expected = await this.expected;
    engine.setMix(this.mix);
    const painted = await paint(device, engine, this.picture);
    if (!painted) return 'it gave no image';
    const error =
      expected.reduce((sum, value, at) => sum + (value - (painted[at] ?? NaN)) ** 2, 0) / expected.length;
    return error <= MAX_ERROR
      ? null
      : `its picture differs from the reference (mean squared error ${error.toPrecision(2)})`;
  }

  /** Half a second of work for the largest network, during which others go on painting. */
  private async reference(): Promise<Float64Array> {
    const { spec, weights } = this.model;
    const steps = stepReference(spec, weights, mixNorms(spec, weights, this.mix), this.picture, SIZE);
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
}

async function paint(
  device: GPUDevice,
  engine: StyleEngine,
  picture: Float32Array,
): Promise<Float32Array | null> {
  const texture = uploadPicture(device, picture, SIZE);
  const output = engine.stylize({ kind: 'image', texture }, SIZE);
  const painted = output.picture.kind === 'image' ? await readPicture(device, output.picture.texture) : null;
  output.release();
  // What was prepared for this picture is of no use to another.
  engine.trim();
  texture.destroy();
  return painted;
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
