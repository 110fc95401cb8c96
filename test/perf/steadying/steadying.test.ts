/** What smoothing steadies, what it leaves moving, and what it costs. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { importModule, launchBrowser, newModulePage } from '../../browser-launch';
import type * as Harness from '../../browser/steadying/harness';
import type { Steadiness } from '../../browser/steadying/measures';
import { hasFfmpeg } from '../../ffmpeg';
import { sharedData } from '../../shared-data';
import { record, round, type Row } from '../results';

const SIZE = { width: 160, height: 90 };
const FPS = 25;
const FRAMES = 40;
const STYLES = ['udnie', 'starry_night', 'van_gogh_self_portrait'] as const;
const SMOOTHING = [0, 0.25, 0.5, 1] as const;

const CLIP = sharedData('clips/people-walking.mp4');

/** From 8 s on, where people walk through a room; raw RGB. */
function frames(clip: string): string {
  const { width, height } = SIZE;
  const args = ['-v', 'error', '-ss', '8', '-i', clip, '-frames:v', String(FRAMES)];
  const output = [
    '-vf',
    `fps=${FPS},scale=${width}:${height}:flags=area`,
    '-pix_fmt',
    'rgb24',
    '-f',
    'rawvideo',
    '-',
  ];
  const result = spawnSync('ffmpeg', [...args, ...output], { maxBuffer: 2 ** 28 });
  if (result.status !== 0) throw new Error(`ffmpeg failed: ${result.stderr.toString()}`);
  return result.stdout.toString('base64');
}

function row(scene: string, style: string, smoothing: number, figures: Steadiness): Row {
  const figure = (value: number) => (Number.isNaN(value) ? '–' : round(value, 2));
  return {
    scene,
    style,
    smoothing,
    'static flicker': figure(figures.still),
    'of the input': figure(figures.inputStill),
    'moving change': figure(figures.moving),
    'of the moving input': figure(figures.inputMoving),
    'still %': round(figures.stillShare * 100, 0),
    'moving %': round(figures.movingShare * 100, 0),
  };
}

test.skipIf(CLIP === null || !hasFfmpeg())('flicker and motion, without smoothing and with it', async () => {
  const browser = await launchBrowser({ gpu: 'webgpu' });
  try {
    const { page } = await newModulePage(browser);
    const harness = await importModule<typeof Harness>(page, '/test/browser/steadying/harness.ts');
    await harness.evaluate((module) => module.open('webgpu'));
    await harness.evaluate(
      (module, args) => module.addClip('people-walking', args.data, args.size, args.fps),
      {
        data: frames(CLIP ?? ''),
        size: SIZE,
        fps: FPS,
      },
    );
    await harness.evaluate((module, args) => module.addStillScene('still', args.size, args.count), {
      size: SIZE,
      count: FRAMES,
    });
    const rows: Row[] = [];
    for (const scene of ['still', 'people-walking']) {
      for (const style of STYLES) {
        for (const smoothing of SMOOTHING) {
          const figures = await harness.evaluate(
            (module, args) => module.steadiness(args.scene, args.style, args.smoothing),
            { scene, style, smoothing },
          );
          rows.push(row(scene, style, smoothing, figures));
        }
      }
    }
    const notes =
      `\`lite\` at ${SIZE.width}×${SIZE.height} and full strength, ${FRAMES} frames: mean absolute change of luma from frame ` +
      'to frame, in levels of 0–255, where the input stands still (its change, a mean of 5×5 with exposure compensated, ' +
      'is below 3 levels) and where it moves (above 12). The still scene is drawn, with noise of σ = 2/255 and ±3% ' +
      `exposure; people-walking.mp4 is the clip from 8 s on at ${FPS} frames a second. Smoothing 0.5 is the default. ` +
      'Run: `npx vitest run --project perf test/perf/steadying`.';
    record('steadying', 'Steadying over time', notes, browser.version(), rows);
    const half = rows.filter(({ smoothing }) => smoothing === 0.5).length;
    expect(half).toBe(2 * STYLES.length);
  } finally {
    await browser.close();
  }
});

test('what steadying costs', async () => {
  const rows: Row[] = [];
  let version = '';
  const cases = [
    { kind: 'webgpu', gpu: 'webgpu', passes: 9 },
    { kind: 'webgl', gpu: 'webgl', passes: 9 },
    { kind: 'wasm', gpu: 'none', passes: 25 },
  ] as const;
  for (const { kind, gpu, passes } of cases) {
    const browser = await launchBrowser({ gpu });
    try {
      version = browser.version();
      const { page } = await newModulePage(browser);
      const harness = await importModule<typeof Harness>(page, '/test/browser/steadying/harness.ts');
      await harness.evaluate((module, name) => module.open(name), kind);
      for (const size of [
        { width: 128, height: 72 },
        { width: 256, height: 192 },
      ]) {
        const { plain, smooth } = await harness.evaluate(
          (module, args) => {
            module.addStillScene('still', args.size, 4);
            return module.cost('still', 'udnie', args.passes);
          },
          { size, passes },
        );
        rows.push({
          backend: kind,
          size: `${size.width}×${size.height}`,
          'network ms': round(plain),
          'with smoothing ms': round(smooth),
          ratio: round(smooth / plain, 3),
        });
      }
    } finally {
      await browser.close();
    }
  }
  const notes =
    '`lite`, median of passes that take turns, the device finished. Run: `npx vitest run --project perf test/perf/steadying`.';
  record('steadying-cost', 'What steadying costs', notes, version, rows);
});
