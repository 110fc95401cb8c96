import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { classMap } from 'lit/directives/class-map.js';
import type { Studio, StudioState } from '../../src/studio/studio';
import type { ImpastoControlPanel } from '../control-panel/impasto-control-panel';
import '../header/impasto-header';
import type { ImpastoHeader } from '../header/impasto-header';
import type { Brush } from '../painting-mask/impasto-painting-mask';
import '../painting-view/impasto-painting-view';
import type { ImpastoPaintingView } from '../painting-view/impasto-painting-view';
import '../performance-panel/impasto-performance-panel';
import { baseStyles } from '../shared/base.styles';
import type { ImpastoEvent } from '../shared/events';
import { FocusKeeper } from '../shared/focus-keeper';
import '../shortcuts-help/impasto-shortcuts-help';
import '../stage/impasto-stage';
import type { ImpastoStage } from '../stage/impasto-stage';
import '../welcome/impasto-welcome';
import { EventsController } from './events-controller';
import { FileDropController } from './file-drop';
import { chosenStyle, liveControls, liveShortcut, liveSide } from './live-mode';
import { MEDIA_EVENTS } from './media-events';
import { MediaQueryController } from './media-query-controller';
import { messages } from './messages';
import { pageTitle } from './page-title';
import { pageStyles } from './page.styles';
import { paintingControls, paintingFiles, paintingShortcut, paintingSide } from './painting-mode';
import { shortcutOf, ShortcutsController, type Shortcut } from './shortcuts';
import { sideStyles } from './side.styles';
import { stageAreaStyles } from './stage-area.styles';
import { StudioController } from './studio-controller';
import { STUDIO_EVENTS } from './studio-events';

/** From here on there is room for the panel beside the picture. */
const WIDE = '(min-width: 1024px)';

/**
 * The page. The only element that knows the studio: it hands state down as properties and turns the
 * events that come up into calls.
 */
@customElement('impasto-app')
export class ImpastoApp extends LitElement {
  static override styles = [baseStyles, pageStyles, stageAreaStyles, sideStyles];

  private readonly controller = new StudioController(this);
  private readonly wide = new MediaQueryController(this, WIDE);
  private readonly drop = new FileDropController(this, (files) => this.onFiles(files));
  private wasPainting = false;
  private hidesFocus = false;

  @query('impasto-stage') private stage!: ImpastoStage | null;
  @query('impasto-control-panel') private panel!: ImpastoControlPanel | null;
  @query('impasto-painting-view') private view!: ImpastoPaintingView | null;
  @query('impasto-header') private header!: ImpastoHeader | null;

  /**
   * Below {@link WIDE} the panel is a sheet, and the meters cover much of the picture: both start closed, whatever the
   * wide layout remembers.
   */
  @state() private sheetOpen = false;
  @state() private narrowMetersOpen = false;
  @state() private helpOpen = false;
  @state() private brush: Brush = { size: 0.08, erases: false };
  /** A camera chosen before the camera runs. */
  @state() private chosenCameraId: string | null = null;

  constructor() {
    super();
    new ShortcutsController(
      this,
      (shortcut) => this.onShortcut(shortcut),
      () => this.studio?.state.preferences.singleKeys ?? true,
    );
    new EventsController(this, STUDIO_EVENTS, () => this.studio);
    new EventsController(this, MEDIA_EVENTS, () => this.studio?.media ?? null);
    new FocusKeeper(this, () => this.picture);
  }

  @property({ attribute: false })
  get studio(): Studio | null {
    return this.controller.studio;
  }

  set studio(studio: Studio | null) {
    this.controller.studio = studio;
  }

  protected override willUpdate(): void {
    const { phase, optimize } = this.studio?.state ?? {};
    const focused = this.shadowRoot?.activeElement?.localName;
    this.hidesFocus = phase === 'idle' && focused === 'impasto-transport';
    // There are no controls of the live picture then.
    if (optimize?.open) this.sheetOpen = false;
  }

  protected override updated(): void {
    if (!this.studio) return;
    const { media, optimize } = this.studio.state;
    document.title = pageTitle(media, optimize);
    // The button that was pressed is out of sight, and the focus with it: keep its place on the page.
    if (!this.hidesFocus && optimize.open === this.wasPainting) return;
    this.wasPainting = optimize.open;
    this.picture?.focus();
  }

  private get picture(): HTMLElement | null {
    return this.studio?.state.optimize.open ? this.view : this.stage;
  }

  private get panelOpen(): boolean {
    return this.wide.matches ? (this.studio?.state.preferences.panelOpen ?? false) : this.sheetOpen;
  }

  /** True while the sheet hides what is below the picture, where the focus would be lost to sight. */
  private get covered(): boolean {
    return !this.wide.matches && this.sheetOpen;
  }

  private get metersOpen(): boolean {
    return this.wide.matches ? (this.studio?.state.preferences.metersOpen ?? false) : this.narrowMetersOpen;
  }

  private toggleMeters(): void {
    const metersOpen = !this.metersOpen;
    if (this.wide.matches) this.studio?.prefer({ metersOpen });
    else this.narrowMetersOpen = metersOpen;
  }

  private startCamera(deviceId: string | null): void {
    void this.studio?.startCamera(deviceId ?? undefined);
  }

  private async togglePanel(): Promise<void> {
    const open = !this.panelOpen;
    if (this.wide.matches) {
      this.studio?.prefer({ panelOpen: open });
      return;
    }
    this.sheetOpen = open;
    await this.updateComplete;
    // The sheet covers the strip: the focus goes into it and comes back.
    if (open) this.panel?.focus();
    else this.header?.focus();
  }

  private onShortcut(shortcut: Shortcut): boolean {
    const { studio } = this;
    if (!studio) return false;
    if (shortcut.kind === 'help') {
      this.helpOpen = true;
      return true;
    }
    const { state, optimize } = studio;
    if (shortcut.kind === 'meters' && !state.optimize.open) {
      this.toggleMeters();
      return true;
    }
    return state.optimize.open ? paintingShortcut(optimize, state, shortcut) : liveShortcut(studio, shortcut);
  }

  private onFiles(files: readonly File[]): void {
    if (!this.studio) return;
    const { optimize } = this.studio.state;
    if (optimize.open) paintingFiles(this.studio.optimize, optimize, files);
    else this.studio.media.openFiles(files);
  }

  private readonly microphoneLevel = (): number => this.studio?.media.microphoneLevel() ?? 0;

  private readonly onCameraChoose = ({ detail }: ImpastoEvent<'camera-choose'>): void => {
    this.chosenCameraId = detail.cameraId;
    const { source = null, starting = null } = this.studio?.state ?? {};
    if ((starting ?? source?.kind) === 'camera') this.startCamera(detail.cameraId);
  };

  private readonly onKeyDown = (event: KeyboardEvent): void => {
    const leaves = shortcutOf(event)?.kind === 'leave';
    if (leaves && this.covered) void this.togglePanel();
  };

  override render(): TemplateResult {
    const { state } = this.controller;
    return html`${state ? this.renderPage(state) : nothing}`;
  }

  private renderPage(state: StudioState): TemplateResult {
    const { phase, media, optimize } = state;
    const cameraId = this.cameraIdOf(state);
    return html`
      <div
        class=${classMap({ page: true, idle: phase === 'idle', easel: optimize.open })}
        @keydown=${this.onKeyDown}
        @start-camera=${() => this.startCamera(cameraId)}
        @camera-choose=${this.onCameraChoose}
        @brush-change=${({ detail }: ImpastoEvent<'brush-change'>) => (this.brush = detail)}
        @panel-toggle=${() => this.togglePanel()}
        @meters-toggle=${() => this.toggleMeters()}
      >
        <div class=${classMap({ screen: true, filled: optimize.open || media.desk.status !== 'empty' })}>
          <impasto-header
            .metersOpen=${this.metersOpen}
            .panelOpen=${this.panelOpen}
            ?easel=${optimize.open}
            @help-open=${() => (this.helpOpen = true)}
          ></impasto-header>
          <main>
            ${this.renderStage(state)}
            <div class="below" ?inert=${this.covered}>
              ${optimize.open ? paintingControls(state) : liveControls(state, this.wide.matches)}
            </div>
          </main>
        </div>
        <div class="side">
          ${optimize.open ? paintingSide(state, this.brush) : this.renderLiveSide(state, cameraId)}
        </div>
        ${this.drop.hovering ? this.renderDrop(optimize) : nothing}
      </div>
      <impasto-shortcuts-help
        .open=${this.helpOpen}
        .singleKeys=${state.preferences.singleKeys}
        @help-close=${() => (this.helpOpen = false)}
      ></impasto-shortcuts-help>
    `;
  }

  private renderLiveSide(state: StudioState, cameraId: string | null): TemplateResult {
    const { panelOpen, microphoneLevel: level } = this;
    return liveSide(state, { wide: this.wide.matches, panelOpen, cameraId: cameraId ?? '', level });
  }

  private renderDrop({ open, working }: StudioState['optimize']): TemplateResult {
    const style = working ? 'Stop painting first to choose another style' : 'Drop it to paint in its style';
    return html`<div class="drop" role="status">
      <p>${open ? style : 'Drop it to paint it'}</p>
    </div>`;
  }

  private renderStage(state: StudioState): TemplateResult {
    return html`
      <div class="stage">
        <impasto-stage
          tabindex="-1"
          .generation=${state.canvasGeneration}
          .phase=${state.phase}
          .source=${state.source}
          .compare=${state.compare}
          .painted=${state.painted}
        ></impasto-stage>
        ${state.optimize.open ? this.renderPaintingView(state) : this.renderOverLive(state)}
        ${messages(state)}
      </div>
    `;
  }

  private renderPaintingView({ optimize }: StudioState): TemplateResult {
    return html`<impasto-painting-view
      tabindex="-1"
      .painting=${optimize}
      .brush=${this.brush}
    ></impasto-painting-view>`;
  }

  private renderOverLive(state: StudioState): TemplateResult {
    const { phase, optimize } = state;
    return html`
      ${
        phase === 'idle'
          ? html`<impasto-welcome
              .chosenStyle=${chosenStyle(state)}
              ?painting=${optimize.photo !== null}
              ?brief=${state.error !== null}
              ?inert=${this.covered}
            ></impasto-welcome>`
          : nothing
      }
      ${
        this.metersOpen
          ? html`<impasto-performance-panel
              .backend=${state.backend}
              .meters=${state.meters}
            ></impasto-performance-panel>`
          : nothing
      }
    `;
  }

  /** The camera that "Start camera" means: the chosen one, or else the last, while it is plugged in. */
  private cameraIdOf({ cameras, cameraId }: StudioState): string | null {
    const plugged = (wanted: string | null) => cameras.find(({ id }) => id === wanted)?.id;
    return plugged(this.chosenCameraId) ?? plugged(cameraId) ?? null;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-app': ImpastoApp;
  }
}
