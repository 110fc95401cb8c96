import { expect, test } from 'vitest';
import { runReference } from '../../../src/engine/reference';
import { mixNorms } from '../../../src/network/mix';
import { readGoldens, readModel, TRAINED } from '../../models';
import { psnr } from '../../psnr';

test.each(TRAINED)(
  'the float64 reference agrees with PyTorch on goldens of %s',
  { timeout: 30_000 },
  (tier) => {
    const { spec, weights } = readModel(tier);
    // It is slow: of the larger networks it paints an odd size and a mix.
    const goldens = readGoldens(tier).filter(
      ({ width, mix }) => tier === 'lite' || width % 2 === 1 || Object.keys(mix).length > 1,
    );
    expect(goldens.length).toBeGreaterThanOrEqual(2);
    for (const { name, mix, input, output, ...size } of goldens) {
      const norms = mixNorms(spec, weights, { weights: mix, strength: 1 });
      const painted = runReference(spec, weights, norms, input, size);
      expect(psnr(painted, output, 1), name).toBeGreaterThan(100);
    }
  },
);
