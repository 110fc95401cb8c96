import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/icon/icon.js';
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Clip, ClipLibraryState, RecoverableClip } from '../../src/studio/media';
import { baseStyles } from '../shared/base.styles';
import { cardStyles } from '../shared/card.styles';
import { emit, type ImpastoEvent } from '../shared/events';
import { FocusKeeper } from '../shared/focus-keeper';
import { bytes, count } from '../shared/format';
import { scrollBehavior } from '../shared/scrolling';
import './impasto-clip';
import './impasto-clip-player';

/** Less than this is worth a warning, bytes. */
const LITTLE_ROOM = 500e6;

/** After which a page has settled that was told of a finished clip. */
const SETTLED_MS = 250;
/** A clip older than this, ms, was not finished but brought back; a busy machine takes its time to list one. */
const JUST_NOW = 20_000;

/**
 * Everything that was recorded and exported here, newest first.
 *
 * @event clip - {action, id} Share, save or delete a clip, recover or forget what a crash has left.
 * @event clip-rename - {id, name}
 * @event clip-undo - The last deletion is to be undone.
 */
@customElement('impasto-clips')
export class ImpastoClips extends LitElement {
  static override styles = [
    baseStyles,
    cardStyles,
    css`
      section {
        padding-inline-end: 1.25rem;
      }

      header {
        padding-inline-end: 0;
      }

      li {
        display: block;
        padding: 0;
      }

      .remark {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 0.375rem 0.75rem;
        margin-top: 0.5rem;
        padding: 0.375rem 0.375rem 0.375rem 0.75rem;
        border-radius: var(--radius-m);
        background: color-mix(in oklab, var(--ink) 7%, transparent);
        font-size: 0.8125rem;
        line-height: 1.4;
      }

      .remark > span {
        flex: 1 1 10rem;
        min-width: 0;
        overflow-wrap: anywhere;
      }

      .remark wa-button {
        font-size: 0.875rem;
      }

      .remark.bad {
        padding-block: 0.625rem;
        background: var(--alert-wash);
        color: var(--alert);
      }

      .empty {
        margin: 0.25rem 0;
      }
    `,
  ];

  @query('h2') private heading!: HTMLElement;

  @property({ attribute: false }) library!: ClipLibraryState;
  @property({ type: Boolean }) canShare = false;
  @property({ type: Boolean }) canSave = false;

  /** The clip that is being played. */
  @state() private playing: Clip | null = null;
  /** The newest clip if it was finished just now, which is told, and brought on screen once. */
  private finished: Clip | null = null;
  private shown: Clip | null = null;
  /** Id of the newest clip, null for none; undefined until those of earlier visits are known, which are not new. */
  private newest: string | null | undefined;

  constructor() {
    super();
    // Of a clip that was deleted, or a remark that was answered. "Undo" is the next thing that Tab comes to.
    new FocusKeeper(this, () => this.heading);
  }

  /** Keeps the place of what has gone, and does not scroll away from a clip that has just come. */
  override focus(): void {
    this.heading.focus({ preventScroll: true });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('library')) return;
    const { clips, status } = this.library;
    // Its address was revoked with it.
    if (!clips.some(({ id }) => id === this.playing?.id)) this.playing = null;
    if (status === 'ready') this.findFinished(clips[0] ?? null);
  }

  private findFinished(newest: Clip | null): void {
    const before = this.newest;
    this.newest = newest?.id ?? null;
    if (before === undefined || this.newest === before) return;
    this.finished = newest && Date.now() - newest.createdAt < JUST_NOW ? newest : null;
  }

  protected override updated(): void {
    if (!this.finished || this.finished === this.shown) return;
    this.shown = this.finished;
    void this.showNewest();
  }

  private async showNewest(): Promise<void> {
    const clip = this.renderRoot.querySelector('impasto-clip');
    // By then it has its height, and what is above it is told of the end, too.
    await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
    clip?.scrollIntoView({ block: 'nearest', behavior: scrollBehavior() });
  }

  private readonly onClip = (event: ImpastoEvent<'clip'>): void => {
    if (event.detail.action !== 'play') return;
    event.stopPropagation();
    this.playing = this.library.clips.find(({ id }) => id === event.detail.id) ?? null;
  };

  /** "3 clips · 12.4 MB". */
  private get summary(): string {
    const { clips, storage } = this.library;
    if (clips.length === 0) return '';
    return [count(clips.length, 'clip'), ...(storage ? [bytes(storage.clips)] : [])].join(' · ');
  }

  override render(): TemplateResult {
    const { clips, recoverable, status } = this.library;
    return html`
      <section aria-labelledby="title" @clip=${this.onClip}>
        <header>
          <h2 id="title" tabindex="-1">Clips</h2>
          <span class="quiet">${this.summary}</span>
        </header>
        <p class="visually-hidden" role="status">
          ${this.finished ? `“${this.finished.name}” is among the clips.` : ''}
        </p>
        <div role="status">${this.renderDeleted()}</div>
        <div role="status">${this.renderFailure()}</div>
        ${recoverable.map((job) => renderRecoverable(this, job))}
        ${
          clips.length === 0 && status === 'ready' && recoverable.length === 0
            ? html`<p class="empty">What you record or export hangs here, on this device only.</p>`
            : nothing
        }
        <ul>
          ${repeat(
            clips,
            ({ id }) => id,
            (clip) =>
              html`<li>
                <impasto-clip
                  .clip=${clip}
                  ?canShare=${this.canShare}
                  ?canSave=${this.canSave}
                  ?saving=${this.library.saving.includes(clip.id)}
                ></impasto-clip>
              </li>`,
          )}
        </ul>
        ${this.renderRoom()}
      </section>
      <impasto-clip-player
        .clip=${this.playing}
        @player-close=${() => (this.playing = null)}
      ></impasto-clip-player>
    `;
  }

  private renderDeleted(): TemplateResult | typeof nothing {
    const { deleted } = this.library;
    if (!deleted) return nothing;
    return html`<div class="remark">
      <span>“${deleted.name}” was deleted.</span>
      <wa-button appearance="plain" variant="brand" @click=${() => emit(this, 'clip-undo', null)}
        >Undo</wa-button
      >
    </div>`;
  }

  private renderFailure(): TemplateResult | typeof nothing {
    const { error } = this.library;
    return error ? html`<div class="remark bad"><span>${error.message}</span></div>` : nothing;
  }

  private renderRoom(): TemplateResult | typeof nothing {
    const { storage, clips } = this.library;
    if (!storage || storage.quota === 0 || clips.length === 0) return nothing;
    const free = Math.max(0, storage.quota - storage.used);
    return html`<p>
      ${bytes(free)} free${free < LITTLE_ROOM ? ': delete clips to make room for longer ones.' : ' for more.'}
    </p>`;
  }
}

function renderRecoverable(host: HTMLElement, clip: RecoverableClip): TemplateResult {
  const { id, name, startedAt, recovering } = clip;
  const when = new Date(startedAt).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
  return html`<div class="remark">
    <span>“${name}” of ${when} was broken off. What there is of it can be had.</span>
    <wa-button
      appearance="accent"
      variant="brand"
      ?loading=${recovering}
      ?disabled=${recovering}
      @click=${() => emit(host, 'clip', { action: 'recover', id })}
      >Recover clip</wa-button
    >
    <wa-button
      appearance="plain"
      ?disabled=${recovering}
      @click=${() => emit(host, 'clip', { action: 'forget', id })}
      >Throw away</wa-button
    >
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-clips': ImpastoClips;
  }
}
