import { describe, expect, it } from 'vitest';
import { ImpastoError } from '../../../src/protocol/errors';
import { METERS, settle, Workbench } from './fakes';

const FILE = new File(['x'], 'clip.mp4');
const UNPLUGGED = { code: 'camera-unplugged', message: 'The camera was unplugged.' } as const;

async function liveCamera(): Promise<Workbench> {
  const bench = new Workbench();
  await bench.attach();
  await bench.studio.startCamera();
  return bench;
}

describe('a source', () => {
  it('goes from idle over starting to live, and back', async () => {
    const bench = new Workbench();
    bench.automatic = false;
    await bench.attach();
    expect(bench.studio.state.phase).toBe('idle');
    const started = bench.studio.startCamera();
    expect(bench.studio.state).toMatchObject({ phase: 'starting', starting: 'camera' });
    bench.source.succeed();
    await started;
    expect(bench.studio.state).toMatchObject({ phase: 'live', starting: null, cameraId: 'camera-1' });
    expect(bench.studio.state.painted).toBe(false);
    expect(bench.studio.state.source?.kind).toBe('camera');
    expect(bench.renderer.log).toContain('interval 40');
    bench.studio.stop();
    expect(bench.studio.state).toMatchObject({ phase: 'idle', source: null });
    expect(bench.source.log).toEqual(['start', 'stop']);
    expect(bench.renderer.log.at(-1)).toBe('clear');
  });

  it('has its frames painted', async () => {
    const bench = await liveCamera();
    const frame = bench.frame();
    expect(bench.renderer.submitted).toEqual([frame]);
    bench.renderer.events.painted();
    expect(bench.studio.state.painted).toBe(true);
  });

  it('stops the one before, whose late frames are closed', async () => {
    const bench = await liveCamera();
    const camera = bench.source;
    await bench.studio.openVideo(FILE);
    expect(camera.log).toEqual(['start', 'stop']);
    expect(bench.frame(camera).closed).toBe(1);
    expect(bench.renderer.submitted).toEqual([]);
    expect(bench.studio.state.source?.kind).toBe('video');
  });

  it('that was asked for last wins, however late the one before answers', async () => {
    const bench = new Workbench();
    bench.automatic = false;
    await bench.attach();
    const slow = bench.studio.startCamera();
    const camera = bench.source;
    const quick = bench.studio.startSample();
    bench.source.succeed();
    await quick;
    camera.succeed();
    await slow;
    expect(bench.studio.state).toMatchObject({ phase: 'live', cameraId: null });
    expect(bench.studio.state.source?.kind).toBe('sample');
    expect(camera.log).toContain('stop');
  });

  it('that was overtaken may fail without anybody noticing', async () => {
    const bench = new Workbench();
    bench.automatic = false;
    const slow = bench.studio.startCamera();
    const camera = bench.source;
    const quick = bench.studio.startSample();
    bench.source.succeed();
    await quick;
    camera.started.reject(new ImpastoError('camera-denied', 'No.'));
    await slow;
    expect(bench.studio.state).toMatchObject({ phase: 'live', error: null });
  });

  it('that is stopped while it starts stays stopped', async () => {
    const bench = new Workbench();
    bench.automatic = false;
    const started = bench.studio.startCamera();
    bench.studio.stop();
    bench.source.succeed();
    await started;
    expect(bench.studio.state).toMatchObject({ phase: 'idle', source: null });
    expect(bench.source.log).toContain('stop');
  });

  it('that cannot start ends in its sentence, and the next try takes the sentence away', async () => {
    const bench = new Workbench();
    bench.automatic = false;
    const started = bench.studio.startCamera();
    bench.source.started.reject(new ImpastoError('camera-denied', 'Not allowed.'));
    await started;
    expect(bench.studio.state).toMatchObject({
      phase: 'idle',
      starting: null,
      canRetry: false,
      error: { code: 'camera-denied', message: 'Not allowed.' },
    });
    expect(bench.source.log).toContain('stop');
    const again = bench.studio.startCamera();
    expect(bench.studio.state.error).toBeNull();
    bench.source.succeed();
    await again;
    expect(bench.studio.state.phase).toBe('live');
  });

  it('that fails while it runs is stopped and told about', async () => {
    const bench = await liveCamera();
    bench.cameras = [{ id: 'camera-2', label: 'Other' }];
    bench.source.sink?.ended(UNPLUGGED);
    await settle();
    expect(bench.studio.state).toMatchObject({ phase: 'idle', source: null, error: UNPLUGGED });
    expect(bench.source.log).toContain('stop');
    expect(bench.studio.state.cameras).toEqual(bench.cameras);
  });
});

describe('pausing', () => {
  it('holds the source, not the renderer', async () => {
    const bench = await liveCamera();
    bench.studio.pause();
    expect(bench.studio.state.phase).toBe('paused');
    bench.studio.prefer({ strength: 0.5 });
    expect(bench.renderer.configured.at(-1)?.mix.strength).toBe(0.5);
    bench.studio.resume();
    expect(bench.studio.state.phase).toBe('live');
    expect(bench.source.log).toEqual(['start', 'pause', 'resume']);
  });

  it('leaves time for another quality, as a still picture does, until it goes on', async () => {
    const bench = await liveCamera();
    bench.renderer.log.length = 0;
    bench.studio.prefer({ quality: 'fast' });
    bench.studio.pause();
    expect(bench.renderer.log.filter((call) => call.startsWith('interval'))).toEqual([]);
    bench.studio.prefer({ quality: 'auto' });
    bench.studio.resume();
    expect(bench.renderer.log.filter((call) => call.startsWith('interval'))).toEqual([
      'interval 0',
      'interval 40',
    ]);
  });

  it('comes by itself at the end of a clip', async () => {
    const bench = new Workbench();
    await bench.studio.openVideo(FILE);
    bench.source.sink?.ended(null);
    expect(bench.studio.state).toMatchObject({ phase: 'paused', error: null });
    bench.studio.resume();
    expect(bench.source.log.at(-1)).toBe('resume');
  });

  it('does nothing where nothing runs', () => {
    const bench = new Workbench();
    bench.studio.pause();
    expect(bench.studio.state.phase).toBe('idle');
    bench.studio.resume();
    expect(bench.studio.state.phase).toBe('idle');
  });

  it('holds when a clip ends before it counts as started', async () => {
    const bench = new Workbench();
    bench.automatic = false;
    const started = bench.studio.openVideo(FILE);
    bench.source.sink?.ended(null);
    bench.source.succeed();
    await started;
    expect(bench.studio.state.phase).toBe('paused');
  });
});

describe('settings', () => {
  it('mirror the camera from its first frame on, and nothing else', async () => {
    const bench = new Workbench();
    bench.automatic = false;
    await bench.attach();
    const camera = bench.studio.startCamera();
    expect(bench.renderer.configured.at(-1)?.mirror).toBe(true);
    bench.source.succeed();
    await camera;
    void bench.studio.startSample();
    expect(bench.renderer.configured.at(-1)?.mirror).toBe(false);
  });

  it('forget the split with the session', async () => {
    const bench = await liveCamera();
    bench.studio.setCompare(0.4);
    expect(bench.renderer.configured.at(-1)?.compare).toBe(0.4);
    bench.studio.setCompare(7);
    expect(bench.studio.state.compare).toBe(1);
    await bench.studio.startSample();
    expect(bench.studio.state.compare).toBe(0);
    expect(bench.renderer.configured.at(-1)?.compare).toBe(0);
  });
});

describe('meters', () => {
  it('add what the page counts, for the present source only', async () => {
    const bench = await liveCamera();
    bench.renderer.counts.dropped = 5;
    await bench.studio.startCamera();
    bench.renderer.counts.dropped = 7;
    for (; bench.now < 1000; bench.now += 50) bench.frame();
    bench.renderer.events.meters(METERS);
    bench.renderer.events.meters({ ...METERS, stylizeFps: 25 });
    const { meters } = bench.studio.state;
    expect(meters).toMatchObject({ dropped: 2, history: [24, 25], stylizeFps: 25 });
    expect(meters?.captureFps).toBeCloseTo(20);
  });

  it('keep a minute at most, and go with the source', async () => {
    const bench = await liveCamera();
    for (let count = 0; count < 100; count++) bench.renderer.events.meters({ ...METERS, stylizeFps: count });
    expect(bench.studio.state.meters?.history).toHaveLength(60);
    expect(bench.studio.state.meters?.history.at(-1)).toBe(99);
    bench.studio.stop();
    expect(bench.studio.state.meters).toBeNull();
    bench.renderer.events.meters(METERS);
    expect(bench.studio.state.meters).toBeNull();
  });
});

describe('a picture', () => {
  it('is offered under a telling name', async () => {
    const bench = await liveCamera();
    bench.renderer.events.painted();
    await bench.studio.takePicture();
    expect(bench.downloads).toEqual([
      expect.stringMatching(/^impasto-starry-night-\d{4}-\d\d-\d\d-\d{6}\.png$/),
    ]);
  });

  it('that does not exist yet is a sentence', async () => {
    const bench = await liveCamera();
    await bench.studio.takePicture();
    expect(bench.studio.state.error?.code).toBe('picture-failed');
    expect(bench.downloads).toEqual([]);
  });
});

describe('cameras', () => {
  it('are listed anew when one is plugged in, and after permission', async () => {
    const bench = new Workbench();
    await settle();
    expect(bench.studio.state.cameras).toEqual([]);
    bench.cameras = [{ id: 'a', label: 'A' }];
    await bench.studio.startCamera();
    expect(bench.studio.state.cameras).toEqual(bench.cameras);
    bench.cameras = [...bench.cameras, { id: 'b', label: 'B' }];
    bench.camerasChanged();
    await settle();
    expect(bench.studio.state.cameras).toHaveLength(2);
  });
});
