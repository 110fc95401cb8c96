import type { ExportPlan, ExportProgress, PainterReady } from '../../protocol/media';
import type { FrameTiming } from './source-frames';
import { smallJpegOf } from './thumbnail';

const REPORT_EVERY_MS = 250;
const THUMBNAIL_EVERY_MS = 1000;
/** The rate is taken over this many ms, so that it follows changes without jumping. */
const RATE_WINDOW_MS = 8000;

/** Counts frames and tells the page of them a few times a second. */
export class ProgressMeter {
  framesDone = 0;
  private times: number[] = [];
  private reported = -Infinity;
  private pictured = -Infinity;
  private thumbnail: Blob | null = null;
  private picturing = false;
  private share = 0;

  constructor(
    private readonly plan: ExportPlan,
    private readonly origin: number,
    private readonly bytes: () => number,
    private readonly painter: () => PainterReady | null,
    private readonly report: (progress: ExportProgress) => void,
  ) {}

  /** A frame is about to be written; it is only looked at. */
  frame(frame: VideoFrame, { timestamp, duration }: FrameTiming): void {
    const now = performance.now();
    const { start, end } = this.plan.range;
    this.framesDone++;
    this.times = [...this.times.filter((time) => now - time < RATE_WINDOW_MS), now];
    this.share = Math.min(1, (timestamp + duration + this.origin - start) / Math.max(1e-6, end - start));
    if (now - this.pictured > THUMBNAIL_EVERY_MS) this.picture(frame, now);
    if (now - this.reported > REPORT_EVERY_MS) this.send(now);
  }

  /** A pause must not count as slowness. */
  interrupted(): void {
    this.times = [];
  }

  /** The last word: every frame is written. */
  finished(): void {
    this.send(performance.now());
  }

  private send(now: number): void {
    this.reported = now;
    const fps = this.rate(now);
    const { frames } = this.plan;
    const left = frames === null ? null : Math.max(0, frames - this.framesDone);
    const ready = this.painter();
    this.report({
      framesDone: this.framesDone,
      frames,
      share: this.share,
      fps,
      secondsLeft: left === null || fps === 0 ? null : left / fps,
      bytes: this.bytes(),
      tier: ready?.tier ?? null,
      workingSize: ready?.workingSize ?? null,
      thumbnail: this.thumbnail,
    });
    this.thumbnail = null;
  }

  private rate(now: number): number {
    const [first] = this.times;
    if (first === undefined || this.times.length < 2) return 0;
    return (this.times.length - 1) / (Math.max(now - first, 1) / 1000);
  }

  private picture(frame: VideoFrame, now: number): void {
    if (this.picturing) return;
    this.picturing = true;
    this.pictured = now;
    smallJpegOf(frame)
      .then((thumbnail) => (this.thumbnail = thumbnail))
      // A missing thumbnail is no reason to end an export.
      .catch(() => undefined)
      .finally(() => (this.picturing = false));
  }
}
