import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import type { Size } from '../../src/protocol/quality';
import type { SourceInfo } from '../../src/sources/frame-source';
import type { Phase } from '../../src/studio/studio';
import { baseStyles } from '../shared/base.styles';
import { compareLineStyles } from '../shared/compare-line.styles';
import { emit } from '../shared/events';
import { swirl } from '../wordmark/impasto-wordmark';
import { stageStyles } from './impasto-stage.styles';

/** CSS pixels a pointer travels before a press becomes a drag of the divider. */
const DRAG_THRESHOLD = 4;

interface Drag {
  readonly pointerId: number;
  readonly startX: number;
  moved: boolean;
}

/**
 * The wall and the picture on it: owns the canvas, measures it in device pixels, and lets the divider
 * between original and painting be dragged.
 *
 * The canvas belongs to the render worker once it was handed over, so nothing here ever sets its width
 * or height; `generation` asks for a new one.
 *
 * @event stage-canvas - {canvas, display} Once for every fresh canvas, as soon as its size is known.
 * @event stage-resize - {display} The canvas covers another number of device pixels.
 * @event compare-change - {share} The divider is being dragged.
 */
@customElement('impasto-stage')
export class ImpastoStage extends LitElement {
  static override styles = [baseStyles, compareLineStyles, stageStyles];

  @query('canvas') private canvas!: HTMLCanvasElement;
  @query('.frame') private frame!: HTMLElement;

  private readonly observer = new ResizeObserver((entries) => this.measure(entries));
  private observed: HTMLCanvasElement | null = null;
  /** The canvas that was handed over last, and its size. */
  private announced: { readonly canvas: HTMLCanvasElement; display: Size } | null = null;
  private drag: Drag | null = null;

  @property({ type: Number }) generation = 0;
  @property() phase: Phase = 'idle';
  @property({ attribute: false }) source: SourceInfo | null = null;
  /** Share of the width that shows the original. */
  @property({ type: Number }) compare = 0;
  @property({ type: Boolean, reflect: true }) painted = false;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
    this.observed = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.observe();
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.observe();
    if (changed.has('source') && this.source && this.source.height > 0) {
      this.style.setProperty('--ratio', String(this.source.width / this.source.height));
    }
    if (changed.has('compare')) this.style.setProperty('--compare', String(this.compare));
    this.toggleAttribute('live', this.showsPicture);
    this.toggleAttribute('comparing', this.showsPicture && this.compare > 0);
  }

  private get showsPicture(): boolean {
    return this.painted && (this.phase === 'live' || this.phase === 'paused');
  }

  private get waiting(): boolean {
    return this.phase === 'starting' || (this.phase === 'live' && !this.painted);
  }

  private observe(): void {
    if (this.observed === this.canvas) return;
    this.observer.disconnect();
    this.observed = this.canvas;
    try {
      this.observer.observe(this.canvas, { box: 'device-pixel-content-box' });
    } catch {
      // Safari knows no device-pixel box; `measure` multiplies by the pixel ratio instead.
      this.observer.observe(this.canvas);
    }
  }

  private measure(entries: readonly ResizeObserverEntry[]): void {
    const entry = entries.at(-1);
    if (entry?.target !== this.canvas) return;
    const display = displaySize(entry);
    if (display.width === 0 || display.height === 0) return;
    if (this.announced?.canvas !== this.canvas) {
      this.announced = { canvas: this.canvas, display };
      emit(this, 'stage-canvas', { canvas: this.canvas, display });
      return;
    }
    const last = this.announced.display;
    if (last.width === display.width && last.height === display.height) return;
    this.announced.display = display;
    emit(this, 'stage-resize', { display });
  }

  private readonly onPointerDown = (event: PointerEvent): void => {
    if (!this.showsPicture || event.button !== 0) return;
    this.drag = { pointerId: event.pointerId, startX: event.clientX, moved: false };
    this.canvas.setPointerCapture(event.pointerId);
  };

  private readonly onPointerMove = (event: PointerEvent): void => {
    const drag = this.drag;
    if (drag?.pointerId !== event.pointerId) return;
    drag.moved ||= Math.abs(event.clientX - drag.startX) >= DRAG_THRESHOLD;
    if (!drag.moved) return;
    const box = this.frame.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    emit(this, 'compare-change', { share });
  };

  private readonly onPointerEnd = (): void => {
    this.drag = null;
  };

  override render(): TemplateResult {
    return html`
      <div class="wall">
        <div class="picture frame"></div>
        ${keyed(
          this.generation,
          html`<canvas
            role="img"
            aria-label="Stylized video"
            @pointerdown=${this.onPointerDown}
            @pointermove=${this.onPointerMove}
            @pointerup=${this.onPointerEnd}
            @pointercancel=${this.onPointerEnd}
          ></canvas>`,
        )}
        <div class="picture over" aria-hidden="true" ?hidden=${!this.showsPicture}>
          <span class="tag left" ?hidden=${this.compare < 0.12}>Original</span>
          <span class="tag right" ?hidden=${this.compare > 0.88}>Painted</span>
          <span class="divider"></span>
        </div>
        <div role="status">${this.waiting ? this.renderWaiting() : nothing}</div>
      </div>
    `;
  }

  private renderWaiting(): TemplateResult {
    return html`
      <div class="mixing over">
        <svg viewBox="0 0 48 48" aria-hidden="true">${swirl}</svg>
        <p>Mixing the paints…</p>
      </div>
    `;
  }
}

/**
 * The size in device pixels, to the pixel where the browser tells it. Safari does not, and Chromium's
 * device emulation gives CSS pixels in its place, so it is believed only if it fits the pixel ratio.
 */
function displaySize(entry: ResizeObserverEntry): Size {
  const width = entry.contentRect.width * devicePixelRatio;
  const height = entry.contentRect.height * devicePixelRatio;
  const device = (entry.devicePixelContentBoxSize as readonly ResizeObserverSize[] | undefined)?.[0];
  if (device && Math.abs(device.inlineSize - width) < 2 && Math.abs(device.blockSize - height) < 2) {
    return { width: device.inlineSize, height: device.blockSize };
  }
  return { width: Math.round(width), height: Math.round(height) };
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-stage': ImpastoStage;
  }
}
