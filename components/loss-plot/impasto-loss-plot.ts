import { LitElement, css, html, unsafeCSS, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import uPlot from 'uplot';
import uPlotStyles from 'uplot/dist/uPlot.min.css?raw';
import type { OptimizeProgress } from '../../src/protocol/optimize';
import { baseStyles } from '../shared/base.styles';
import { lossSentence, lossText } from './loss-text';

/** What is drawn, in order; the names are those of the losses. */
const LINES = [
  { name: 'total', title: 'Total' },
  { name: 'content', title: 'Content' },
  { name: 'style', title: 'Style' },
] as const;

/** `uPlot.Scale.Distr.Logarithmic`, which is there for the compiler only. */
const LOGARITHMIC: unknown = 3;

/**
 * The losses of a run over its iterations, on a logarithmic scale. What the picture shows is also said in words,
 * which describe it.
 */
@customElement('impasto-loss-plot')
export class ImpastoLossPlot extends LitElement {
  static override styles = [
    baseStyles,
    unsafeCSS(uPlotStyles),
    css`
      :host {
        --total: var(--ink);
        --content: var(--viridian);
        --style: var(--gilt);
        display: block;
      }

      .plot {
        height: 9.5rem;
        border: 0 solid var(--line);
        color: var(--ink-quiet);
        overflow: hidden;
      }

      .uplot {
        font-family: var(--font-body);
      }

      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 0.125rem 1rem;
        margin: 0.25rem 0 0;
        padding: 0;
        list-style: none;
        font-size: 0.8125rem;
        line-height: 1.4;
        font-variant-numeric: tabular-nums;
      }

      li::before {
        content: '';
        display: inline-block;
        width: 0.875rem;
        height: 0.1875rem;
        margin-inline-end: 0.375rem;
        border-radius: 1rem;
        background: currentcolor;
        vertical-align: middle;
      }

      li span {
        color: var(--ink);
      }

      .total {
        color: var(--total);
      }

      .content {
        color: var(--content);
      }

      .style {
        color: var(--style);
      }
    `,
  ];

  @query('.plot') private box!: HTMLElement;

  @property({ attribute: false }) history: readonly OptimizeProgress[] = [];
  /** Right end of the plot. */
  @property({ type: Number }) iterations = 0;

  private plot: uPlot | null = null;
  private readonly observer = new ResizeObserver(() => this.fit());
  private readonly scheme = matchMedia('(prefers-color-scheme: dark)');
  private readonly onScheme = (): void => this.plot?.redraw(false, true);

  override connectedCallback(): void {
    super.connectedCallback();
    this.scheme.addEventListener('change', this.onScheme);
    if (this.hasUpdated) this.build();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.scheme.removeEventListener('change', this.onScheme);
    this.observer.disconnect();
    this.plot?.destroy();
    this.plot = null;
  }

  protected override firstUpdated(): void {
    this.build();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('history') || changed.has('iterations')) this.plot?.setData(this.columns);
  }

  private get columns(): uPlot.AlignedData {
    const { history } = this;
    // There is no logarithm of nothing.
    const positive = (value: number): number | null => (value > 0 ? value : null);
    return [
      history.map(({ iteration }) => iteration),
      ...LINES.map(({ name }) => history.map(({ losses }) => positive(losses[name]))),
    ] as uPlot.AlignedData;
  }

  private build(): void {
    this.plot = new uPlot(this.options, this.columns, this.box);
    this.observer.observe(this.box);
  }

  private fit(): void {
    this.plot?.setSize(this.size);
  }

  private get size(): { readonly width: number; readonly height: number } {
    return { width: Math.max(120, this.box.clientWidth), height: this.box.clientHeight };
  }

  private get options(): uPlot.Options {
    const axis: uPlot.Axis = {
      stroke: () => this.colour('color'),
      font: '11px sans-serif',
      grid: { stroke: () => this.colour('border-color'), width: 1 },
      ticks: { show: false },
    };
    return {
      ...this.size,
      legend: { show: false },
      cursor: { show: false },
      padding: [8, 14, 0, 0],
      scales: {
        x: { time: false, range: () => [0, Math.max(1, this.iterations)] },
        y: { distr: LOGARITHMIC as uPlot.Scale.Distr, log: 10 },
      },
      axes: [
        { ...axis, size: 24, gap: 4 },
        { ...axis, size: 44, gap: 4, values: (_, splits) => splits.map(tickText) },
      ],
      series: [
        {},
        ...LINES.map(({ name, title }) => ({
          label: title,
          stroke: () => this.lineColour(name),
          width: name === 'total' ? 2 : 1.5,
          points: { show: false },
        })),
      ],
    };
  }

  /** A canvas knows no custom properties: the colours are read from elements that do. */
  private colour(name: 'color' | 'border-color'): string {
    const style = getComputedStyle(this.box);
    return name === 'color' ? style.color : style.borderTopColor;
  }

  private lineColour(name: string): string {
    const entry = this.renderRoot.querySelector(`li.${name}`);
    return entry ? getComputedStyle(entry).color : 'gray';
  }

  override render(): TemplateResult {
    return html`
      <div class="plot" role="img" aria-label="Loss" aria-describedby="words"></div>
      <ul aria-hidden="true">
        ${LINES.map(({ name, title }) => html`<li class=${name}><span>${title}</span></li>`)}
      </ul>
      <p id="words" class="visually-hidden">${lossSentence(this.history)}</p>
    `;
  }
}

/** uPlot leaves out the marks that would crowd a logarithmic axis: those come as null. */
function tickText(value: number | null): string {
  return value === null ? '' : lossText(value);
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-loss-plot': ImpastoLossPlot;
  }
}
