import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { classMap } from 'lit/directives/class-map.js';
import type { StyleInfo } from '../../src/protocol/style';
import type { Preferences, Studio, StudioState } from '../../src/studio/studio';
import '../control-panel/impasto-control-panel';
import type { ImpastoControlPanel } from '../control-panel/impasto-control-panel';
import '../error-banner/impasto-error-banner';
import '../header/impasto-header';
import type { ImpastoHeader } from '../header/impasto-header';
import '../notices/impasto-notices';
import type { Brush } from '../painting-mask/impasto-painting-mask';
import '../painting-view/impasto-painting-view';
import type { ImpastoPaintingView } from '../painting-view/impasto-painting-view';
import '../performance-panel/impasto-performance-panel';
import { baseStyles } from '../shared/base.styles';
import type { ImpastoEvent } from '../shared/events';
import '../shortcuts-help/impasto-shortcuts-help';
import '../stage/impasto-stage';
import type { ImpastoStage } from '../stage/impasto-stage';
import '../style-strip/impasto-style-strip';
import '../transport/impasto-transport';
import '../welcome/impasto-welcome';
import { FileDropController } from './file-drop';
import { appStyles } from './impasto-app.styles';
import { MediaEventsController } from './media-events';
import { shelf, videoControls } from './media-parts';
import { MediaQueryController } from './media-query-controller';
import { pageTitle } from './page-title';
import {
  paintingControls,
  paintingFiles,
  paintingRequest,
  paintingShortcut,
  paintingSide,
} from './painting-mode';
import { ShortcutsController, type Shortcut } from './shortcuts';
import { StudioController } from './studio-controller';
import { isRecordable, toggleRecording, transport } from './transport-actions';

/** From here on there is room for the panel beside the picture. */
const WIDE = '(min-width: 1024px)';

/** Elements that are there either before something runs or while it does. */
const PASSING: ReadonlySet<string> = new Set(['impasto-welcome', 'impasto-transport']);

/**
 * The page. The only element that knows the studio: it hands state down as properties and turns the
 * events that come up into calls.
 */
@customElement('impasto-app')
export class ImpastoApp extends LitElement {
  static override styles = [baseStyles, appStyles];

  private readonly controller = new StudioController(this);
  private readonly wide = new MediaQueryController(this, WIDE);
  private readonly drop = new FileDropController(this, (files) => this.onFiles(files));
  private wasIdle = true;
  private wasPainting = false;
  private losesFocus = false;

  @query('impasto-stage') private stage!: ImpastoStage | null;
  @query('impasto-control-panel') private panel!: ImpastoControlPanel | null;
  @query('impasto-painting-view') private view!: ImpastoPaintingView | null;
  @query('impasto-header') private header!: ImpastoHeader | null;

  /** Below {@link WIDE} the panel is a sheet that starts closed, whatever the wide layout remembers. */
  @state() private sheetOpen = false;
  @state() private helpOpen = false;
  @state() private brush: Brush = { size: 0.08, erases: false };
  /** A camera chosen before the camera runs. */
  @state() private chosenCameraId: string | null = null;

  constructor() {
    super();
    new ShortcutsController(this, (shortcut) => this.onShortcut(shortcut));
    new MediaEventsController(this, () => this.studio?.media ?? null);
  }

  @property({ attribute: false })
  get studio(): Studio | null {
    return this.controller.studio;
  }

  set studio(studio: Studio | null) {
    this.controller.studio = studio;
  }

  protected override willUpdate(): void {
    const idle = this.studio?.state.phase === 'idle';
    const focused = this.shadowRoot?.activeElement?.localName ?? '';
    this.losesFocus = idle !== this.wasIdle && PASSING.has(focused);
    this.wasIdle = idle;
  }

  protected override updated(): void {
    // The button that began or ended it is gone, and the focus with it: keep its place on the page.
    if (this.losesFocus) this.stage?.focus();
    if (!this.studio) return;
    const { media, optimize } = this.studio.state;
    document.title = pageTitle(media, optimize);
    if (optimize.open === this.wasPainting) return;
    this.wasPainting = optimize.open;
    if (optimize.open) this.view?.focus();
    else this.stage?.focus();
  }

  private get panelOpen(): boolean {
    return this.wide.matches ? (this.studio?.state.preferences.panelOpen ?? false) : this.sheetOpen;
  }

  private prefer(change: Partial<Preferences>): void {
    this.studio?.prefer(change);
  }

  private startCamera(deviceId: string | null): void {
    void this.studio?.startCamera(deviceId ?? undefined);
  }

  private togglePause(): void {
    if (this.studio?.state.phase === 'live') this.studio.pause();
    else if (this.studio?.state.phase === 'paused') this.studio.resume();
  }

  private toggleMeters(): void {
    this.prefer({ metersOpen: !this.studio?.state.preferences.metersOpen });
  }

  private async togglePanel(): Promise<void> {
    const open = !this.panelOpen;
    if (this.wide.matches) {
      this.prefer({ panelOpen: open });
      return;
    }
    this.sheetOpen = open;
    await this.updateComplete;
    // The sheet covers the strip: the focus goes into it and comes back.
    if (open) this.panel?.focus();
    else this.header?.focus();
  }

  private onShortcut(shortcut: Shortcut): boolean {
    const state = this.studio?.state;
    if (!state || (this.helpOpen && shortcut.kind !== 'help')) return false;
    if (state.optimize.open && shortcut.kind !== 'help' && this.studio) {
      return paintingShortcut(this.studio.optimize, state, shortcut);
    }
    switch (shortcut.kind) {
      case 'style': {
        const style = state.styles[shortcut.index];
        if (style) this.prefer({ styleId: style.id });
        return style !== undefined;
      }
      case 'pause':
        this.togglePause();
        return state.phase !== 'idle';
      case 'save':
        if (state.painting) void this.studio?.takePicture();
        return state.painting;
      case 'record':
        return this.studio !== null && toggleRecording(this.studio);
      case 'meters':
        this.toggleMeters();
        return true;
      case 'leave':
        return false;
      case 'help':
        this.helpOpen = !this.helpOpen;
        return true;
    }
  }

  private onFiles(files: readonly File[]): void {
    if (!this.studio) return;
    const { optimize } = this.studio.state;
    if (optimize.open) paintingFiles(this.studio.optimize, optimize, files);
    else this.studio.media.openFiles(files);
  }

  private readonly onOptimize = ({ detail }: ImpastoEvent<'optimize'>): void => {
    if (this.studio) paintingRequest(this.studio.optimize, detail);
  };

  private readonly microphoneLevel = (): number => this.studio?.media.microphoneLevel() ?? 0;

  private readonly onTransport = ({ detail }: ImpastoEvent<'transport'>): void => {
    if (this.studio) transport(this.studio, detail.action);
  };

  private readonly onCameraChoose = ({ detail }: ImpastoEvent<'camera-choose'>): void => {
    this.chosenCameraId = detail.cameraId;
    if (this.studio?.state.source?.kind === 'camera') this.startCamera(detail.cameraId);
  };

  private readonly onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !this.wide.matches && this.sheetOpen) void this.togglePanel();
  };

  override render(): TemplateResult {
    const { state } = this.controller;
    return html`${state ? this.renderPage(state) : nothing}`;
  }

  private renderPage(state: StudioState): TemplateResult {
    const { studio } = this;
    const { preferences, phase, media, optimize } = state;
    const cameraId = this.cameraIdOf(state);
    return html`
      <div
        class=${classMap({ page: true, idle: phase === 'idle', easel: optimize.open })}
        @keydown=${this.onKeyDown}
        @start-camera=${() => this.startCamera(cameraId)}
        @start-sample=${() => void studio?.startSample()}
        @open-video=${({ detail }: ImpastoEvent<'open-video'>) => void studio?.openVideo(detail.file, detail.others)}
        @open-picture=${({ detail }: ImpastoEvent<'open-picture'>) => void studio?.openPicture(detail.file)}
        @camera-choose=${this.onCameraChoose}
        @prefer=${({ detail }: ImpastoEvent<'prefer'>) => this.prefer(detail)}
        @add-style=${({ detail }: ImpastoEvent<'add-style'>) => void studio?.addStyle(detail.files)}
        @remove-style=${({ detail }: ImpastoEvent<'remove-style'>) => void studio?.removeStyle(detail.id)}
        @compare-change=${({ detail }: ImpastoEvent<'compare-change'>) => studio?.setCompare(detail.share)}
        @transport=${this.onTransport}
        @optimize=${this.onOptimize}
        @brush-change=${({ detail }: ImpastoEvent<'brush-change'>) => (this.brush = detail)}
        @panel-toggle=${() => this.togglePanel()}
      >
        <div class=${classMap({ screen: true, filled: optimize.open || media.desk.status !== 'empty' })}>
          <impasto-header
            .metersOpen=${preferences.metersOpen}
            .panelOpen=${this.panelOpen}
            ?easel=${optimize.open}
            @help-open=${() => (this.helpOpen = true)}
            @meters-toggle=${() => this.toggleMeters()}
          ></impasto-header>
          <main>
            ${this.renderStage(state)} ${optimize.open ? paintingControls(state) : this.renderControls(state)}
          </main>
        </div>
        <div class="side">
          ${optimize.open ? paintingSide(state, this.brush) : this.renderSide(state, cameraId)}
        </div>
        ${this.drop.hovering ? this.renderDrop(optimize.open) : nothing}
      </div>
      <impasto-shortcuts-help
        .open=${this.helpOpen}
        @help-close=${() => (this.helpOpen = false)}
      ></impasto-shortcuts-help>
    `;
  }

  /** What is below a live picture. */
  private renderControls(state: StudioState): TemplateResult {
    const { phase, media, preferences, styles } = state;
    return html`
      <impasto-transport
        .phase=${phase}
        .painting=${state.painting}
        .compare=${state.compare}
        .painted=${this.chosenStyle(state)}
        .recorder=${media.recorder}
        .recordable=${isRecordable(state.source)}
      ></impasto-transport>
      ${videoControls(media, this.wide.matches)}
      <impasto-style-strip
        .paintings=${styles}
        .selected=${preferences.styleId}
        extensible
      ></impasto-style-strip>
    `;
  }

  private renderSide(state: StudioState, cameraId: string | null): TemplateResult {
    return html`
      ${
        this.panelOpen
          ? html`<impasto-control-panel
              ?sheet=${!this.wide.matches}
              .studioState=${state}
              .cameraId=${cameraId ?? ''}
              .level=${this.microphoneLevel}
            ></impasto-control-panel>`
          : nothing
      }
      ${shelf(state.media, this.wide.matches, this.panelOpen)}
    `;
  }

  private renderDrop(easel: boolean): TemplateResult {
    return html`<div class="drop" role="status">
      <p>${easel ? 'Drop it to paint in its style' : 'Drop it to paint it'}</p>
    </div>`;
  }

  private renderStage(state: StudioState): TemplateResult {
    const { studio } = this;
    const { phase, preferences, optimize } = state;
    return html`
      <div class="stage">
        <impasto-stage
          tabindex="-1"
          .generation=${state.canvasGeneration}
          .phase=${phase}
          .source=${state.source}
          .compare=${state.compare}
          .painting=${state.painting}
          @stage-canvas=${({ detail }: ImpastoEvent<'stage-canvas'>) =>
            studio?.attachCanvas(detail.canvas, detail.display)}
          @stage-resize=${({ detail }: ImpastoEvent<'stage-resize'>) => studio?.resize(detail.display)}
        ></impasto-stage>
        ${
          optimize.open
            ? html`<impasto-painting-view
                tabindex="-1"
                .painting=${optimize}
                .brush=${this.brush}
              ></impasto-painting-view>`
            : nothing
        }
        ${
          phase === 'idle' && !optimize.open
            ? html`<impasto-welcome
                .painting=${this.chosenStyle(state)}
                ?restored=${optimize.restored}
              ></impasto-welcome>`
            : nothing
        }
        ${
          preferences.metersOpen && !optimize.open
            ? html`<impasto-performance-panel
                .backend=${state.backend}
                .meters=${state.meters}
              ></impasto-performance-panel>`
            : nothing
        }
        <impasto-error-banner
          .report=${state.error}
          .retriable=${state.canRetry}
          @error-dismiss=${() => studio?.dismissError()}
          @error-retry=${() => void studio?.retry()}
        ></impasto-error-banner>
        <impasto-notices
          .notices=${state.notices}
          @notice-dismiss=${({ detail }: ImpastoEvent<'notice-dismiss'>) => studio?.dismissNotice(detail.id)}
        ></impasto-notices>
      </div>
    `;
  }

  /** The camera that "Start camera" means: the chosen one while it is plugged in. */
  private cameraIdOf({ cameras, cameraId }: StudioState): string | null {
    return cameras.find(({ id }) => id === this.chosenCameraId)?.id ?? cameraId;
  }

  private chosenStyle({ styles, preferences }: StudioState): StyleInfo | null {
    return styles.find(({ id }) => id === preferences.styleId) ?? null;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-app': ImpastoApp;
  }
}
