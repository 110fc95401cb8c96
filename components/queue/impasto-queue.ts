import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/icon/icon.js';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { CLIP_FORMAT_TITLES } from '../../src/protocol/media';
import type { ExportItem, WaitingFile } from '../../src/studio/media';
import { baseStyles, toolButtonStyles } from '../shared/base.styles';
import { emit } from '../shared/events';
import { FocusKeeper } from '../shared/focus-keeper';
import { clock, count } from '../shared/format';
import { cardStyles } from '../shared/card.styles';

/** What the queue shows: all but the export that is under way. */
export function isQueued({ status }: ExportItem): boolean {
  return status === 'waiting' || status === 'cancelled' || status === 'failed';
}

/**
 * What waits: exports, and files that were opened with others; and exports that ended early, until
 * it is settled what becomes of their finished part.
 *
 * @event queue - {action, id} Something is to happen to an entry.
 */
@customElement('impasto-queue')
export class ImpastoQueue extends LitElement {
  static override styles = [baseStyles, toolButtonStyles, cardStyles];

  @query('h2') private heading!: HTMLElement | null;

  @property({ attribute: false }) items: readonly ExportItem[] = [];
  @property({ attribute: false }) waiting: readonly WaitingFile[] = [];

  constructor() {
    super();
    // Of an entry that was taken off.
    new FocusKeeper(this, () => this.heading);
  }

  override render(): TemplateResult | typeof nothing {
    const queued = this.items.filter(isQueued);
    if (queued.length + this.waiting.length === 0) return nothing;
    return html`
      <section aria-labelledby="title">
        <h2 id="title" tabindex="-1">Queue</h2>
        <ul>
          ${repeat(
            queued,
            ({ id }) => id,
            (item) =>
              html`<li>${item.status === 'waiting' ? waitingJob(this, item) : endedJob(this, item)}</li>`,
          )}
          ${repeat(
            this.waiting,
            ({ id }) => id,
            (file) => html`<li>${this.renderFile(file)}</li>`,
          )}
        </ul>
      </section>
    `;
  }

  private renderFile({ id, name, probe, problem }: WaitingFile): TemplateResult {
    const seconds = probe?.duration ?? 0;
    const about = problem ?? (probe ? `opened, ${clock(seconds)} long` : 'looking into the file…');
    return html`
      <wa-icon name=${problem === null ? 'clapperboard' : 'triangle-alert'}></wa-icon>
      <div class="about">
        <div class="name" title=${name}>${name}</div>
        <p>${about}</p>
      </div>
      <button
        class="tool"
        type="button"
        aria-label="Show ${name}"
        title="Show it now"
        @click=${() => emit(this, 'queue', { action: 'show', id })}
      >
        <wa-icon name="play"></wa-icon>
      </button>
      ${removeButton(this, 'remove-file', id, name)}
    `;
  }
}

function waitingJob(host: HTMLElement, { id, name, settings }: ExportItem): TemplateResult {
  return html`
    <wa-icon name="film"></wa-icon>
    <div class="about">
      <div class="name" title=${name}>${name}</div>
      <p>${CLIP_FORMAT_TITLES[settings.format]}, waits for its turn</p>
    </div>
    ${removeButton(host, 'remove', id, name)}
  `;
}

function endedJob(
  host: HTMLElement,
  { id, name, status, clipId, progress, error }: ExportItem,
): TemplateResult {
  const verdict = status === 'failed' ? 'Broken off' : 'Cancelled';
  const kept =
    clipId === null
      ? 'nothing was kept'
      : `${count(progress?.framesDone ?? 0, 'frame')} kept, among the clips`;
  return html`
    <wa-icon name=${status === 'failed' ? 'triangle-alert' : 'info'}></wa-icon>
    <div class="about wide" role="status">
      <div class="name" title=${name}>${name}</div>
      <p>${verdict}: ${clipId === null && error ? error.message : `${kept}.`}</p>
    </div>
    ${
      clipId === null
        ? removeButton(host, 'remove', id, name)
        : html`<div class="ways">
            <wa-button appearance="filled" @click=${() => emit(host, 'queue', { action: 'remove', id })}>
              Keep finished part
            </wa-button>
            <wa-button appearance="plain" @click=${() => emit(host, 'queue', { action: 'discard', id })}>
              Discard it
            </wa-button>
          </div>`
    }
  `;
}

function removeButton(
  host: HTMLElement,
  action: 'remove' | 'remove-file',
  id: string,
  name: string,
): TemplateResult {
  return html`<button
    class="tool"
    type="button"
    aria-label="Remove ${name}"
    title="Remove from the queue"
    @click=${() => emit(host, 'queue', { action, id })}
  >
    <wa-icon name="x"></wa-icon>
  </button>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-queue': ImpastoQueue;
  }
}
