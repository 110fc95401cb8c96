import type { BrowserContext } from 'playwright';
import { describe, expect, test } from 'vitest';
import model from '../../models/lite/model.json';
import { launchBrowser } from '../browser-launch';
import { lumaDeviation } from '../psnr';
import { sharedBrowser } from '../shared-browser';
import { AppPage, COARSE } from './app-page';
import { KEEP_DEVICE, LOSSES, prepend, renderWorker } from './render-worker';

const WEIGHTS = /\/assets\/weights-[^/]*\.bin$/;

const CAMERA_SENTENCES = [
  ['NotAllowedError', /camera.*(denied|blocked|allow)/i],
  ['NotFoundError', /no camera/i],
  ['NotReadableError', /in use|another/i],
] as const;

const WRONG_WEIGHTS = [
  { answer: { status: 404, body: 'not here' }, sentence: /could not be loaded/ },
  { answer: { status: 200, body: Buffer.alloc(model.weights.bytes, 1) }, sentence: /damaged.*SHA-256/s },
  { answer: { status: 200, body: 'short' }, sentence: /damaged.*5 bytes, expected/s },
];

/** A page whose worker's 15 s to answer are over when a test says so. */
async function holdDeadlines(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const [set, clear] = [window.setTimeout.bind(window), window.clearTimeout.bind(window)];
    const held = new Map<unknown, () => void>();
    window.setTimeout = ((run: () => void, ms?: number) => {
      const timer = set(run, ms);
      if (ms === 15_000) held.set(timer, run);
      return timer;
    }) as typeof window.setTimeout;
    window.clearTimeout = ((timer?: number) => {
      held.delete(timer);
      clear(timer);
    }) as typeof window.clearTimeout;
    Object.assign(window, {
      passDeadlines: () => {
        const due = [...held];
        for (const [timer, run] of due) {
          window.clearTimeout(timer as number);
          run();
        }
        return due.length;
      },
    });
  });
}

/** Ends the render worker without a word, and then the time that its answers have. */
async function endSilently(app: AppPage): Promise<void> {
  const worker = await renderWorker(app);
  const gone = worker.waitForEvent('close');
  await worker.evaluate(() => setTimeout(() => close()));
  await gone;
  await expect
    .poll(() => app.page.evaluate(() => (window as unknown as { passDeadlines(): number }).passDeadlines()))
    .toBeGreaterThan(0);
}

/** Our own engine compiles by this, TensorFlow.js does not. */
const NO_ASYNC_PIPELINES = `
  GPUDevice.prototype.createComputePipelineAsync = () => Promise.reject(new Error('not on this device'));
`;

/** The compositor compiles by this, when it has taken the canvas. */
const NO_PIPELINES = `
  GPUDevice.prototype.createComputePipeline = () => { throw new Error('not on this device'); };
`;

/** Waits until frames are painted again: the meters are empty while a renderer is rebuilt. */
async function untilRebuilt(app: AppPage): Promise<void> {
  await app.page
    .getByRole('log', { name: 'Notices' })
    .getByText(/rebuilt/i)
    .waitFor({ timeout: 60_000 });
  await app.untilPainting();
  await app.takePicture();
}

async function alertText(app: AppPage): Promise<string> {
  await app.alert.filter({ hasText: /\w/ }).waitFor({ timeout: 60_000 });
  return app.alert.innerText();
}

describe('without a GPU', () => {
  const browser = sharedBrowser({ gpu: 'none', camera: 'fake' }, COARSE);

  test('a camera that fails ends in a sentence, and the sample scene still works', async () => {
    const app = await AppPage.open(browser, '?size=64');
    for (const [name, sentence] of CAMERA_SENTENCES) {
      await app.page.evaluate((errorName) => {
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('refused', errorName));
      }, name);
      await app.press('Start camera');
      await app.alert.filter({ hasText: sentence }).waitFor();
    }
    await app.start('Try the sample scene');
    await expect.poll(() => app.alert.filter({ hasText: /\w/ }).count()).toBe(0);
  });

  test('a camera that is unplugged while live ends in a sentence and can be started again', async () => {
    const app = await AppPage.open(browser, '?size=64');
    await app.page.evaluate(() => {
      const original = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = async (constraints) => {
        const stream = await original(constraints);
        // What an unplugged camera does to its track.
        setTimeout(() => {
          for (const track of stream.getTracks()) {
            track.stop();
            track.dispatchEvent(new Event('ended'));
          }
        }, 3000);
        return stream;
      };
    });
    await app.press('Start camera');
    expect(await alertText(app)).toMatch(/camera/i);
    await app.press('Start camera');
    await app.untilPainting();
  });

  test('weights that are missing or damaged end in a sentence; "Try again" goes on once they are right', async () => {
    const app = await AppPage.open(browser, 'blank.html');
    const context = app.page.context();
    let [button, answer] = ['Try the sample scene', WRONG_WEIGHTS[0]?.answer];
    await context.route(WEIGHTS, (route) => (answer ? route.fulfill(answer) : route.continue()));
    await app.page.goto(`${app.url}/?size=64`);
    for (const wrong of WRONG_WEIGHTS) {
      answer = wrong.answer;
      await app.press(button);
      await app.alert.filter({ hasText: wrong.sentence }).waitFor({ timeout: 60_000 });
      button = 'Try again';
    }
    answer = undefined;
    await app.press(button);
    await app.untilPainting();
  });

  test('a worker that throws is replaced, and says so', async () => {
    const app = await AppPage.open(browser, '?size=64');
    await app.start('Try the sample scene');
    await (
      await renderWorker(app)
    ).evaluate(() => {
      setTimeout(() => {
        throw new Error('broken by a test');
      });
    });
    await untilRebuilt(app);
  });

  test('a worker that ends in silence is replaced, and a second time on request', async () => {
    const app = await AppPage.open(browser, 'blank.html');
    await holdDeadlines(app.page.context());
    await app.page.goto(`${app.url}/?size=64`);
    await app.start('Try the sample scene');
    await endSilently(app);
    await untilRebuilt(app);
    await endSilently(app);
    expect(await alertText(app)).toMatch(/painting thread/i);
    await app.press('Try again');
    await app.untilPainting();
    await app.takePicture();
  });
});

describe.each(LOSSES)('on %s', (gpu, lose) => {
  test('a lost device is replaced; lost again, another backend takes over on request', async () => {
    const browser = await launchBrowser({ gpu });
    try {
      const app = await AppPage.open(browser, 'blank.html', COARSE);
      await prepend(KEEP_DEVICE, app.page.context());
      await app.page.goto(`${app.url}/?size=64`);
      await app.start('Try the sample scene');
      await (await renderWorker(app)).evaluate(lose);
      await untilRebuilt(app);
      await (await renderWorker(app)).evaluate(lose);
      expect(await alertText(app)).toMatch(/graphics/i);
      await app.press('Try again');
      await app.untilPainting();
      await app.takePicture();
    } finally {
      await browser.close();
    }
  });
});

test('on a device that cannot run our own engine TensorFlow.js paints, and the meters say so', async () => {
  const browser = await launchBrowser({ gpu: 'webgpu' });
  try {
    const app = await AppPage.open(browser, 'blank.html', COARSE);
    await prepend(NO_ASYNC_PIPELINES, app.page.context());
    await app.page.goto(`${app.url}/?size=64`);
    await app.start('Try the sample scene');
    expect(await app.metersText()).toContain('Backend: WebGPU Engine: TensorFlow.js');
    expect(await app.metersText()).toContain('not on this device');
    expect(lumaDeviation(await app.takePicture())).toBeGreaterThan(10);
  } finally {
    await browser.close();
  }
});

test('a backend that fails when it has taken the canvas gives way to the next one, on another canvas', async () => {
  const browser = await launchBrowser({ gpu: 'webgpu' });
  try {
    const app = await AppPage.open(browser, 'blank.html', COARSE);
    await prepend(NO_PIPELINES, app.page.context());
    await app.page.goto(`${app.url}/?size=64`);
    await app.start('Try the sample scene');
    expect(await app.metersText()).toMatch(/Backend: (WebGL|WASM)/);
    expect(lumaDeviation(await app.takePicture())).toBeGreaterThan(10);
  } finally {
    await browser.close();
  }
});
