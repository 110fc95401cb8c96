import '@awesome.me/webawesome/dist/components/icon/icon.js';
import { LitElement, css, html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Notice } from '../../src/studio/studio';
import { baseStyles } from '../shared/base.styles';
import { emit } from '../shared/events';
import { FocusKeeper } from '../shared/focus-keeper';

/** Long enough to read two sentences. */
const SHOWN_FOR = 9000;

/** More at once would cover the picture; older ones have been announced. */
const SHOWN_AT_ONCE = 2;

/**
 * Passing remarks in a corner of the stage, announced politely; each leaves by itself.
 *
 * @event notice-dismiss - {id} The notice was closed or has been shown for long enough.
 */
@customElement('impasto-notices')
export class ImpastoNotices extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
      }

      .notices {
        display: grid;
        gap: 0.5rem;
        justify-items: end;
      }

      /* Takes the focus to keep its place on the page; keys have nothing to do there. */
      .notices:focus {
        outline: none;
      }

      .notice {
        display: flex;
        align-items: center;
        gap: 0.625rem;
        max-width: 26rem;
        padding: 0.125rem 0.125rem 0.125rem 0.875rem;
        border: 1px solid var(--line);
        border-radius: var(--radius-m);
        background: var(--panel-raised);
        box-shadow: 0 6px 20px -6px var(--shade);
        font-size: 0.8125rem;
        line-height: 1.4;
        animation: arrive 260ms var(--ease);
      }

      p {
        flex: 1;
        margin: 0.5rem 0;
      }

      .notice > wa-icon {
        flex: none;
        color: var(--viridian);
      }

      button {
        flex: none;
        width: 2.5rem;
        height: 2.5rem;
        border: 0;
        border-radius: var(--radius-s);
        background: none;
        color: var(--ink-quiet);
        cursor: pointer;
        pointer-events: auto;
      }

      button:hover {
        color: var(--ink);
      }

      @keyframes arrive {
        from {
          opacity: 0;
          translate: 0 0.5rem;
        }
      }
    `,
  ];

  @query('.notices') private log!: HTMLElement;

  private readonly timers = new Map<number, ReturnType<typeof setTimeout>>();

  @property({ attribute: false }) notices: readonly Notice[] = [];

  constructor() {
    super();
    // Of a notice that was closed.
    new FocusKeeper(this, () => this.log.querySelector('button') ?? this.log);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.startTimers();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('notices')) this.startTimers();
  }

  private startTimers(): void {
    const present = new Set(this.notices.map(({ id }) => id));
    for (const [id, timer] of this.timers) {
      if (present.has(id)) continue;
      clearTimeout(timer);
      this.timers.delete(id);
    }
    for (const id of present) if (!this.timers.has(id)) this.startTimer(id);
  }

  /** A notice whose button has the focus stays until it has moved on. */
  private startTimer(id: number): void {
    const expire = () => {
      if (this.shadowRoot?.activeElement?.id === `close-${id}`) this.startTimer(id);
      else emit(this, 'notice-dismiss', { id });
    };
    this.timers.set(id, setTimeout(expire, SHOWN_FOR));
  }

  override render(): TemplateResult {
    return html`
      <div
        class="notices"
        role="log"
        aria-label="Notices"
        aria-live="polite"
        aria-relevant="additions"
        tabindex="-1"
      >
        ${repeat(
          this.notices.slice(-SHOWN_AT_ONCE),
          ({ id }) => id,
          ({ id, text }) => html`
            <div class="notice">
              <wa-icon name="info"></wa-icon>
              <p>${text}</p>
              <button
                id="close-${id}"
                type="button"
                aria-label="Close notice"
                @click=${() => emit(this, 'notice-dismiss', { id })}
              >
                <wa-icon name="x"></wa-icon>
              </button>
            </div>
          `,
        )}
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-notices': ImpastoNotices;
  }
}
