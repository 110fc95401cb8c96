import { expect, test } from 'vitest';
import {
  brightnessMap,
  colourMap,
  LUMA,
  mapColours,
  mapToGrey,
  statistics,
} from '../../../src/optimize/colour-statistics';

const matchColours = (style: Float32Array, photo: Float32Array) =>
  mapColours(style, colourMap(statistics(style), statistics(photo)));

const matchBrightness = (style: Float32Array, photo: Float32Array) =>
  mapToGrey(style, brightnessMap(statistics(style), statistics(photo)));

/** Correlated colours; the same ones for the same seed. */
function picture(seed: number, pixels = 500): Float32Array {
  let state = seed;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  return Float32Array.from(
    Array.from({ length: pixels }, () => {
      const [a, b, c] = [random(), random(), random()];
      return [0.3 * a + 0.2 + seed / 100, 0.5 * a + 0.3 * b, 0.2 * b + 0.4 * c + 0.1];
    }).flat(),
  );
}

function moments(rgb: Float32Array) {
  const pixels = rgb.length / 3;
  const channel = (c: number) => Array.from({ length: pixels }, (_, pixel) => rgb[pixel * 3 + c] ?? 0);
  const means = [0, 1, 2].map((c) => channel(c).reduce((sum, value) => sum + value, 0) / pixels);
  const covariance = [0, 1, 2].map((a) =>
    [0, 1, 2].map(
      (b) =>
        channel(a).reduce(
          (sum, value, pixel) =>
            sum + (value - (means[a] ?? 0)) * ((channel(b)[pixel] ?? 0) - (means[b] ?? 0)),
          0,
        ) / pixels,
    ),
  );
  return { means, covariance };
}

test('matched colours have the mean and covariance of the photo’s', () => {
  const [style, photo] = [picture(3), picture(20)];
  const [found, expected] = [moments(matchColours(style, photo)), moments(photo)];
  found.means.forEach((mean, c) => expect(mean).toBeCloseTo(expected.means[c] ?? NaN, 4));
  found.covariance
    .flat()
    .forEach((value, at) => expect(value).toBeCloseTo(expected.covariance.flat()[at] ?? NaN, 4));
});

test('a picture matched with itself stays, a flat one becomes flat', () => {
  const photo = picture(7);
  matchColours(photo, photo).forEach((value, at) => expect(value).toBeCloseTo(photo[at] ?? NaN, 4));
  const flat = matchColours(new Float32Array(300).fill(0.5), photo);
  expect([...flat].every(Number.isFinite)).toBe(true);
});

test('matched brightness is grey, with the mean and deviation of the photo’s', () => {
  const [style, photo] = [picture(3), picture(20)];
  const grey = matchBrightness(style, photo);
  for (let at = 0; at < grey.length; at += 3) expect(grey[at]).toBe(grey[at + 2]);
  const luma = Float32Array.from({ length: photo.length }, (_, at) => {
    const pixel = at - (at % 3);
    return LUMA.reduce((sum, weight, c) => sum + weight * (photo[pixel + c] ?? 0), 0);
  });
  const [found, expected] = [moments(grey), moments(luma)];
  expect(found.means[0]).toBeCloseTo(expected.means[0] ?? NaN, 4);
  expect(found.covariance[0]?.[0]).toBeCloseTo(expected.covariance[0]?.[0] ?? NaN, 4);
});
