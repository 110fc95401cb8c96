import { describe, expect, test } from 'vitest';
import { videoBitrate } from '../../../src/media/worker/bitrate';
import { outputSize } from '../../../src/media/worker/output-size';

describe('outputSize', () => {
  test.each([
    ['keeps the source', { width: 960, height: 540 }, null, 'mp4', { width: 960, height: 540 }],
    ['cuts a lone odd row', { width: 961, height: 541 }, null, 'mp4', { width: 960, height: 540 }],
    ['keeps odd sides of pictures', { width: 961, height: 541 }, null, 'png', { width: 961, height: 541 }],
    ['scales by the long side', { width: 1080, height: 1920 }, 1280, 'webm', { width: 720, height: 1280 }],
    ['is even when scaled', { width: 193, height: 144 }, 101, 'mp4', { width: 102, height: 76 }],
    ['enlarges when asked', { width: 640, height: 360 }, 1280, 'mp4', { width: 1280, height: 720 }],
    ['ends at 4K', { width: 8192, height: 4320 }, null, 'mp4', { width: 4096, height: 2160 }],
    ['makes GIFs small', { width: 1920, height: 1080 }, null, 'gif', { width: 480, height: 270 }],
    [
      'lets GIFs be larger, within limits',
      { width: 1920, height: 1080 },
      1280,
      'gif',
      { width: 640, height: 360 },
    ],
    ['never vanishes', { width: 4000, height: 3 }, 64, 'mp4', { width: 64, height: 2 }],
  ] as const)('%s', (_, source, longSide, format, expected) => {
    expect(outputSize(source, longSide, format)).toEqual(expected);
  });
});

describe('videoBitrate', () => {
  const size = { width: 1280, height: 720 };

  test('rises with the preset', () => {
    const [small, standard, high] = (['small', 'standard', 'high'] as const).map((preset) =>
      videoBitrate('avc', size, 30, preset),
    );
    expect(small).toBeLessThan(standard ?? 0);
    expect(standard).toBeLessThan(high ?? 0);
  });

  test('rises less than in proportion beyond 30 frames a second', () => {
    const [at30, at60] = [30, 60].map((rate) => videoBitrate('avc', size, rate, 'standard'));
    expect(at60).toBeGreaterThan(at30 ?? 0);
    expect(at60).toBeLessThan(2 * (at30 ?? 0));
  });

  test('is lower for better codecs, and never useless', () => {
    expect(videoBitrate('av1', size, 30, 'standard')).toBeLessThan(videoBitrate('vp9', size, 30, 'standard'));
    expect(videoBitrate('avc', { width: 64, height: 36 }, 10, 'small')).toBeGreaterThan(100_000);
  });
});
