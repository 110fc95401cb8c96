import { describe, expect, test, vi, type Mock } from 'vitest';
import type { FormatAvailability, MediaProbe } from '../../../src/protocol/media';
import { Deferred, settle, Workbench } from './fakes';

const video = (name: string) => new File(['x'], name, { type: 'video/mp4' });

/** What a probe says of a file with one video track. */
function probed(problem: string | null): MediaProbe {
  return {
    container: 'MP4',
    duration: 2,
    video: [{ problem }],
    audio: [],
    poster: null,
    notes: [],
  } as unknown as MediaProbe;
}

async function opened(query = ''): Promise<Workbench> {
  const bench = new Workbench({ query });
  await bench.attach();
  await bench.studio.openVideo(video('street.mp4'));
  await settle();
  return bench;
}

describe('opening', () => {
  test('a video is looked into, and let go of when something else comes', async () => {
    const bench = await opened();
    expect(bench.media.log).toContain('open street.mp4');
    expect(bench.studio.state.media.desk.name).toBe('street.mp4');
    await bench.studio.startSample();
    await settle();
    expect(bench.media.log.at(-1)).toBe('close');
    expect(bench.studio.state.media.desk.status).toBe('empty');
  });

  test('stopping lets go of it too, ends a recording, and closes the microphone', async () => {
    const bench = await opened();
    bench.studio.stop();
    expect(bench.media.log.slice(-3)).toEqual(['stop', 'close microphone', 'close']);
  });

  test('of dropped files the first video is shown, the others wait, and each is looked into', async () => {
    const bench = new Workbench();
    await bench.attach();
    bench.media.probe = (file) =>
      Promise.resolve(probed(file.name === 'c.mp4' ? 'No decoder for HEVC.' : null));
    bench.studio.media.openFiles(['a.mp4', 'b.mp4', 'c.mp4'].map(video));
    await settle();
    expect(bench.studio.state.media.desk.name).toBe('a.mp4');
    expect(bench.studio.state.media.waiting.map(({ name, problem }) => [name, problem])).toEqual([
      ['b.mp4', null],
      ['c.mp4', 'No decoder for HEVC.'],
    ]);
  });

  test('a file whose player comes upon damage stays open for exports', async () => {
    const bench = await opened();
    const damaged = { code: 'file-unreadable', message: 'Damaged from here on.' } as const;
    bench.source.sink?.ended(damaged);
    await settle();
    expect(bench.studio.state.phase).toBe('idle');
    expect(bench.studio.state.media.desk.status).toBe('ready');
    expect(bench.studio.state.error?.message).toContain('can still be exported');
    bench.studio.media.startExport();
    expect(bench.media.added.map(({ file }) => file.name)).toEqual(['street.mp4']);
  });

  test('a file that is shown changes places with the one that was', async () => {
    const bench = await opened();
    bench.media.probe = () => Promise.resolve(probed(null));
    await bench.studio.openVideo(video('a.mp4'), [video('b.mp4')]);
    await settle();
    bench.studio.media.showWaiting(bench.studio.state.media.waiting[0]?.id ?? '');
    await settle();
    expect(bench.studio.state.media.desk.name).toBe('b.mp4');
    expect(bench.studio.state.media.waiting.map(({ name }) => name)).toEqual(['a.mp4']);
  });

  test('a file that cannot be played is told of, unless something else is open by then', async () => {
    const bench = new Workbench();
    bench.automatic = false;
    const refuse = () => bench.source.started.reject(new Error('It cannot be played.'));
    const first = bench.studio.openVideo(video('a.avi'));
    refuse();
    await first;
    expect(bench.studio.state.error?.message).toContain('a.avi');
    const looked = new Deferred<void>();
    bench.media.opening = looked.promise;
    const second = bench.studio.openVideo(video('b.avi'));
    refuse();
    await settle();
    bench.media.opening = Promise.resolve();
    const third = bench.studio.openVideo(video('c.mp4'));
    bench.source.succeed();
    await third;
    looked.resolve();
    await second;
    expect(bench.studio.state).toMatchObject({ phase: 'live', error: null });
  });

  test('the files of a style are taken for one', async () => {
    const bench = new Workbench();
    const added = vi.spyOn(bench.studio, 'addStyle');
    const files = ['style.json', 'style.bin'].map((name) => new File(['{}'], name));
    bench.studio.media.openFiles(files);
    await settle();
    expect(added.mock.calls).toEqual([[files]]);
    expect(bench.studio.state.error?.code).toBe('style-unsuitable');
  });

  test('what is neither video nor picture is told of', async () => {
    const bench = new Workbench();
    bench.studio.media.openFiles([new File(['x'], 'letter.txt', { type: 'text/plain' })]);
    await settle();
    expect(bench.studio.state.error?.message).toContain('letter.txt');
  });
});

describe('a chosen part', () => {
  /** A video whose chosen part, 1 to 3 s, is over. */
  async function over(resume?: () => Promise<void>): Promise<{ bench: Workbench; seek: Mock }> {
    const bench = await opened();
    const seek = vi.fn();
    Object.assign(bench.source, { duration: 4, currentTime: 3, seek }, resume && { resume });
    bench.studio.media.chooseExport({ range: { start: 1, end: 3 } });
    bench.source.sink?.ended(null);
    return { bench, seek };
  }

  test('begins anew', async () => {
    const { bench, seek } = await over();
    expect(seek.mock.calls).toEqual([[1]]);
    expect(bench.source.log.at(-1)).toBe('resume');
    expect(bench.studio.state.phase).toBe('live');
  });

  test('may be stopped before it plays again, of which nobody is told', async () => {
    const playing = new Deferred<void>();
    const { bench } = await over(() => playing.promise);
    bench.studio.stop();
    playing.reject(new Error('The source was stopped.'));
    await settle();
    expect(bench.studio.state).toMatchObject({ phase: 'idle', error: null });
  });
});

describe('exporting', () => {
  test('takes the painting as it is, the forced size, and the files that wait, which have no range', async () => {
    const bench = await opened('?size=64');
    bench.media.probe = (file) => Promise.resolve(probed(file.name === 'bad.mp4' ? 'No decoder.' : null));
    bench.studio.prefer({ styleId: 'scream', strength: 0.5 });
    await bench.studio.openVideo(video('a.mp4'), [video('b.mp4'), video('bad.mp4')]);
    await settle();
    bench.studio.media.chooseExport({ range: { start: 1, end: 2 } });
    bench.studio.media.startExport();
    await settle();
    const { added } = bench.media;
    expect(added.map(({ file, settings }) => [file.name, settings.range])).toEqual([
      ['a.mp4', { start: 1, end: 2 }],
      ['b.mp4', null],
    ]);
    expect(added[0]?.settings.paint).toEqual({
      mix: { weights: { scream: 1 }, strength: 0.5 },
      quality: 'auto',
      workingSide: 64,
      smoothing: 0.5,
    });
    expect(bench.studio.state.media.waiting.map(({ name }) => name)).toEqual(['bad.mp4']);
    // The preview would take half of the renderer's time.
    expect(bench.studio.state.phase).toBe('paused');
  });

  test('chooses another format where the one chosen cannot be written', async () => {
    const bench = await opened();
    const formats = [
      { format: 'mp4', available: false },
      { format: 'webm', available: true },
    ] as unknown as FormatAvailability[];
    bench.media.formats.update({ formats });
    await settle();
    expect(bench.media.log).toContain('choose {"format":"webm"}');
  });

  test('what is done leaves the list; a failure is told once and stays', async () => {
    const bench = await opened();
    const error = { code: 'export-failed', message: 'The disk is full.' } as const;
    bench.media.exports({ id: 'a', status: 'done' }, { id: 'b', status: 'failed', error });
    await settle();
    expect(bench.media.log.filter((entry) => entry.startsWith('remove'))).toEqual(['remove a']);
    expect(bench.studio.state.error).toEqual(error);
    bench.studio.dismissError();
    bench.media.exports({ id: 'b', status: 'failed', error });
    await settle();
    expect(bench.studio.state.error).toBeNull();
  });

  test('a finished part is discarded with its clip', async () => {
    const bench = await opened();
    bench.media.exports({ id: 'a', status: 'cancelled', clipId: 'part' });
    bench.studio.media.discardPart('a');
    expect(bench.media.log.slice(-2)).toEqual(['remove a', 'delete part']);
  });
});

describe('recording', () => {
  test('has the shape of the source, and tells what went wrong', async () => {
    const bench = new Workbench();
    await bench.attach();
    await bench.studio.startSample();
    bench.studio.media.record();
    expect(bench.media.log.at(-1)).toBe('record mp4 640×480');
    const error = { code: 'storage-full', message: 'There is no room.' } as const;
    bench.media.recorderStore.update({ error });
    await settle();
    expect(bench.studio.state.error).toEqual(error);
  });

  test('waits for a microphone that is being opened, unless it is ended before that', async () => {
    const bench = new Workbench();
    await bench.attach();
    await bench.studio.startSample();
    const begins = async (meanwhile: () => void): Promise<string[]> => {
      bench.media.log.length = 0;
      const opening = new Deferred<void>();
      bench.media.microphone.opening = opening.promise;
      bench.studio.media.record();
      await settle();
      meanwhile();
      expect(bench.media.log).not.toContain('record mp4 640×480');
      bench.media.microphone.opening = null;
      opening.resolve();
      await settle();
      return bench.media.log;
    };
    expect(await begins(() => undefined)).toEqual(['record mp4 640×480']);
    expect(await begins(() => bench.studio.media.stopRecording())).toEqual(['stop']);
  });

  test('ends with the source that it was begun with, though it may be ready only after that', async () => {
    const bench = new Workbench();
    await bench.attach();
    await bench.studio.startSample();
    bench.studio.media.record();
    bench.media.log.length = 0;
    bench.media.recorderStore.update({ status: 'recording' });
    await settle();
    expect(bench.media.log).toEqual([]);
    bench.media.recorderStore.update({ status: 'starting' });
    await bench.studio.startCamera();
    bench.media.log.length = 0;
    bench.media.recorderStore.update({ status: 'recording' });
    await settle();
    expect(bench.media.log).toEqual(['stop']);
    bench.studio.media.record();
    await bench.studio.startSample();
    expect(bench.media.log.slice(1)).toEqual(['record mp4 640×480', 'stop']);
  });

  test('ends, ready or not, when "Paint this frame" takes its place on the page', async () => {
    const bench = new Workbench();
    await bench.attach();
    await bench.studio.startSample();
    bench.studio.media.record();
    bench.media.log.length = 0;
    void bench.studio.optimize.open();
    expect(bench.media.log).toEqual(['stop']);
    bench.media.recorderStore.update({ status: 'recording' });
    await settle();
    expect(bench.media.log).toEqual(['stop', 'stop']);
  });

  test('goes on with a rebuilt renderer', async () => {
    const bench = new Workbench();
    await bench.attach();
    expect(bench.media.log).toEqual(['rendererReplaced']);
  });
});
