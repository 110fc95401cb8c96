import { toErrorReport, type ErrorReport } from '../protocol/errors';
import type { OptimizeSettings } from '../protocol/optimize';
import type { Tier } from '../protocol/quality';
import type { StyleInfo, StyleMix } from '../protocol/style';
import type { Renderer } from '../renderer/renderer';
import { clamp } from '../shared/clamp';
import { OptimizerHolder } from './optimizer-holder';
import type { Comparison, NetworkState, PaintingActions, PaintingState, PresetName } from './painting';
import { PaintingFrame } from './painting-frame';
import { type JobParts, makeJob } from './painting-job';
import { PaintingMemory, type StoredPainting } from './painting-memory';
import { type NetworkSources, PaintingNetwork } from './painting-network';
import { recipeOf } from './painting-recipe';
import { newestOf } from './painting-record';
import { type MakeFilm, PaintingResults } from './painting-results';
import { PaintingRun } from './painting-run';
import { loadSettings, mergeSettings, presetOf, presetSettings, saveSettings } from './painting-settings';
import { PaintingStyles } from './painting-styles';
import type { PreferenceStorage } from './preferences';

/** What the desk asks of the studio, and tells it. */
export interface PaintingDeskHost extends NetworkSources {
  readonly paintings: readonly StyleInfo[];
  readonly storage: PreferenceStorage;
  readonly makeFilm: MakeFilm;
  /** Which frame is on display, null for none; the same words for the same frame. */
  frame(): string | null;
  /** How the live picture is painted. */
  liveMix(): StyleMix;
  /** Of the fast network whose picture a run starts from and is compared with. */
  tier(): Tier;
  /** The renderer there is, rebuilt if it has died; throws `ImpastoError` if there is none. */
  renderer(): Promise<Renderer>;
  pauseLive(): void;
  /** Nothing on the page would tell that a recording goes on. */
  endRecording(): void;
  download(blob: Blob, name: string): void;
  /** Whether closing the page should be asked about. */
  guard(on: boolean): void;
  changed(state: PaintingState): void;
  fail(error: ErrorReport): void;
}

/**
 * Leads one frame, its styles, its settings and its run into one state. Photo and mask are owned by the frame, the
 * pictures of a run by its record. What goes to the worker are copies.
 */
export class PaintingDesk implements PaintingActions {
  readonly #host: PaintingDeskHost;
  readonly #frame: PaintingFrame;
  readonly #styles: PaintingStyles;
  readonly #run: PaintingRun;
  readonly #network: PaintingNetwork;
  readonly #results: PaintingResults;
  readonly #memory: PaintingMemory;
  readonly #optimizer: OptimizerHolder;
  #settings: OptimizeSettings;
  #open = false;
  /** Whether the frame that is painted is the one that the live picture shows. */
  #onDisplay = false;
  /** How far the run was when it was left, iterations. */
  #seen = 0;
  #compare = 0;
  #compareWith: Comparison = 'photo';

  constructor(host: PaintingDeskHost) {
    this.#host = host;
    const changed = (): void => this.#publish();
    const fail = (error: ErrorReport): void => host.fail(error);
    this.#settings = loadSettings(host.storage);
    this.#styles = new PaintingStyles(host.paintings);
    this.#memory = new PaintingMemory(fail);
    this.#frame = new PaintingFrame(this.#memory);
    this.#network = new PaintingNetwork(host, host.storage, () => this.#changed(), fail);
    this.#results = new PaintingResults(host, changed);
    this.#optimizer = new OptimizerHolder(() => host.renderer(), changed);
    this.#run = new PaintingRun({
      optimizer: () => this.#optimizer.open(),
      job: (resume) => makeJob({ ...this.#parts, resume }),
      iterations: () => this.#settings.iterations,
      recipe: () => recipeOf(this.state),
      changed,
      fail,
      keep: (picture) => this.#memory.putRun(this.#run.record.stored, picture),
    });
    void this.#restore();
  }

  get state(): PaintingState {
    return {
      ...this.#run.record.snapshot,
      ...this.#frame.state,
      open: this.#open,
      status: this.#run.status,
      working: this.#run.active,
      resumable: this.#run.resumable,
      compare: this.#compare,
      compareWith: this.#compareWith,
      ownStyles: this.#styles.ownStyles,
      styles: this.#styles.chosen,
      settings: this.#settings,
      preset: presetOf(this.#settings),
      fit: this.#optimizer.fit,
      network: this.#network.state,
      saving: this.#results.saving,
    };
  }

  async open(): Promise<void> {
    const frame = this.#host.frame();
    this.#onDisplay = frame !== null && frame === this.#frame.origin;
    // What is at work, or was since it was left, is come back to, and so is the frame that was here before.
    const stays = this.#run.active || this.#run.reached > this.#seen || frame === null || this.#onDisplay;
    this.#host.endRecording();
    this.#setOpen(true);
    if (stays) return;
    try {
      this.#host.pauseLive();
      const renderer = await this.#host.renderer();
      this.#take(await renderer.takeOriginal(), this.#host.frame());
    } catch (error) {
      this.#setOpen(this.#frame.photo !== null);
      this.#host.fail(toErrorReport(error));
    }
  }

  leave(): void {
    this.#setOpen(false);
    this.#seen = this.#run.reached;
    this.#memory.putSeen(this.#seen);
    if (this.#onDisplay) this.#frame.left(this.#host.frame());
    if (!this.#run.active) this.#optimizer.close();
  }

  change(change: Partial<OptimizeSettings>): void {
    this.#settings = mergeSettings(this.#settings, change);
    saveSettings(this.#host.storage, this.#settings);
    this.#changed();
  }

  usePreset(preset: PresetName): void {
    this.change(presetSettings(preset));
  }

  chooseStyle(id: string): void {
    this.#styles.choose(id);
    this.#stylesChanged();
  }

  addStyle(id: string): void {
    this.#styles.add(id);
    this.#stylesChanged();
  }

  weighStyle(id: string, weight: number): void {
    this.#styles.weigh(id, weight);
    this.#stylesChanged();
  }

  removeStyle(id: string): void {
    this.#styles.remove(id);
    this.#stylesChanged();
  }

  async addPictures(files: readonly File[]): Promise<void> {
    await this.#styles.takeFiles(files, (error) => this.#host.fail(toErrorReport(error)));
    this.#stylesChanged();
  }

  useMask(on: boolean): void {
    this.#frame.useMask(on);
    this.#publish();
  }

  setMask(mask: ImageBitmap | null): void {
    this.#frame.setMask(mask);
    this.#publish();
  }

  readNetwork(file: File): Promise<void> {
    return this.#network.open(file);
  }

  keepNetwork(keep: boolean): Promise<void> {
    return this.#network.keep(keep);
  }

  useNetwork(which: NetworkState['used']): void {
    this.#network.use(which);
  }

  removeNetwork(): Promise<void> {
    return this.#network.remove();
  }

  start(): Promise<void> {
    return this.#run.start();
  }

  pause(): void {
    void this.#run.pause();
  }

  resume(): Promise<void> {
    return this.#run.resume();
  }

  stop(): void {
    void this.#run.stop();
  }

  async view(iteration: number | null): Promise<void> {
    try {
      await this.#run.record.view(iteration);
    } catch (error) {
      this.#host.fail(toErrorReport(error));
    }
    this.#publish();
  }

  compareWith(comparison: Comparison): void {
    this.#compareWith = comparison;
    this.#publish();
  }

  setCompare(share: number): void {
    if (!Number.isFinite(share)) return;
    this.#compare = clamp(share, 0, 1);
    this.#publish();
  }

  savePicture(): Promise<void> {
    const present = async () => (this.#run.active ? (await this.#optimizer.open()).picture() : null);
    return this.#results.savePicture(this.state, this.#run.record, present);
  }

  saveLossTable(): void {
    this.#results.saveLossTable(this.state, this.#run.record);
  }

  saveFilm(): Promise<void> {
    return this.#results.saveFilm(this.state, this.#run.record);
  }

  /** Another renderer paints than before. */
  rendererReplaced(): void {
    this.#optimizer.abandon();
    this.#run.rendererReplaced();
    if (this.#open) this.#estimate();
  }

  /** There is no renderer until the user asks for one. */
  rendererDead(): void {
    this.#optimizer.abandon();
    this.#run.rendererDead();
  }

  /** Takes `photo` over. */
  #take(photo: ImageBitmap, origin: string | null): void {
    this.#frame.take(photo, origin);
    this.#onDisplay = true;
    this.#compare = 0;
    // What paints the live picture is wanted here too.
    if (this.#styles.adopt(this.#host.liveMix())) this.#stylesChanged();
    this.#run.reset('ready');
    this.#changed();
  }

  async #restore(): Promise<void> {
    const stored = await this.#memory.load();
    void this.#network.restore();
    // Whoever was quicker than the disk has begun anew.
    if (!stored || this.#frame.photo) return;
    try {
      await this.#bringBack(stored);
    } catch {
      // What cannot be read any more is not worth a word: there is nothing to be done about it.
    }
  }

  async #bringBack(stored: StoredPainting): Promise<void> {
    const { photo, mask, masking, styles, run, open, seen } = stored;
    const blobs = [photo, mask, newestOf(run)?.picture ?? null, run.compared?.picture ?? null];
    const decoded = await Promise.all(blobs.map(async (blob) => blob && createImageBitmap(blob)));
    const [frame, where = null, newest = null, fast = null] = decoded;
    if (this.#frame.photo || !frame) {
      for (const bitmap of decoded) bitmap?.close();
      return;
    }
    this.#frame.restore(frame, where, masking ?? where !== null);
    this.#styles.restore(styles.pictures, styles.choices, this.#host.liveMix());
    this.#run.restore(run, { newest, fast });
    this.#seen = seen;
    if (open) this.#setOpen(true);
    this.#changed();
  }

  #stylesChanged(): void {
    const { pictures, choices } = this.#styles;
    this.#memory.putStyles({ pictures, choices });
    this.#publish();
  }

  #setOpen(open: boolean): void {
    if (open === this.#open) return;
    this.#open = open;
    this.#memory.putOpen(open);
    this.#changed();
  }

  /** Something that the memory of a run depends on. */
  #changed(): void {
    this.#publish();
    if (this.#open) this.#estimate();
  }

  #estimate(): void {
    this.#optimizer.estimateSoon(() => {
      const { photo, settings } = this.#parts;
      const network = this.#network.state.used === 'built-in' ? 'built-in' : 'vgg';
      return photo && this.#open ? { photo, settings, network } : null;
    });
  }

  /** What a run would be made of now. */
  get #parts(): Omit<JobParts, 'resume'> {
    return {
      photo: this.#frame.photo,
      mask: this.#frame.maskInUse,
      styles: this.#styles,
      liveMix: this.#host.liveMix(),
      tier: this.#host.tier(),
      perceptual: () => this.#network.choice(),
      settings: this.#settings,
    };
  }

  #publish(): void {
    this.#host.guard(this.#run.active);
    this.#host.changed(this.state);
  }
}
