import { expect, test } from 'vitest';
import { runReference } from '../../../src/engine/reference';
import { mixNorms } from '../../../src/network/mix';
import { readGoldens, readModel, TRAINED } from '../../models';
import { psnr } from '../../psnr';

test.each(TRAINED)('the float64 reference agrees with PyTorch on every golden of %s', (tier) => {
  const { spec, weights } = readModel(tier);
  const goldens = readGoldens(tier);
  expect(goldens.length).toBeGreaterThanOrEqual(6);
  for (const { name, mix, input, output, ...size } of goldens) {
    const norms = mixNorms(spec, weights, { weights: mix, strength: 1 });
    const painted = runReference(spec, weights, norms, input, size);
    expect(psnr(painted, output, 1), name).toBeGreaterThan(100);
  }
});
