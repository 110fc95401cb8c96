import { expect, test } from 'vitest';
import { openCpuEngine } from '../../../src/engine/tfjs/open-cpu';
import { randomModel } from '../../browser/engine/random-model';

test('an engine that is disposed frees its own tensors, and others paint on', async () => {
  const [one, other] = [await openCpuEngine(), await openCpuEngine()];
  const { model, mix, width, height, rgb } = randomModel(2);
  const paint = () => {
    const { picture } = other.stylize({ kind: 'pixels', data: rgb }, { width, height });
    return picture.kind === 'pixels' ? [...picture.data] : [];
  };
  await other.load(model);
  other.setMix(mix);
  const before = paint();
  const { tensors } = other.memory();
  await one.load(model);
  expect(other.memory().tensors).toBe(2 * tensors);
  one.dispose();
  expect(other.memory().tensors).toBe(tensors);
  expect(paint()).toEqual(before);
});
