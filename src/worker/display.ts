import { requireOriginal } from '../compositor/original';
import { onlyNetwork, trainedTiers } from '../network/model-files';
import { ImpastoError } from '../protocol/errors';
import type { Size, Tier } from '../protocol/quality';
import type { RenderEvents, RenderOptions, RenderSettings } from '../protocol/render';
import { untold, type OpenedBackend } from './backend';
import type { CaptureTap } from './capture-tap';
import type { EngineDesk } from './engine-desk';
import type { LiveRung } from './export-plan';
import { smallerSide } from './fitting';
import { MeterBook } from './meter-book';
import { deviceLost } from './lost-device';
import { NetworkChoice } from './network-choice';
import { Painter, type PaintedFrame } from './painter';
import { QualityController, type Limits } from './quality-controller';
import { STILL_PASSES, STILL_PATIENCE, type Rung } from './quality-plan';
import { workingSize } from '../shared/working-size';

const METERS_EVERY_MS = 250;
const REPAINT_SLACK_MS = 15;
const DEFAULT_FRAME_INTERVAL = 1000 / 30;

/** What the display needs of the worker. */
export interface DisplayHost {
  readonly backend: OpenedBackend;
  readonly desk: EngineDesk;
  readonly canvas: OffscreenCanvas;
  readonly options: RenderOptions;
  readonly events: RenderEvents;
  /** Paints the held original in turn, unless something newer is painted instead. */
  repaint(): void;
  framesOpen(): number;
  /** Who wants copies of what is shown. */
  tap(): CaptureTap | null;
}

/** What is on the canvas: paints the held original by the settings, at a size that keeps up, and measures. */
export class Display {
  private readonly networks: NetworkChoice;
  private readonly painter: Painter;
  private readonly controller: QualityController;
  private readonly meters = new MeterBook();
  private metersSent = 0;
  /** What the meters that were sent last are about. */
  private told = '';
  private frameInterval = DEFAULT_FRAME_INTERVAL;
  /** Largest long side that memory suffices for, as far as is known. */
  private ceiling = Infinity;
  /** What memory sufficed for last. */
  private fitting = '';
  /** The network that painted last. */
  private tier: Tier | null = null;
  /** Runs while what is shown is not what the settings say. */
  private repaintTimer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly host: DisplayHost) {
    const { backend, desk, events, options } = host;
    const { backend: api, software } = backend.info;
    this.networks = new NetworkChoice(
      {
        desk,
        tiers: trainedTiers,
        only: onlyNetwork,
        hasGpu: !software && (api === 'webgpu' || api === 'webgl'),
        changed: () => this.networkChanged(),
        refused: (tier, report) => events.refused(tier, report),
      },
      options.settings,
    );
    this.controller = new QualityController(this.limits);
    this.painter = new Painter(desk, backend.compositor);
  }

  /** The network and long side that were found to keep up, and what memory suffices for. */
  get live(): LiveRung {
    return { ...this.rung, ceiling: this.ceiling };
  }

  get mirror(): boolean {
    return this.settings.mirror;
  }

  /** Takes settings over, as far as their network is there, else once it is; paints nothing by itself. */
  apply(settings: RenderSettings): void {
    // Another network needs other amounts.
    if (settings.quality !== this.networks.wantedQuality) this.ceiling = Infinity;
    this.networks.apply(settings);
    this.retarget();
  }

  /** Resolves when there is a network to paint with. */
  async warm(): Promise<void> {
    await this.networks.warm();
    this.retarget();
  }

  setFrameInterval(interval: number): void {
    this.frameInterval = interval;
    this.retarget();
    // No next frame will come to find a better size with.
    if (interval === 0) this.repaintSoon();
  }

  /**
   * @param captureTime ms on the page's clock; null paints the same original once more
   * @param sourceTime of the original on its source's own clock, seconds
   */
  async paintHeld(captureTime: number | null, sourceTime: number | null = null): Promise<void> {
    const { backend, canvas, desk, options } = this.host;
    const { settings } = this;
    const { tier } = this.rung;
    const original = backend.compositor.original;
    if (!original) return;
    this.noRepaint();
    const time = captureTime ?? this.pageTime();
    const shown = () => this.host.tap()?.shown(canvas, original, time);
    const { size, ms, stages, stylized } = await this.paintFitting(original, tier, (fitting) =>
      this.painter.paint(sourceTime, tier, fitting, settings, shown),
    );
    if (this.tier !== null && this.tier !== tier) desk.leave(this.tier);
    this.tier = tier;
    const now = performance.now();
    const latency = captureTime === null ? null : this.pageTime() - captureTime;
    this.meters.frame(now, ms, latency, stylized);
    if (stages) this.meters.stages(stages);
    if (stylized && options.size === null) this.adapt(ms, now, original);
    const told = `${sizedNetwork(tier, size)}, ${this.networks.awaited ?? 'nothing'} awaited`;
    // What a still picture has come to must be told: there may be no next frame to tell it with.
    if (told !== this.told || now - this.metersSent > METERS_EVERY_MS) this.sendMeters(now, size);
    this.told = told;
  }

  /** Paints at the working size, or where memory does not suffice at the largest size at which it does. */
  private async paintFitting(
    original: Size,
    tier: Tier,
    paint: (size: Size) => Promise<PaintedFrame>,
  ): Promise<PaintedFrame & { readonly size: Size }> {
    const { backend, desk, options, events } = this.host;
    for (;;) {
      const longSide = Math.min(options.size ?? this.rung.longSide, this.ceiling);
      const size = workingSize(original, longSide);
      const wanted = this.memoryFor(tier, size);
      const check = wanted === this.fitting ? untold : backend.withinMemory;
      const { value, shortage } = await check(() => paint(size));
      if (shortage === null) {
        // A photo alone takes none of what its painting will.
        if (value.stylized) this.fitting = wanted;
        return { ...value, size };
      }
      desk.trim();
      const smaller = smallerSide(longSide);
      if (smaller === null) throw outOfMemory(shortage);
      this.ceiling = smaller;
      this.retarget();
      const reason = `There is not enough graphics memory for ${longSide}: down to ${smaller}.`;
      events.step(workingSize(original, smaller), reason);
    }
  }

  /** Throws `ImpastoError` `picture-failed` where nothing is shown. */
  async takePicture(): Promise<Blob> {
    // What was chosen last is what the picture shows, however soon it is taken.
    if (this.repaintTimer !== null) await this.paintHeld(null);
    requireOriginal(this.host.backend.compositor.original);
    return this.painter.takePicture(this.settings);
  }

  clear(): void {
    this.fitting = '';
    this.painter.forget();
    this.host.backend.compositor.clear();
  }

  /** The next source tells its own interval; until then it counts as live. */
  forgetSource(): void {
    this.frameInterval = DEFAULT_FRAME_INTERVAL;
    this.retarget();
  }

  /** Paints with new settings unless a frame comes first, as it does while live. */
  repaintSoon(): void {
    this.noRepaint();
    this.repaintTimer = setTimeout(() => this.host.repaint(), REPAINT_SLACK_MS + 2 * this.frameInterval);
  }

  noRepaint(): void {
    clearTimeout(this.repaintTimer ?? undefined);
    this.repaintTimer = null;
  }

  /** The same words while no more memory is taken: it is when a size is new, and for what is done to its painting. */
  private memoryFor(tier: Tier, size: Size): string {
    const { mix, smoothing } = this.settings;
    const steadied = smoothing > 0 ? 'steadied' : 'as it is';
    const exposed = mix.strength < 1 ? 'exposed' : 'as it is';
    return `${sizedNetwork(tier, size)}, ${steadied}, ${exposed}, trimmed ${this.host.desk.trims}`;
  }

  private get rung(): Rung {
    return this.controller.rung;
  }

  private get settings(): RenderSettings {
    return this.networks.settings;
  }

  /** True while the source is a still picture. */
  private get still(): boolean {
    return this.frameInterval === 0;
  }

  private get limits(): Limits {
    const { ladder, patience } = this.networks.plan;
    const { still } = this;
    return {
      budget: QualityController.budgetFor(this.frameInterval, still ? STILL_PATIENCE : patience),
      ladder: ladder.filter(({ longSide }, step) => step === 0 || longSide <= this.ceiling),
      ready: this.host.desk.ready,
      passes: still ? STILL_PASSES : 1,
    };
  }

  private retarget(): void {
    this.controller.retarget(this.limits);
  }

  private networkChanged(): void {
    this.retarget();
    // Only another pass tells whether the network is one for this picture.
    if (this.still) this.controller.timeAnew();
    this.repaintSoon();
  }

  /** ms on the page's clock. */
  private pageTime(): number {
    return performance.now() + performance.timeOrigin - this.host.options.timeOrigin;
  }

  private adapt(ms: number, now: number, original: Size): void {
    // Larger passes of the network before would only keep the one that is wanted waiting.
    if (this.still && this.networks.awaited !== null) return;
    const starting = !this.controller.started;
    const step = this.controller.frame(ms, now);
    if (step) this.host.events.step(workingSize(original, step.rung.longSide), step.reason);
    if (this.controller.wish !== null) this.networks.fetch(this.controller.wish);
    if (!this.still) return;
    // A still picture has time: it is timed again at every size that it comes to.
    if (step) this.controller.timeAnew();
    // No next frame will come to measure with, or to show the better size.
    if (starting || step) this.host.repaint();
  }

  private sendMeters(now: number, workingSize: Size): void {
    const { backend, desk, events } = this.host;
    const { tensors, bytes } = desk.memory();
    this.metersSent = now;
    events.meters({
      ...this.meters.read(now),
      gpuTimestamps: backend.compositor.stageTimes() !== null,
      tier: this.tier ?? this.rung.tier,
      coming: this.networks.awaited,
      workingSize,
      tensors,
      gpuBytes: bytes + backend.compositor.bytes(),
      framesOpen: this.host.framesOpen(),
    });
  }
}

/** The same words for the same network at the same size. */
function sizedNetwork(tier: Tier, { width, height }: Size): string {
  return `${tier} ${width}×${height}`;
}

function outOfMemory(shortage: string): ImpastoError {
  const { code, message, detail } = deviceLost(`out of GPU memory: ${shortage}`);
  return new ImpastoError(code, message, detail);
}
