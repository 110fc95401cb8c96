import { expect, test } from 'vitest';
import { halfToFloat } from '../../../src/network/weights';
import { floatsToHalves, floatToHalf } from '../../../src/shared/half';

test('every half-precision number comes back as it was', () => {
  for (let bits = 0; bits < 0x10000; bits++) {
    const value = halfToFloat(bits);
    if (!Number.isNaN(value)) expect(floatToHalf(value)).toBe(bits);
  }
});

test.each([
  ['halfway goes to the even one below', 1 + 1 / 2048, 0x3c00],
  ['halfway goes to the even one above', 1 + 3 / 2048, 0x3c02],
  ['more than halfway goes up', 1 + 1.01 / 2048, 0x3c01],
  ['the largest that is finite', 65519.99, 0x7bff],
  ['too large', 65520, 0x7c00],
  ['tiny', 2 ** -25, 0],
  ['tiny but more than half of the smallest', -1.5 * 2 ** -25, 0x8001],
  ['no number', NaN, 0x7e00],
])('%s', (_, value, bits) => {
  expect(floatToHalf(value)).toBe(bits);
});

test('many are rounded as one is', () => {
  expect([...floatsToHalves(Float32Array.of(1, -2, 65520, NaN))]).toEqual([0x3c00, 0xc000, 0x7c00, 0x7e00]);
});
