import '@awesome.me/webawesome/dist/components/icon/icon.js';
import { LitElement, html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { TimeRange } from '../../src/protocol/media';
import type { Timeline } from '../../src/studio/media';
import { baseStyles } from '../shared/base.styles';
import { emit } from '../shared/events';
import { clock } from '../shared/format';
import { frameStep } from './frame-step';
import { timelineStyles } from './impasto-timeline.styles';

/** Fine enough for the middle of every frame, and whole seconds are whole. */
const STEP = 0.001;
const DIGITS = 3;
/** The shortest clip that can be kept, seconds. */
const SHORTEST = 0.05;

type Edge = 'start' | 'end';

const DIRECTIONS: Readonly<Partial<Record<string, 1 | -1>>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
};

/**
 * Where the video is, and which part of it is to be exported: two lanes of native sliders over the same
 * seconds. While something is dragged its own value holds, not the one that comes from outside.
 *
 * @event seek - {seconds} The frame there is wanted.
 * @event export-choose - {range} The part to export was chosen; null for all of it.
 */
@customElement('impasto-timeline')
export class ImpastoTimeline extends LitElement {
  static override styles = [baseStyles, timelineStyles];

  @property({ attribute: false }) timeline: Timeline | null = null;
  /** Of the video track on the file's own clock; null until it was looked into. */
  @property({ attribute: false }) track: TimeRange | null = null;
  /** What is chosen; null for all of it. */
  @property({ attribute: false }) trim: TimeRange | null = null;
  /** Seconds from one frame to the next. */
  @property({ type: Number }) frame = 1 / 30;

  @state() private scrubbing: number | null = null;
  @state() private trimming: TimeRange | null = null;

  private get duration(): number {
    const own = this.track ? this.track.end - this.track.start : (this.timeline?.duration ?? 0);
    return Math.max(STEP, Math.ceil(own / STEP) * STEP);
  }

  /** Of the file's clock; the sliders begin at 0. */
  private get origin(): number {
    return this.track?.start ?? 0;
  }

  private get position(): number {
    return Math.min(this.duration, this.scrubbing ?? this.timeline?.position ?? 0);
  }

  private get kept(): TimeRange {
    if (this.trimming) return this.trimming;
    if (!this.trim) return { start: 0, end: this.duration };
    return {
      start: this.trim.start - this.origin,
      end: Math.min(this.duration, this.trim.end - this.origin),
    };
  }

  protected override updated(): void {
    const { duration, kept } = this;
    this.style.setProperty('--at', String(this.position / duration));
    this.style.setProperty('--from', String(kept.start / duration));
    this.style.setProperty('--to', String(kept.end / duration));
  }

  private readonly onScrub = (event: Event): void => {
    this.scrubbing = (event.currentTarget as HTMLInputElement).valueAsNumber;
    emit(this, 'seek', { seconds: this.scrubbing });
  };

  private readonly onScrubbed = (): void => {
    this.scrubbing = null;
  };

  private onTrim(event: Event, edge: Edge): void {
    const value = (event.currentTarget as HTMLInputElement).valueAsNumber;
    const { start, end } = this.kept;
    this.trimming =
      edge === 'start'
        ? { start: Math.max(0, Math.min(value, end - SHORTEST)), end }
        : { start, end: Math.min(this.duration, Math.max(value, start + SHORTEST)) };
    this.requestUpdate();
    emit(this, 'seek', { seconds: this.trimming[edge] });
  }

  private readonly onTrimmed = (): void => {
    const { start, end } = this.kept;
    this.trimming = null;
    const whole = start <= 0 && end >= this.duration - STEP / 2;
    const range = whole ? null : this.onFileClock(start, end);
    emit(this, 'export-choose', { range });
  };

  /** The last frame belongs to the end, however the sliders round. */
  private onFileClock(start: number, end: number): TimeRange {
    const last = this.track && end >= this.duration - STEP / 2 ? this.track.end : end + this.origin;
    return { start: start + this.origin, end: last };
  }

  /** Arrow keys go frame by frame, which the step, being finer, would not. */
  private readonly onKeyDown = (event: KeyboardEvent): void => {
    const direction = DIRECTIONS[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    const { frame, duration } = this;
    const input = event.currentTarget as HTMLInputElement;
    const at = input.valueAsNumber;
    input.valueAsNumber = event.shiftKey ? at + direction : frameStep(at, direction, { frame, duration });
    input.dispatchEvent(new Event('input'));
    input.dispatchEvent(new Event('change'));
  };

  override render(): TemplateResult {
    const { duration, position, kept } = this;
    const whole = kept.start <= 0 && kept.end >= duration;
    return html`
      <div class="rows ${whole ? 'whole' : ''}" role="group" aria-label="Timeline">
        <span aria-hidden="true">${clock(position, true)}</span>
        <div class="lane">
          <input
            class="position"
            type="range"
            min="0"
            max=${duration.toFixed(DIGITS)}
            step=${STEP}
            .value=${live(position.toFixed(DIGITS))}
            aria-label="Position"
            aria-valuetext="${clock(position, true)} of ${clock(duration, true)}"
            @input=${this.onScrub}
            @change=${this.onScrubbed}
            @keydown=${this.onKeyDown}
          />
        </div>
        <span class="end quiet" aria-hidden="true">${clock(duration, true)}</span>
        <span class="quiet"><wa-icon name="scissors"></wa-icon>Trim</span>
        <div class="lane">
          <div class="all"></div>
          <div class="kept"></div>
          ${this.renderEdge('start', 'Start', kept.start, kept.start > duration / 2)}
          ${this.renderEdge('end', 'End', kept.end, kept.start <= duration / 2)}
        </div>
        <span class="end quiet" aria-hidden="true"
          >${whole ? 'all' : clock(kept.end - kept.start, true)}</span
        >
      </div>
    `;
  }

  private renderEdge(edge: Edge, name: string, value: number, front: boolean): TemplateResult {
    return html`
      <input
        class="trim ${front ? 'front' : ''}"
        type="range"
        min="0"
        max=${this.duration.toFixed(DIGITS)}
        step=${STEP}
        .value=${live(value.toFixed(DIGITS))}
        aria-label=${name}
        aria-valuetext=${clock(value, true)}
        @input=${(event: Event) => this.onTrim(event, edge)}
        @change=${this.onTrimmed}
        @keydown=${this.onKeyDown}
      />
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-timeline': ImpastoTimeline;
  }
}
