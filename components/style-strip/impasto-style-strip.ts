import '@awesome.me/webawesome/dist/components/icon/icon.js';
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { StyleInfo } from '../../src/protocol/style';
import { baseStyles } from '../shared/base.styles';
import { emit } from '../shared/events';
import { credit } from '../shared/format';
import { itemsDiffer } from '../shared/items-differ';
import { scrollBehavior } from '../shared/scrolling';
import { takeFiles } from '../shared/take-files';
import { swirl } from '../wordmark/impasto-wordmark';
import { styleStripStyles } from './impasto-style-strip.styles';

/** How the arrow keys, Home and End move through `count` options from `index`; null for any other key. */
function nextIndex(key: string, index: number, count: number): number | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return Math.min(index + 1, count - 1);
    case 'ArrowLeft':
    case 'ArrowUp':
      return Math.max(index - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

const GONE = 'The network that it was learned for is not there any more. Learn it anew, or remove it.';

/** An added style whose network this build does not have. */
function isGone({ added }: StyleInfo): boolean {
  return added?.tier === null;
}

/**
 * The styles as a strip of paintings: a listbox whose selection follows focus, for choosing costs nothing.
 *
 * @event prefer - {styleId} Another style was chosen.
 * @event add-style - {files} The two files of a style were chosen.
 * @event remove-style - {id} An added style is not wanted any more.
 */
@customElement('impasto-style-strip')
export class ImpastoStyleStrip extends LitElement {
  static override styles = [baseStyles, styleStripStyles];

  @query('.list') private list!: HTMLElement;
  @query('input') private input!: HTMLInputElement;
  @query('.add') private adder!: HTMLElement;

  @state() private broken: ReadonlySet<string> = new Set();

  @property({ attribute: false, hasChanged: itemsDiffer }) paintings: readonly StyleInfo[] = [];
  @property() selected = '';
  /** Whether styles can be added, and those that were be removed. */
  @property({ type: Boolean }) extensible = false;
  /** The styles can be looked at, but none can be chosen for now. */
  @property({ type: Boolean, reflect: true }) disabled = false;

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('selected') || changed.has('paintings')) this.reveal();
  }

  private optionAt(index: number): HTMLElement | null {
    return this.renderRoot.querySelectorAll<HTMLElement>('.option')[index] ?? null;
  }

  private get selectedIndex(): number {
    return this.paintings.findIndex(({ id }) => id === this.selected);
  }

  /** Scrolls the strip alone; `scrollIntoView` would move whatever else can scroll. */
  private reveal(): void {
    const option = this.optionAt(this.selectedIndex);
    if (!option) return;
    const left = option.offsetLeft - this.list.offsetLeft - (this.list.clientWidth - option.offsetWidth) / 2;
    this.list.scrollTo({ left, behavior: scrollBehavior() });
  }

  /** `asked`: by a click or a key for it, not merely passed by; one that cannot be chosen is told about then. */
  private choose(index: number, asked: boolean): void {
    const painting = this.paintings[index];
    if (!painting) return;
    this.optionAt(index)?.focus({ preventScroll: true });
    if (this.disabled || (isGone(painting) && !asked)) return;
    if (painting.id !== this.selected) emit(this, 'prefer', { styleId: painting.id });
  }

  private readonly onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const focused = Number((event.target as HTMLElement).dataset.index ?? 0);
    const asked = event.key === 'Enter';
    const next = asked ? focused : nextIndex(event.key, focused, this.paintings.length);
    if (next === null) return;
    event.preventDefault();
    this.choose(next, asked);
  };

  private readonly onFiles = (): void => {
    const files = takeFiles(this.input);
    if (files.length > 0) emit(this, 'add-style', { files });
  };

  private removeStyle({ id }: StyleInfo): void {
    // The button that has the focus is about to go.
    this.adder.focus();
    emit(this, 'remove-style', { id });
  }

  /** A mouse wheel turns one way only: it moves the strip, and the page once the strip is at its end. */
  private readonly onWheel = (event: WheelEvent): void => {
    // With Control it zooms; what cannot be cancelled goes to a page that is on its way already.
    if (event.deltaX !== 0 || event.ctrlKey || !event.cancelable) return;
    const { list } = this;
    const before = list.scrollLeft;
    list.scrollLeft += event.deltaY;
    if (list.scrollLeft !== before) event.preventDefault();
  };

  override render(): TemplateResult {
    return html`
      <div class="list" @wheel=${this.onWheel}>
        <div
          class="options"
          role="listbox"
          aria-label="Styles"
          aria-orientation="horizontal"
          aria-disabled=${this.disabled ? 'true' : nothing}
          @keydown=${this.onKeyDown}
        >
          ${repeat(
            this.paintings,
            ({ id }) => id,
            (painting, index) => this.renderOption(painting, index),
          )}
        </div>
        ${this.extensible ? this.renderExtension() : nothing}
      </div>
    `;
  }

  /** Beside the listbox, for it may hold nothing but options; the grid puts each button where it belongs. */
  private renderExtension(): TemplateResult {
    return html`
      ${repeat(
        this.paintings
          .map((painting, index) => ({ painting, index }))
          .filter(({ painting }) => painting.added),
        ({ painting }) => painting.id,
        ({ painting, index }) => html`
          <button
            type="button"
            class="remove"
            .style=${`grid-column: ${index + 1}`}
            aria-label="Remove ${painting.title}"
            title="Remove ${painting.title}"
            @click=${() => this.removeStyle(painting)}
          >
            <wa-icon name="x"></wa-icon>
          </button>
        `,
      )}
      <button
        type="button"
        class="add"
        title="The files style.json and style.bin of a style that you have trained"
        @click=${() => this.input.click()}
      >
        <wa-icon name="image-plus"></wa-icon>
        <span>Add style<span class="artist" aria-hidden="true">trained files</span></span>
      </button>
      <input
        type="file"
        accept=".json,.bin"
        multiple
        hidden
        aria-label="Style files"
        @change=${this.onFiles}
      />
    `;
  }

  /** The title alone names the option; artist and year are its description. */
  private renderOption(painting: StyleInfo, index: number): TemplateResult {
    const selected = painting.id === this.selected;
    const gone = isGone(painting);
    // If nothing is selected the first option takes the focus.
    const reachable = selected || (this.selectedIndex < 0 && index === 0);
    return html`
      <div
        class="option"
        .style=${`grid-column: ${index + 1}`}
        role="option"
        aria-description=${gone ? GONE : credit(painting)}
        aria-selected=${selected}
        aria-disabled=${gone ? 'true' : nothing}
        title=${gone ? GONE : [painting.title, credit(painting)].filter(Boolean).join(', ')}
        tabindex=${reachable ? 0 : -1}
        data-index=${index}
        @click=${() => this.choose(index, true)}
      >
        <span class="picture">
          ${
            this.broken.has(painting.id) || painting.thumbnail === ''
              ? html`<svg viewBox="0 0 48 48" aria-hidden="true">${swirl}</svg>`
              : html`<img
                  src=${painting.thumbnail}
                  alt=""
                  draggable="false"
                  decoding="async"
                  @error=${() => (this.broken = new Set([...this.broken, painting.id]))}
                />`
          }
          ${index < 10 ? html`<span class="key" aria-hidden="true">${(index + 1) % 10}</span>` : nothing}
        </span>
        <span class="title">${painting.title}</span>
        <span class="artist" aria-hidden="true">${gone ? 'Out of date' : painting.artist}</span>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-style-strip': ImpastoStyleStrip;
  }
}
