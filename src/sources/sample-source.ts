import { toErrorReport } from '../protocol/errors';
import { withDeadline } from '../shared/deadline';
import { FrameGate } from './frame-gate';
import type { FrameSink, FrameSource, SourceInfo } from './frame-source';
import { cannotDraw, SceneDrawer } from './sample-scene/scene-drawer';
import { stoppedError } from './stopped';

const WIDTH = 960;
const HEIGHT = 540;
/** Ms between two frames. */
const INTERVAL = 1000 / 30;
/** Share of the usual speed for people who asked their system for less motion. */
const CALM_SPEED = 0.15;
/** Longest step of the scene's clock, ms: after a stall the scene goes on where it was. */
const LONGEST_STEP = 250;
/** Time until the first drawing must be there, ms. */
const FIRST_DEADLINE = 15_000;

/** A moving scene drawn by code: something to see at once, without camera or file. */
export class SampleSource implements FrameSource {
  readonly kind = 'sample';
  readonly #calm = matchMedia('(prefers-reduced-motion: reduce)');
  #stopped = false;
  #gate: FrameGate | null = null;
  #drawer: SceneDrawer | null = null;
  /** Rises with every pause and stop, so that the loop from before ends. */
  #run = 0;
  #sceneTime = 0;

  /** Time within the scene, s. */
  get sceneTime(): number {
    return this.#sceneTime;
  }

  async start(sink: FrameSink): Promise<SourceInfo> {
    if (this.#stopped) throw stoppedError();
    const gate = new FrameGate(sink);
    this.#gate = gate;
    this.#drawer = new SceneDrawer();
    try {
      await withDeadline(this.#give(gate), FIRST_DEADLINE, () =>
        cannotDraw('no drawing before the deadline'),
      );
    } catch (error) {
      this.stop();
      throw error;
    }
    void this.#loop(++this.#run, gate);
    return { kind: 'sample', label: 'Sample scene', width: WIDTH, height: HEIGHT, frameInterval: INTERVAL };
  }

  pause(): void {
    this.#run++;
    this.#gate?.hold();
  }

  resume(): Promise<void> {
    if (this.#gate !== null && !this.#stopped) {
      this.#gate.release();
      void this.#loop(++this.#run, this.#gate);
    }
    return Promise.resolve();
  }

  repeat(): void {
    if (this.#gate === null) return;
    this.#gate.allowOne();
    this.#give(this.#gate).catch(() => undefined);
  }

  stop(): void {
    this.#stopped = true;
    this.#run++;
    this.#gate?.shut();
    this.#drawer?.close();
    this.#drawer = null;
  }

  /** Draws at the nominal rate, or as fast as it can; one drawing at a time. */
  async #loop(run: number, gate: FrameGate): Promise<void> {
    let last = performance.now();
    let due = last;
    try {
      while (run === this.#run) {
        // Steps of the nominal interval, so that late timers do not add up; no catching up either.
        due = Math.max(due + INTERVAL, performance.now());
        await sleep(due - performance.now());
        if (run !== this.#run) return;
        const now = performance.now();
        const speed = this.#calm.matches ? CALM_SPEED : 1;
        this.#sceneTime += (Math.min(now - last, LONGEST_STEP) / 1000) * speed;
        last = now;
        await this.#give(gate);
      }
    } catch (error) {
      if (!this.#stopped) gate.end(toErrorReport(error));
    }
  }

  async #give(gate: FrameGate): Promise<void> {
    if (this.#drawer === null) throw stoppedError();
    const image = await this.#drawer.draw(this.#sceneTime, WIDTH, HEIGHT);
    gate.offer(image, performance.now());
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
