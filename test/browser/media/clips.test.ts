import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../browser-launch';
import { sharedData } from '../../shared-data';
import { type MediaPage, openMediaPage } from './media-page';

const source = sharedData('clips/talking-head.mp4');
const SHORT = { range: { start: 0, end: 0.2 } };

describe.skipIf(source === null)('the clip library', () => {
  let browser: Browser;
  let media: MediaPage;

  beforeAll(async () => {
    browser = await launchBrowser({ gpu: 'none' });
    media = await openMediaPage(browser);
    await media.choose(source ?? '');
  });

  afterAll(() => browser.close());

  const names = () =>
    media.harness.evaluate((module) => module.media.clips.state.clips.map(({ name }) => name));

  test('the open file is looked into and planned', async () => {
    const state = await media.harness.evaluate(async (module) => {
      const { video } = module.media;
      await video.open(module.inputFile());
      await video.choose({ format: 'webm' });
      return video.state;
    });
    expect(state).toMatchObject({
      status: 'ready',
      error: null,
      plan: { format: 'webm', codec: 'VP9', frames: 120 },
    });
    expect(state.resolutions.map(({ title }) => title)).toEqual(['Source (193×144)']);
  });

  test('several exports form a queue; the newest clip comes first', async () => {
    const statuses = await media.harness.evaluate(async (module, settings) => {
      const both = [module.exportInput(settings), module.exportInput({ ...settings, format: 'webm' })];
      await module.pause(100);
      const seen = module.media.exports.state.items.map(({ status }) => status);
      await Promise.all(both);
      return seen;
    }, SHORT);
    expect(statuses).toEqual(['running', 'waiting']);
    const formats = await media.harness.evaluate((module) =>
      module.media.clips.state.clips.map(({ format, thumbnailUrl }) => [format, thumbnailUrl !== null]),
    );
    expect(formats).toEqual([
      ['webm', true],
      ['mp4', true],
    ]);
  });

  test('a paused export waits and goes on', async () => {
    const counts = await media.harness.evaluate(async (module) => {
      const { exports } = module.media;
      const ended = module.exportInput({ longSide: 160 });
      while ((exports.state.current?.progress?.framesDone ?? 0) < 10) await module.pause(20);
      exports.pause();
      await module.pause(500);
      const before = exports.state.current;
      await module.pause(700);
      const after = exports.state.current;
      exports.resume();
      const { clip } = await ended;
      return [before?.status, before?.progress?.framesDone === after?.progress?.framesDone, clip?.frames];
    });
    expect(counts).toEqual(['paused', true, 120]);
  });

  test('a clip is renamed, and downloads under its name', async () => {
    const fileName = await media.harness.evaluate(async (module) => {
      const { clips } = module.media;
      const [newest] = clips.state.clips;
      await clips.rename(newest?.id ?? '', 'A walk / in the park');
      return clips.state.clips[0]?.fileName;
    });
    expect(fileName).toBe('A walk - in the park.mp4');
  });

  test('a deletion can be undone, and frees the room once it cannot', async () => {
    const before = await names();
    const counts = await media.harness.evaluate(async (module) => {
      const { clips } = module.media;
      const [newest, second] = clips.state.clips;
      await clips.delete(newest?.id ?? '');
      const deleted = clips.state.clips.length;
      await clips.undoDelete();
      const undone = clips.state.clips.length;
      await clips.delete(newest?.id ?? '');
      // Another deletion makes the one before final.
      await clips.delete(second?.id ?? '');
      const gone = await fetch(newest?.url ?? '').then(
        () => false,
        () => true,
      );
      return { deleted, undone, last: clips.state.clips.length, gone, storage: clips.state.storage };
    });
    expect(counts).toMatchObject({
      deleted: before.length - 1,
      undone: before.length,
      last: before.length - 2,
      gone: true,
    });
    expect(counts.storage?.clips).toBeGreaterThan(0);
  });

  test('the next visit finds the clips, without those that were deleted', async () => {
    const expected = await names();
    const context = media.page.context();
    const next = await openMediaPage(browser, { render: false, context });
    const found = await next.harness.evaluate(async (module) => {
      await module.media.clips.loaded;
      const { clips, recoverable, status } = module.media.clips.state;
      return { names: clips.map(({ name }) => name), recoverable, status };
    });
    expect(found).toEqual({ names: expected, recoverable: [], status: 'ready' });
  });

  test('an export survives the death of its renderer', async () => {
    const { item, clip } = await media.harness.evaluate(async (module) => {
      const { exports } = module.media;
      const ended = module.exportInput({ longSide: 160, range: { start: 0, end: 2 } });
      while ((exports.state.current?.progress?.framesDone ?? 0) < 10) await module.pause(20);
      await module.spawn();
      module.media.rendererReplaced();
      return ended;
    });
    expect(item).toMatchObject({ status: 'done', error: null });
    expect(clip?.frames).toBe(60);
  });
});
