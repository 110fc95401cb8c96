import { FrameGate } from './frame-gate';
import type { FrameSink, FrameSource, SourceInfo } from './frame-source';
import { drawSampleScene } from './sample-scene/scene';
import { stoppedError } from './stopped';
import { ImpastoError } from '../protocol/errors';

const WIDTH = 960;
const HEIGHT = 540;
/** Ms between two frames. */
const INTERVAL = 1000 / 30;
/** Share of the usual speed for people who asked their system for less motion. */
const CALM_SPEED = 0.15;
/** Longest step of the scene's clock, ms: after a pause of the page the scene goes on, not ahead. */
const LONGEST_STEP = 250;

/** A moving scene drawn by code: something to see at once, without camera or file. */
export class SampleSource implements FrameSource {
  readonly kind = 'sample';
  #stopped = false;
  #gate: FrameGate | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #canvas: OffscreenCanvas | null = null;
  #context: OffscreenCanvasRenderingContext2D | null = null;
  #calm: MediaQueryList | null = null;
  /** Time within the scene, s. */
  #sceneTime = 0;
  #lastDrawn = 0;
  #nextDue = 0;

  start(sink: FrameSink): Promise<SourceInfo> {
    if (this.#stopped) return Promise.reject(stoppedError());
    this.#canvas = new OffscreenCanvas(WIDTH, HEIGHT);
    this.#context = this.#canvas.getContext('2d', { alpha: false });
    if (this.#context === null) return Promise.reject(noCanvas());
    this.#gate = new FrameGate(sink);
    this.#calm = matchMedia('(prefers-reduced-motion: reduce)');
    this.#run();
    return Promise.resolve({
      kind: 'sample',
      label: 'Sample scene',
      width: WIDTH,
      height: HEIGHT,
      frameInterval: INTERVAL,
    });
  }

  pause(): void {
    this.#halt();
  }

  resume(): Promise<void> {
    if (!this.#stopped && this.#timer === null) this.#run();
    return Promise.resolve();
  }

  repeat(): void {
    this.#give(performance.now());
  }

  stop(): void {
    this.#stopped = true;
    this.#halt();
    this.#gate?.shut();
  }

  #run(): void {
    this.#lastDrawn = performance.now();
    this.#nextDue = this.#lastDrawn;
    this.#timer = setTimeout(this.#tick);
  }

  #halt(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  readonly #tick = (): void => {
    const now = performance.now();
    const speed = this.#calm?.matches === true ? CALM_SPEED : 1;
    this.#sceneTime += (Math.min(now - this.#lastDrawn, LONGEST_STEP) / 1000) * speed;
    this.#lastDrawn = now;
    this.#give(now);
    // Steps of the nominal interval, so that late timers do not add up; no catching up either.
    this.#nextDue = Math.max(this.#nextDue + INTERVAL, now);
    this.#timer = setTimeout(this.#tick, this.#nextDue - performance.now());
  };

  #give(now: number): void {
    if (this.#stopped || this.#canvas === null || this.#context === null) return;
    drawSampleScene(this.#context, this.#sceneTime, WIDTH, HEIGHT);
    this.#gate?.offer(this.#canvas.transferToImageBitmap(), now);
  }
}

function noCanvas(): ImpastoError {
  return new ImpastoError(
    'internal',
    'This browser gave no canvas for the sample scene. Start the camera or open a file instead.',
  );
}
