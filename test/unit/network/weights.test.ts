import { describe, expect, test } from 'vitest';
import { decodeWeights, halfToFloat, requireWeight } from '../../../src/network/weights';
import { TINY_SPEC } from './tiny-spec';

describe('half-precision numbers', () => {
  test.each([
    ['zero', 0x0000, 0],
    ['one', 0x3c00, 1],
    ['minus two', 0xc000, -2],
    ['a third, rounded', 0x3555, 0.333251953125],
    ['the largest', 0x7bff, 65504],
    ['the smallest normal', 0x0400, 2 ** -14],
    ['the largest subnormal', 0x03ff, 2 ** -14 - 2 ** -24],
    ['the smallest subnormal', 0x0001, 2 ** -24],
    ['a negative subnormal', 0x8001, -(2 ** -24)],
    ['infinity', 0x7c00, Infinity],
    ['minus infinity', 0xfc00, -Infinity],
    ['not a number', 0x7e00, NaN],
    ['not a number, signalling', 0xfc01, NaN],
  ])('%s', (_, bits, value) => {
    expect(halfToFloat(bits)).toBe(value);
  });

  test('minus zero keeps its sign', () => {
    expect(Object.is(halfToFloat(0x8000), -0)).toBe(true);
  });

  test('rise with their bits, evenly within a power of two, and are mirrored by the sign', () => {
    for (let bits = 1; bits <= 0x7c00; bits++) {
      expect(halfToFloat(bits)).toBeGreaterThan(halfToFloat(bits - 1));
      expect(halfToFloat(bits | 0x8000)).toBe(-halfToFloat(bits));
    }
  });
});

describe('weights', () => {
  /** γ as halves 1, 2, 0.5, −1, 0, 65504, then β as floats 0.1, 0.2, … */
  function bytes(length = TINY_SPEC.weights.bytes): ArrayBuffer {
    const buffer = new ArrayBuffer(Math.max(length, TINY_SPEC.weights.bytes));
    const view = new DataView(buffer);
    [0x3c00, 0x4000, 0x3800, 0xbc00, 0, 0x7bff].forEach((half, index) => {
      view.setUint16(index * 2, half, true);
    });
    for (let index = 0; index < 6; index++) view.setFloat32(12 + index * 4, (index + 1) / 10, true);
    return buffer.slice(0, length);
  }

  test('are split by the manifest, little-endian, halves widened', () => {
    const weights = decodeWeights(TINY_SPEC, bytes());
    expect([...weights.keys()]).toEqual(['first/gamma', 'first/beta']);
    expect(weights.get('first/gamma')).toEqual({
      shape: [3, 2],
      data: Float32Array.of(1, 2, 0.5, -1, 0, 65504),
    });
    expect(weights.get('first/beta')?.data).toEqual(Float32Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6));
  });

  test.each([
    ['none at all', 0, 'weights end inside first/gamma'],
    ['half an array', 6, 'weights end inside first/gamma'],
    ['one byte short', 35, 'weights end inside first/beta'],
    ['one byte long', 37, '1 bytes too many'],
    ['twice as long', 72, '36 bytes too many'],
  ])('of a wrong length are refused: %s', (_, length, message) => {
    expect(() => decodeWeights(TINY_SPEC, bytes(length))).toThrow(message);
  });

  test('are asked for by name and size', () => {
    const weights = decodeWeights(TINY_SPEC, bytes());
    expect(requireWeight(weights, 'first/beta', 6).data).toHaveLength(6);
    expect(() => requireWeight(weights, 'first/beta', 4)).toThrow('first/beta has 6 values, not 4');
    expect(() => requireWeight(weights, 'last/kernel', 6)).toThrow('weights have no last/kernel');
  });
});
