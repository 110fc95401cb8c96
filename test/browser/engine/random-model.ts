import { generator } from './random';
import { LayerList, withRandomWeights } from './random-weights';

/** A small network of every kind of layer, with random widths, kernels, weights and picture size. */
export function randomModel(seed: number) {
  const random = generator(seed);
  const pick = <T>(...choices: [T, ...T[]]): T =>
    choices[Math.floor(random() * choices.length)] ?? choices[0];
  const list = new LayerList();
  const width = () => pick(1, 4, 5, 8, 12);
  const kernel = () => pick(1, 3, 3, 5, 9);
  const stride = pick(1, 2);
  const stem = width();
  list.add('stem', kernel(), stem, { stride });
  list.add('res1a', kernel(), stem);
  list.add('res1b', kernel(), stem, { activation: 'none', residual: 'stem' });
  list.add('res2a', 3, stem);
  list.add('res2b', 3, stem, { activation: 'none', residual: 'res1b' });
  const toSpace = stride === 2 && random() < 0.5;
  if (stride === 2 && !toSpace)
    list.add('up', 3, width(), { upsample: { mode: pick('nearest', 'bilinear'), factor: 2 } });
  const last = { norm: false, bias: random() < 0.7, activation: 'tanh' } as const;
  list.add('out', kernel(), toSpace ? 12 : 3, { ...last, depthToSpace: toSpace ? 2 : 1 });
  const { layers } = list;
  const model = withRandomWeights(random, { tier: 'lite', layers, multiple: stride, styles: ['a', 'b'] });
  const size = { width: 12 + Math.floor(random() * 40), height: 12 + Math.floor(random() * 30) };
  const text = `${size.width}×${size.height}: ${layers.map(({ name, kernel: side, stride: step, in: from, out }) => `${name} ${side}×${side}/${step} ${from}→${out}`).join(', ')}`;
  const rgb = Float32Array.from({ length: size.width * size.height * 3 }, () => random());
  return { model, text, rgb, ...size, mix: { weights: { a: 0.6, b: 0.2 }, strength: 1 } };
}
