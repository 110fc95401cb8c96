import { LitElement, html, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { PaintingState } from '../../src/studio/painting';
import type { Brush } from '../painting-mask/impasto-painting-mask';
import { baseStyles } from '../shared/base.styles';
import { compareLineStyles } from '../shared/compare-line.styles';
import { ask } from '../shared/events';
import { MaskStrokes } from './mask-strokes';
import { paintingViewStyles } from './painting-view.styles';

const COMPARED_TITLES = { photo: 'Photo', fast: 'Fast network' } as const;

/**
 * The frame and what becomes of it, where the live picture otherwise is: the newest picture, to the left of the
 * divider what it is compared with, and the mask that is being brushed. It draws the state's bitmaps and owns none.
 *
 * @event optimize - setCompare, setMask
 */
@customElement('impasto-painting-view')
export class ImpastoPaintingView extends LitElement {
  static override styles = [baseStyles, compareLineStyles, paintingViewStyles];

  @query('.result') private result!: HTMLCanvasElement;
  @query('.compared') private compared!: HTMLCanvasElement;
  @query('.mask') private maskCanvas!: HTMLCanvasElement;

  /** What is on a canvas already. */
  private readonly drawn = new WeakMap<HTMLCanvasElement, ImageBitmap>();
  private strokes: MaskStrokes | null = null;
  /** The photo that the strokes are on, and the mask that they are, be it drawn here or not. */
  private knownPhoto: ImageBitmap | null = null;
  private knownMask: ImageBitmap | null = null;
  private pointer: { readonly id: number; readonly brushes: boolean } | null = null;

  @property({ attribute: false }) painting!: PaintingState;
  @property({ attribute: false }) brush!: Brush;

  /** What is compared with, if it is there. */
  private get comparison(): ImageBitmap | null {
    const { photo, fast, compareWith, shown } = this.painting;
    // Without a result there is but the photo.
    if (!shown) return null;
    return compareWith === 'fast' ? (fast?.image ?? null) : photo;
  }

  private get brushes(): boolean {
    return this.painting.masking && !this.painting.working;
  }

  protected override firstUpdated(): void {
    this.strokes = new MaskStrokes(this.maskCanvas);
  }

  protected override updated(): void {
    const { painting, comparison } = this;
    const { photo, shown, compare, mask } = painting;
    const picture = shown?.image ?? photo;
    if (picture) this.draw(this.result, picture);
    if (comparison) this.draw(this.compared, comparison);
    if (photo && (photo !== this.knownPhoto || mask !== this.knownMask)) {
      this.style.setProperty('--ratio', String(photo.width / photo.height));
      this.knownPhoto = photo;
      this.knownMask = mask;
      this.strokes?.reset(photo, mask);
    }
    this.style.setProperty('--compare', String(comparison ? compare : 0));
    this.toggleAttribute('comparing', comparison !== null && compare > 0);
    this.toggleAttribute('comparable', comparison !== null && !this.brushes);
    this.toggleAttribute('brushing', this.brushes);
    this.toggleAttribute('painted', shown !== null);
  }

  private draw(canvas: HTMLCanvasElement, picture: ImageBitmap): void {
    if (this.drawn.get(canvas) === picture) return;
    this.drawn.set(canvas, picture);
    // Setting a size clears a canvas, even if it is the same.
    if (canvas.width !== picture.width) canvas.width = picture.width;
    if (canvas.height !== picture.height) canvas.height = picture.height;
    canvas.getContext('2d')?.drawImage(picture, 0, 0);
  }

  /** Where on the picture, in shares of it. */
  private locate({ clientX, clientY }: PointerEvent): { readonly x: number; readonly y: number } {
    const box = this.result.getBoundingClientRect();
    return { x: (clientX - box.left) / box.width, y: (clientY - box.top) / box.height };
  }

  private readonly onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0 || (!this.brushes && !this.comparison)) return;
    this.pointer = { id: event.pointerId, brushes: this.brushes };
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    if (this.brushes) this.strokes?.begin(this.locate(event), this.brush.size, this.brush.erases);
  };

  private readonly onPointerMove = (event: PointerEvent): void => {
    if (this.pointer?.id !== event.pointerId) return;
    const point = this.locate(event);
    if (this.pointer.brushes) this.strokes?.move(point);
    else ask(this, 'setCompare', Math.min(1, Math.max(0, point.x)));
  };

  private readonly onPointerEnd = (event: PointerEvent): void => {
    if (this.pointer?.id !== event.pointerId) return;
    const { brushes } = this.pointer;
    this.pointer = null;
    if (brushes) void this.handOver();
  };

  /** The mask goes to the studio, which owns it from then on. */
  private async handOver(): Promise<void> {
    const mask = (await this.strokes?.end()) ?? null;
    this.knownMask = mask;
    ask(this, 'setMask', mask);
  }

  override render(): TemplateResult {
    const { masking, shown, photo, compareWith, compare } = this.painting;
    return html`
      <div class="wall">
        <div
          class="picture"
          ?hidden=${!photo}
          @pointerdown=${this.onPointerDown}
          @pointermove=${this.onPointerMove}
          @pointerup=${this.onPointerEnd}
          @pointercancel=${this.onPointerEnd}
        >
          <canvas
            class="result"
            role="img"
            aria-label=${shown ? 'Painting of this frame' : 'This frame'}
          ></canvas>
          <canvas class="compared" aria-hidden="true"></canvas>
          <canvas class="mask" aria-hidden="true" ?hidden=${!masking}></canvas>
          <div class="over" aria-hidden="true" ?hidden=${!this.comparison}>
            <span class="tag left" ?hidden=${compare < 0.12}>${COMPARED_TITLES[compareWith]}</span>
            <span class="tag right" ?hidden=${compare > 0.88}>Painting</span>
            <span class="divider"></span>
          </div>
        </div>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-painting-view': ImpastoPaintingView;
  }
}
