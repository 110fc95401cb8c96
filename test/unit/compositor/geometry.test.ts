import { describe, expect, test } from 'vitest';
import { letterbox } from '../../../src/compositor/letterbox';
import { SIZE_LADDER, type Size } from '../../../src/protocol/quality';
import { workingSize } from '../../../src/shared/working-size';

const SHAPES: readonly Size[] = [
  { width: 1280, height: 720 },
  { width: 720, height: 1280 },
  { width: 640, height: 480 },
  { width: 1000, height: 1000 },
  { width: 1920, height: 817 },
  { width: 3, height: 5 },
  { width: 4096, height: 2731 },
];

describe('the working size', () => {
  test.each(SHAPES)('of $width × $height keeps the shape, in multiples of 4', (original) => {
    for (const longSide of SIZE_LADDER) {
      const size = workingSize(original, longSide);
      expect(Math.max(size.width, size.height)).toBe(longSide);
      expect([size.width % 4, size.height % 4]).toEqual([0, 0]);
      // No more off than rounding to a multiple of 4 can be.
      const exact =
        (longSide * Math.min(original.width, original.height)) / Math.max(original.width, original.height);
      expect(Math.abs(Math.min(size.width, size.height) - exact)).toBeLessThanOrEqual(2);
    }
  });

  test('is never too thin to be padded by the network', () => {
    expect(workingSize({ width: 4000, height: 10 }, 256)).toEqual({ width: 256, height: 16 });
    expect(workingSize({ width: 10, height: 4000 }, 64)).toEqual({ width: 16, height: 64 });
  });
});

describe('the letterbox', () => {
  test.each(SHAPES)(
    'shows $width × $height whole, undistorted, centred and as large as it goes',
    (picture) => {
      for (const display of [...SHAPES, { width: 1281, height: 719 }]) {
        const { x, y, width, height } = letterbox(picture, display);
        expect(width === display.width || height === display.height).toBe(true);
        expect(width).toBeLessThanOrEqual(display.width);
        expect(height).toBeLessThanOrEqual(display.height);
        expect(Math.abs(x - (display.width - width) / 2)).toBeLessThanOrEqual(0.5);
        expect(Math.abs(y - (display.height - height) / 2)).toBeLessThanOrEqual(0.5);
        const scale = Math.min(display.width / picture.width, display.height / picture.height);
        expect(Math.abs(width - picture.width * scale)).toBeLessThanOrEqual(0.5);
        expect(Math.abs(height - picture.height * scale)).toBeLessThanOrEqual(0.5);
      }
    },
  );

  test('never vanishes', () => {
    expect(letterbox({ width: 5000, height: 1 }, { width: 100, height: 100 })).toEqual({
      x: 0,
      y: 50,
      width: 100,
      height: 1,
    });
  });
});
