/** Runs in the page: iterations of Adam with the built-in network on one backend. */
import * as tf from '@tensorflow/tfjs-core';
import { loadPerceptual } from '../../../src/optimize/load-perceptual';
import { Objective } from '../../../src/optimize/objective';
import { Adam } from '../../../src/optimize/optimizers/first-order';
import { Pace } from '../../../src/optimize/pace';
import { PerceptualNetwork } from '../../../src/optimize/perceptual-network';
import { readPicture } from '../../../src/optimize/pictures';
import type { BackendName } from '../../../src/protocol/backend';
import { openTensors } from '../../browser/optimize/backends';
import { photo, SETTINGS, strokes } from '../../browser/optimize/pictures';

/** Median seconds of an iteration at side × side, its losses read; the first, which compiles, aside. */
export async function time(backend: BackendName, side: number, iterations: number): Promise<number> {
  await openTensors(backend);
  const pace = new Pace();
  const network = new PerceptualNetwork(await loadPerceptual({ kind: 'built-in' }));
  const size = { width: side, height: side };
  const tensor = (image: ImageBitmap) => tf.tensor4d(readPicture(image, size), [1, side, side, 3]);
  const content = tensor(await photo(side, side));
  const styles = [{ picture: tensor(await strokes(side, side)), weight: 1 }];
  const objective = await Objective.create(network, { content, styles, mask: null }, SETTINGS, pace);
  const adam = new Adam(
    {
      evaluate: (x) => objective.evaluate(x, pace),
      read: (losses) => objective.read(losses),
    },
    SETTINGS.adamRate,
  );
  const times: number[] = [];
  let x = content;
  for (let iteration = 0; iteration <= iterations; iteration++) {
    const start = performance.now();
    const { next, losses } = await adam.step(x);
    await losses;
    times.push((performance.now() - start) / 1000);
    x.dispose();
    if (!next) break;
    x = next;
  }
  const sorted = times.slice(1).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
