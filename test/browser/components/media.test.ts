/** The controls for files, exports, recordings and clips, on a studio that does nothing. */
import type { Page } from 'playwright';
import { beforeEach, describe, expect, test } from 'vitest';
import type { SourceKind } from '../../../src/sources/frame-source';
import type { MediaState } from '../../../src/studio/media';
import { axeProblems } from './axe';
import { useComponentPage, type Role } from './component-page';

type StateName = 'VIDEO_OPEN' | 'EXPORTING' | 'CLIPS';

const WIDE = { width: 1280, height: 720 };
const PHONE = { width: 360, height: 740 };

const components = useComponentPage();
const { control } = components;
let page: Page;

async function open(options: Parameters<typeof components.open>[0] = { viewport: WIDE }): Promise<void> {
  page = await components.open(options);
}

async function show(name: StateName, kind: SourceKind = 'video', change: Partial<MediaState> = {}) {
  await page.evaluate(
    ([name, kind, change]) => {
      window.studio.goLive(kind);
      window.studio.set({ media: { ...window.media[name], ...change } });
    },
    [name, kind, change] as const,
  );
}

/** Without what moving about in the video asks for. */
async function calls(): Promise<unknown[][]> {
  return (await components.calls()).filter(([name]) => name !== 'seek');
}

async function expectOneOfEach(controls: readonly (readonly [Role, string])[]): Promise<void> {
  for (const [role, name] of controls) {
    await control(role, name).first().waitFor();
    expect(await control(role, name).count(), `${role} "${name}"`).toBe(1);
  }
}

const EXPORT_CONTROLS: readonly (readonly [Role, string])[] = [
  ['button', 'Export'],
  ['combobox', 'Format'],
  ['combobox', 'Resolution'],
  ['combobox', 'File quality'],
  ['slider', 'Position'],
  ['slider', 'Start'],
  ['slider', 'End'],
];
const RUNNING_CONTROLS: readonly (readonly [Role, string])[] = [
  ['progressbar', 'Export progress'],
  ['button', 'Pause export'],
  ['button', 'Cancel export'],
  ['region', 'Queue'],
];

describe.each([
  ['wide', WIDE],
  ['on a phone', PHONE],
])('%s', (_, viewport) => {
  beforeEach(() => open({ viewport }));

  test('each control is there once, and only when it is of use', async () => {
    for (const [role, name] of [...EXPORT_CONTROLS, ...RUNNING_CONTROLS]) {
      expect(await control(role, name).count(), name).toBe(0);
    }
    await show('VIDEO_OPEN');
    await expectOneOfEach([...EXPORT_CONTROLS, ['button', 'Record']]);
    await show('EXPORTING');
    await expectOneOfEach([...EXPORT_CONTROLS, ...RUNNING_CONTROLS, ['region', 'Clips']]);
    await show('CLIPS', 'camera');
    await expectOneOfEach([
      ['region', 'Clips'],
      ['button', 'Record'],
      ['button', 'Undo'],
      ['button', 'Recover clip'],
    ]);
    expect(await control('button', 'Download').count()).toBe(2);
  });

  test('nothing scrolls sideways, and what is pressed can be touched', async () => {
    for (const name of ['EXPORTING', 'CLIPS'] as const) {
      await show(name);
      expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
      for (const button of await page.getByRole('button').all()) {
        const box = await button.boundingBox();
        const least = Math.min(box?.width ?? 0, box?.height ?? 0);
        expect(least, await button.innerText()).toBeGreaterThanOrEqual(40);
      }
    }
  });
});

test('in a low window a picture is left, and what is below it can be scrolled to', async () => {
  await open({ viewport: { width: 1024, height: 576 } });
  await show('EXPORTING');
  const picture = await page.locator('impasto-stage').boundingBox();
  expect(picture?.height).toBeGreaterThan(180);
  await control('button', 'Export').click();
  expect(await calls()).toContainEqual(['startExport']);
});

describe('export', () => {
  beforeEach(async () => {
    await open();
    await show('VIDEO_OPEN');
  });

  test('what is chosen is passed on, what cannot be written cannot be chosen and says why', async () => {
    const format = control('combobox', 'Format');
    expect(await format.locator('option').allTextContents()).toEqual(['MP4', 'WebM', 'GIF', 'PNG sequence']);
    expect(await format.locator('option:disabled').allTextContents()).toEqual(['GIF']);
    await page.getByText('GIF: there is no room for it.').waitFor();
    await format.selectOption({ label: 'PNG sequence' });
    await control('combobox', 'Resolution').selectOption({ label: '1920×1080' });
    await control('combobox', 'File quality').selectOption({ label: 'High' });
    await control('button', 'Export').click();
    expect(await calls()).toEqual([
      ['chooseExport', { format: 'png' }],
      ['chooseExport', { longSide: 1920 }],
      ['chooseExport', { bitrate: 'high' }],
      ['startExport'],
    ]);
  });

  test('what it will give is told beforehand, and what cannot be decoded', async () => {
    await page.getByText('1280×720 · 0:12.0, 360 frames · without its sound · about 6.1 MB').waitFor();
    await page.getByText('This browser cannot decode AC-3 sound.').waitFor();
    const error = { code: 'media-unsupported', message: 'This browser cannot decode HEVC.' } as const;
    await page.evaluate((error) => {
      const state = window.media.VIDEO_OPEN;
      window.studio.set({ media: { ...state, desk: { ...state.desk, status: 'failed', error } } });
    }, error);
    await page.getByText(error.message).waitFor();
    expect(await control('button', 'Export').isDisabled()).toBe(true);
  });

  test('sound can be left out, and one of several video tracks chosen', async () => {
    expect(await control('combobox', 'Video track').count()).toBe(0);
    await control('switch', 'Sound').click();
    await page.evaluate(() => {
      const media = window.media.VIDEO_OPEN;
      const [track] = media.desk.probe?.video ?? [];
      if (!media.desk.probe || !track) throw new Error('no track');
      const small = { ...track, id: 3, codec: 'VP9', size: { width: 640, height: 360 } };
      const unknown = { ...track, id: 4, problem: 'The video track 3 uses HEVC.' };
      const probe = { ...media.desk.probe, video: [track, small, unknown] };
      window.studio.set({ media: { ...media, desk: { ...media.desk, probe, track } } });
    });
    const tracks = control('combobox', 'Video track');
    expect(await tracks.locator('option').allTextContents()).toEqual([
      '1: H.264, 1280×720',
      '2: VP9, 640×360',
    ]);
    await page.getByText('The video track 3 uses HEVC.').waitFor();
    await tracks.selectOption('3');
    expect(await calls()).toEqual([
      ['chooseExport', { sound: false }],
      ['chooseExport', { videoTrack: 3 }],
    ]);
  });

  test('a part is chosen in seconds, or frame by frame', async () => {
    await control('slider', 'Start').fill('2');
    await control('slider', 'End').fill('1');
    const end = control('slider', 'End');
    await end.focus();
    await page.keyboard.press('ArrowLeft');
    const ranges = (await calls()).map(([, change]) => (change as { range: unknown }).range);
    // The fake keeps no choice, so each begins with the whole clip.
    expect(ranges[0]).toEqual({ start: 2, end: 12 });
    expect(ranges[1]).toEqual({ start: 0, end: 1 });
    // In the middle of the last frame but one, which is kept.
    expect((ranges[2] as { end: number }).end).toBeCloseTo(12 - 1.5 / 30, 3);
    expect(await control('slider', 'Position').getAttribute('aria-valuetext')).toBe('0:03.2 of 0:12.0');
  });

  test('while it is worked out anew what was told last stays, and is not told again', async () => {
    const told = page.locator('impasto-export-panel').getByRole('status');
    const plan = (seconds: number | null) =>
      page.evaluate((seconds) => {
        const media = window.media.VIDEO_OPEN;
        const { plan } = media.desk;
        const range = { start: 0, end: seconds ?? 0 };
        const planned = seconds === null || !plan ? null : { ...plan, range, frames: null };
        window.studio.set({ media: { ...media, desk: { ...media.desk, plan: planned } } });
      }, seconds);
    const [facts, doubts] = [told.nth(0), told.nth(1)];
    const before = await facts.textContent();
    await doubts.evaluate((region) => {
      new MutationObserver(() => (region.id = 'changed')).observe(region, { childList: true, subtree: true });
    });
    await plan(null);
    expect(await facts.textContent()).toBe(before);
    await plan(5);
    await expect.poll(() => facts.textContent()).toContain('0:05.0');
    expect(await doubts.getAttribute('id')).toBeNull();
    await page.getByText('This browser cannot decode AC-3 sound.').waitFor();
  });

  test('another file has nothing told of it before it is known', async () => {
    await page.evaluate(() => {
      const media = window.media.VIDEO_OPEN;
      const { probe } = media.desk;
      const desk = { ...media.desk, name: 'other.mp4', probe: probe && { ...probe }, plan: null };
      window.studio.set({ media: { ...media, desk } });
    });
    await page.getByText('Working out what this will give…').waitFor();
  });

  test('scrubbing asks for the frame', async () => {
    await control('slider', 'Position').fill('6.5');
    const asked = await page.evaluate(() => window.studio.calls.filter(([name]) => name === 'seek'));
    expect(asked).toEqual([['seek', 6.5]]);
  });

  test('progress, its buttons and the title of the page', async () => {
    await show('EXPORTING');
    const bar = control('progressbar', 'Export progress');
    await bar.waitFor();
    expect(await bar.getAttribute('aria-valuenow')).toBe('18');
    await page.getByText('41 of 225 frames').waitFor();
    await page.getByText('6.3 fps · 0:29 left').waitFor();
    expect(await page.title()).toBe('18% Exporting (1 more) – Impasto');
    await control('button', 'Pause export').click();
    await control('button', 'Cancel export').click();
    await page.evaluate(() => {
      const { media } = window.studio.state;
      const current = media.exports.current && { ...media.exports.current, status: 'paused' as const };
      window.studio.set({ media: { ...media, exports: { ...media.exports, current } } });
    });
    await control('button', 'Resume export').click();
    expect(await calls()).toEqual([['pauseExport'], ['cancelExport'], ['resumeExport']]);
    expect(await control('button', 'Pause export').count()).toBe(0);
  });

  test('the queue: jobs and files are taken off it, finished parts kept or discarded', async () => {
    await show('EXPORTING');
    await control('button', 'Remove meadow.mov').click();
    await control('button', 'Show flow.mkv').click();
    await control('button', 'Remove flow.mkv').click();
    await control('button', 'Keep finished part').click();
    await control('button', 'Discard it').click();
    expect(await calls()).toEqual([
      ['removeExport', 'next'],
      ['showWaiting', 'file-1'],
      ['removeWaiting', 'file-1'],
      ['removeExport', 'ended'],
      ['discardPart', 'ended'],
    ]);
  });
});

describe('files', () => {
  beforeEach(() => open());

  test.each(['drop', 'paste'] as const)('%s anywhere', async (kind) => {
    await page.evaluate((kind) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['x'], 'a.mp4', { type: 'video/mp4' }));
      transfer.items.add(new File(['x'], 'b.mov'));
      const init = { bubbles: true, cancelable: true, composed: true };
      const event =
        kind === 'drop'
          ? new DragEvent('drop', { ...init, dataTransfer: transfer })
          : new ClipboardEvent('paste', { ...init, clipboardData: transfer });
      document.body.dispatchEvent(event);
    }, kind);
    expect(await calls()).toEqual([['openFiles', ['a.mp4', 'b.mov']]]);
  });

  test('a hint is shown while files are held over the page', async () => {
    const drag = (type: string) =>
      page.evaluate((type) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(['x'], 'a.mp4'));
        document.body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
      }, type);
    await drag('dragenter');
    await page.getByText('Drop it to paint it').waitFor();
    await drag('dragleave');
    await page.getByText('Drop it to paint it').waitFor({ state: 'detached' });
  });
});

describe('recording', () => {
  beforeEach(() => open());

  test('by button and by key, with time and size; not of a picture that stands still', async () => {
    await page.evaluate(() => window.studio.goLive('camera'));
    await control('button', 'Record').click();
    await page.evaluate(() => {
      const { media } = window.studio.state;
      const recorder = { ...media.recorder, status: 'recording' as const, seconds: 72.4, bytes: 3_400_000 };
      window.studio.set({ media: { ...media, recorder } });
    });
    expect(await control('timer', 'Recording time').textContent()).toBe('1:12');
    await page.getByText('3.4 MB').waitFor();
    expect(await page.title()).toBe('● Recording 1:12 – Impasto');
    await page.keyboard.press('r');
    await control('button', 'Stop recording').click();
    expect(await calls()).toEqual([['record'], ['stopRecording'], ['stopRecording']]);
    await show('CLIPS', 'picture');
    expect(await control('button', 'Record').count()).toBe(0);
    expect(await control('button', 'Pause').count()).toBe(0);
    await page.keyboard.press('r');
    expect(await calls()).toEqual([]);
    await page.evaluate(() => {
      const { media } = window.studio.state;
      window.studio.set({ media: { ...media, recorder: { ...media.recorder, status: 'recording' } } });
    });
    await control('button', 'Stop recording').click();
    expect(await calls()).toEqual([['stopRecording']]);
  });

  test('its button keeps the focus while it begins and ends, and does nothing meanwhile', async () => {
    await page.evaluate(() => window.studio.goLive('camera'));
    const record = (status: MediaState['recorder']['status']) =>
      page.evaluate((status) => {
        const { media } = window.studio.state;
        window.studio.set({ media: { ...media, recorder: { ...media.recorder, status } } });
      }, status);
    await control('button', 'Record').focus();
    for (const [status, name] of [
      ['starting', 'Record'],
      ['stopping', 'Stop recording'],
    ] as const) {
      await record(status);
      await expect.poll(() => control('button', name).isDisabled()).toBe(true);
      await page.keyboard.press('Enter');
    }
    await record('idle');
    await expect.poll(() => control('button', 'Record').isEnabled()).toBe(true);
    expect(await calls()).toEqual([]);
    await page.keyboard.press('Enter');
    expect(await calls()).toEqual([['record']]);
  });

  test('on a phone the first clip comes to a shelf that is there, and is told of', async () => {
    await open({ viewport: PHONE });
    await page.evaluate(() => window.studio.goLive('camera'));
    expect(await control('region', 'Clips').count()).toBe(0);
    await page.evaluate(() => {
      const media = window.media.NO_MEDIA;
      window.studio.set({ media: { ...media, recorder: { ...media.recorder, status: 'recording' } } });
    });
    await control('region', 'Clips').waitFor();
    await page.evaluate(() => {
      const { CLIPS } = window.media;
      const [clip] = CLIPS.clips.clips;
      if (!clip) throw new Error('There is no clip.');
      const clips = { ...CLIPS.clips, clips: [{ ...clip, createdAt: Date.now() }] };
      window.studio.set({ media: { ...CLIPS, clips } });
    });
    const told = page.locator('impasto-clips').getByRole('status').first();
    await expect.poll(() => told.textContent()).toContain('“street, painted” is among the clips.');
  });

  test('a disk that is nearly full is told of', async () => {
    await page.evaluate(() => {
      window.studio.goLive('camera');
      const { media } = window.studio.state;
      const recorder = {
        ...media.recorder,
        status: 'recording' as const,
        seconds: 90,
        bytes: 90,
        limit: 100,
      };
      window.studio.set({ media: { ...media, recorder } });
    });
    await page.getByText('Nearly out of room: about 0:10 left').waitFor();
    // What changes every second is not read out.
    const status = page.locator('impasto-record-status').getByRole('status');
    expect(await status.textContent()).toBe('Nearly out of room');
  });

  test('the microphone, its input and its level', async () => {
    await page.evaluate(() => window.studio.goLive('camera'));
    await control('checkbox', 'Microphone').click();
    expect(await calls()).toEqual([['openMicrophone', null]]);
    await page.evaluate(() => {
      const { media } = window.studio.state;
      const devices = [
        { id: 'a', label: 'Built-in' },
        { id: 'b', label: 'Desk' },
      ];
      const microphone = { ...media.microphone, open: true, devices, deviceId: 'a' };
      window.studio.set({ media: { ...media, microphone } });
    });
    await control('combobox', 'Input').selectOption('b');
    const level = async () =>
      Number(await control('meter', 'Microphone level').getAttribute('aria-valuenow'));
    await expect.poll(level).toBeGreaterThan(50);
    await control('checkbox', 'Microphone').click();
    expect(await calls()).toEqual([['openMicrophone', 'b'], ['closeMicrophone']]);
  });
});

describe('clips', () => {
  beforeEach(async () => {
    await open();
    await show('CLIPS', 'camera');
  });

  test('are downloaded by mouse and by keyboard', async () => {
    const first = control('button', 'Download').first();
    for (const act of [() => first.click(), () => first.press('Space'), () => first.press('Enter')]) {
      const download = page.waitForEvent('download');
      await act();
      expect((await download).suggestedFilename()).toBe('street, painted.mp4');
    }
  });

  test('are shared, saved, deleted, brought back and recovered', async () => {
    await control('button', 'Share').first().click();
    await control('button', 'Save to disk').first().click();
    await control('button', 'Delete').nth(1).click();
    await control('button', 'Undo').click();
    await control('button', 'Recover clip').click();
    await control('button', 'Throw away').click();
    expect(await calls()).toEqual([
      ['shareClip', 'street'],
      ['saveClip', 'street'],
      ['deleteClip', 'bees'],
      ['undoDelete'],
      ['recoverClip', 'wreck'],
      ['discardRecoverable', 'wreck'],
    ]);
  });

  test('the focus keeps its place when the clip that had it is deleted: Tab comes to "Undo"', async () => {
    const library = (change: object) =>
      page.evaluate((changed) => {
        const { media } = window.studio.state;
        window.studio.set({ media: { ...media, clips: { ...media.clips, ...changed } } });
      }, change);
    const { deleted } = await page.evaluate(() => window.studio.state.media.clips);
    await library({ deleted: null });
    await control('button', 'Delete').first().focus();
    await library({ clips: [], deleted });
    await page.keyboard.press('Tab');
    await expect
      .poll(() => control('button', 'Undo').evaluate((button) => button.matches(':focus')))
      .toBe(true);
  });

  test('one that is finished is told of; those of earlier visits, or brought back, are not', async () => {
    const told = page.locator('impasto-clips').getByRole('status').first();
    const add = (id: string, createdAt: number) =>
      page.evaluate(
        ([id, createdAt]) => {
          const { media } = window.studio.state;
          const [clip] = media.clips.clips;
          if (!clip) throw new Error('There is no clip.');
          const clips = [{ ...clip, id, name: id, createdAt }, ...media.clips.clips];
          window.studio.set({ media: { ...media, clips: { ...media.clips, clips } } });
        },
        [id, createdAt] as const,
      );
    expect((await told.textContent())?.trim()).toBe('');
    await add('undone', 0);
    expect((await told.textContent())?.trim()).toBe('');
    await add('new', Date.now());
    await expect.poll(() => told.textContent()).toContain('“new” is among the clips.');
  });

  test('being recovered cannot be recovered again, nor thrown away', async () => {
    await page.evaluate(() => {
      const { media } = window.studio.state;
      const recoverable = media.clips.recoverable.map((clip) => ({ ...clip, recovering: true }));
      window.studio.set({ media: { ...media, clips: { ...media.clips, recoverable } } });
    });
    for (const name of ['Recover clip', 'Throw away']) {
      await expect.poll(() => control('button', name).isDisabled()).toBe(true);
    }
  });

  test('being saved to disk are not saved again, and keep the focus', async () => {
    const save = control('button', 'Save to disk').first();
    await save.focus();
    await page.evaluate(() => {
      const { media } = window.studio.state;
      window.studio.set({ media: { ...media, clips: { ...media.clips, saving: ['street'] } } });
    });
    await expect.poll(() => save.getAttribute('aria-disabled')).toBe('true');
    await page.keyboard.press('Enter');
    expect(await calls()).toEqual([]);
    expect(await save.evaluate((button) => button.matches(':focus'))).toBe(true);
    expect(await axeProblems(page)).toEqual([]);
  });

  test('are renamed by Enter, not by Escape, and keys of the page do nothing meanwhile', async () => {
    const rename = control('button', 'Rename').first();
    await rename.click();
    await page.keyboard.type('rms 1');
    await page.keyboard.press('Escape');
    await rename.click();
    await page.keyboard.type('rms 2');
    await page.keyboard.press('Enter');
    expect(await calls()).toEqual([['renameClip', 'street', 'rms 2']]);
    expect(await rename.evaluate((button) => button.matches(':focus'))).toBe(true);
  });

  test('are added up; an empty or broken library says so', async () => {
    await page.getByText('2 clips · 8.2 MB').waitFor();
    const error = { code: 'storage-failed', message: 'There is no place to keep clips.' } as const;
    await page.evaluate((error) => {
      const { NO_MEDIA } = window.media;
      window.studio.set({ media: { ...NO_MEDIA, clips: { ...NO_MEDIA.clips, status: 'failed', error } } });
    }, error);
    await control('region', 'Clips').getByText(error.message).waitFor();
    await page.evaluate(() => window.studio.set({ media: window.media.NO_MEDIA }));
    await control('region', 'Clips').getByText('What you record or export hangs here').waitFor();
  });
});

describe('accessibility', () => {
  test.each([
    ['light', WIDE],
    ['dark', WIDE],
    ['light', PHONE],
    ['dark', PHONE],
  ] as const)('axe finds nothing in %s at %o', async (colorScheme, viewport) => {
    await open({ viewport, colorScheme, reducedMotion: 'reduce' });
    for (const name of ['VIDEO_OPEN', 'EXPORTING', 'CLIPS'] as const) {
      await show(name);
      expect(await axeProblems(page), name).toEqual([]);
    }
  });
});
