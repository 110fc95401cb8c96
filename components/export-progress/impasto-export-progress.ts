import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/icon/icon.js';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { CLIP_FORMAT_TITLES } from '../../src/protocol/media';
import type { ExportItem } from '../../src/studio/media';
import { baseStyles, restingButtonStyles } from '../shared/base.styles';
import { emit, type ExportAction } from '../shared/events';
import { clock, count } from '../shared/format';
import { progressBarStyles } from '../shared/progress-bar.styles';

/**
 * How far the current export is.
 *
 * @event export-control - {action} Pause, resume or cancel.
 */
@customElement('impasto-export-progress')
export class ImpastoExportProgress extends LitElement {
  static override styles = [
    baseStyles,
    restingButtonStyles,
    progressBarStyles,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }

      section {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        align-items: center;
        gap: 0.5rem 0.875rem;
        padding: 0.75rem;
        border: 1px solid var(--line);
        border-radius: var(--radius-l);
        background: var(--panel);
      }

      .thumbnail {
        width: 5.5rem;
        aspect-ratio: 16 / 9;
        background: linear-gradient(135deg, var(--viridian-wash), var(--wall-dim));
        box-shadow: 0 1px 4px -1px var(--shade);
      }

      canvas {
        display: block;
        width: 100%;
        height: 100%;
        object-fit: contain;
      }

      .name {
        overflow: hidden;
        font: italic 1rem/1.3 var(--font-label);
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      p {
        margin: 0.125rem 0 0;
        color: var(--ink-quiet);
        font-size: 0.8125rem;
        line-height: 1.35;
        font-variant-numeric: tabular-nums;
      }

      .bar {
        grid-column: 1 / -1;
      }

      .buttons {
        grid-column: 1 / -1;
        display: flex;
        gap: 0.5rem;
      }

      wa-button {
        flex: 1;
        font-size: 0.875rem;
      }

      @container (width >= 34rem) {
        section {
          grid-template-columns: auto minmax(0, 1fr) auto;
        }

        .buttons {
          grid-area: 1 / 3;
        }
      }
    `,
  ];

  @property({ attribute: false }) item!: ExportItem;

  private get percent(): number {
    return Math.floor((this.item.progress?.share ?? 0) * 100);
  }

  @query('canvas') private canvas!: HTMLCanvasElement;

  private drawn: Blob | null = null;

  protected override updated(): void {
    const { thumbnail } = this.item;
    if (thumbnail && thumbnail !== this.drawn) void this.draw(thumbnail);
    this.style.setProperty('--share', `${((this.item.progress?.share ?? 0) * 100).toFixed(1)}%`);
  }

  /** On a canvas: of images with an address of their own the browser would keep every one, decoded. */
  private async draw(thumbnail: Blob): Promise<void> {
    this.drawn = thumbnail;
    const picture = await createImageBitmap(thumbnail).catch(() => null);
    // One that cannot be drawn is followed by another.
    if (!picture) return;
    const { canvas } = this;
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.getContext('2d')?.drawImage(picture, 0, 0);
    picture.close();
  }

  /** "41 of 300 frames", "12.3 fps", "0:21 left". */
  private get facts(): readonly string[] {
    const { status, progress } = this.item;
    if (status === 'finishing') return ['Closing the file…'];
    if (!progress) return ['Getting ready…'];
    const { framesDone, frames, fps, secondsLeft } = progress;
    const done =
      frames === null
        ? count(framesDone, 'frame')
        : `${framesDone.toLocaleString('en')} of ${count(frames, 'frame')}`;
    if (status === 'paused') return [done, 'paused'];
    return [
      done,
      ...(fps > 0 ? [`${fps.toFixed(1)} fps`] : []),
      ...(secondsLeft === null ? [] : [`${clock(secondsLeft)} left`]),
    ];
  }

  override render(): TemplateResult {
    const { name, settings, status } = this.item;
    const paused = status === 'paused';
    const facts = this.facts.join(' · ');
    return html`
      <section aria-label="Current export">
        <div class="thumbnail"><canvas width="0" height="0" aria-hidden="true"></canvas></div>
        <div>
          <div class="name" title=${name}>${name}</div>
          <p>${CLIP_FORMAT_TITLES[settings.format]} · ${this.facts[0]}</p>
          <p>${this.facts.slice(1).join(' · ')}</p>
        </div>
        <div
          class=${paused ? 'bar quiet' : 'bar'}
          role="progressbar"
          aria-label="Export progress"
          aria-valuemin="0"
          aria-valuemax="100"
          aria-valuenow=${this.percent}
          aria-valuetext="${this.percent}%, ${facts}"
        ></div>
        <div class="buttons">
          ${this.renderButton(paused ? 'Resume export' : 'Pause export', paused ? 'resume' : 'pause')}
          ${this.renderButton('Cancel export', 'cancel')}
        </div>
      </section>
    `;
  }

  private renderButton(name: string, action: ExportAction): TemplateResult {
    const finishing = this.item.status === 'finishing';
    return html`<wa-button
      appearance="filled"
      aria-disabled=${finishing ? 'true' : nothing}
      @click=${finishing ? nothing : () => emit(this, 'export-control', { action })}
      >${name}</wa-button
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-export-progress': ImpastoExportProgress;
  }
}
