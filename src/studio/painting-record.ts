import type { Losses, OptimizeEvents, OptimizeProgress, PaintedPicture } from '../protocol/optimize';
import { BitmapSlot, encodeBitmap } from './bitmaps';
import type { KeptPicture, PaintingState } from './painting';
import type { PaintingRecipe } from './painting-recipe';

/** Pictures of the film, about; more are not worth their bytes. */
const FILM_FRAMES = 240;

/** A picture of the run as it is kept: without loss, full size. */
export interface StoredPicture {
  readonly iteration: number;
  readonly picture: Blob;
}

/** What the result is compared with besides the photo itself. */
export interface StoredComparison {
  /** As the fast network paints it; null until it is encoded. */
  readonly picture: Blob | null;
  readonly fast: Losses;
  readonly photo: Losses;
}

/** What an earlier visit has left of a run. */
export interface StoredRun {
  readonly history: readonly OptimizeProgress[];
  readonly kept: readonly StoredPicture[];
  /** The newest picture where it is newer than those of `kept`. */
  readonly checkpoint: StoredPicture | null;
  readonly compared: StoredComparison | null;
  /** Null where nothing was begun. */
  readonly recipe: PaintingRecipe | null;
}

/** Null where there are none. */
export interface RestoredPictures {
  readonly newest: ImageBitmap | null;
  readonly fast: ImageBitmap | null;
}

type Snapshot = Pick<
  PaintingState,
  'shown' | 'viewing' | 'kept' | 'fast' | 'photoLosses' | 'progress' | 'history'
>;

/** What a run has brought so far. The owner of its bitmaps: each is closed when another takes its place. */
export class PaintingRecord {
  readonly #newest = new BitmapSlot();
  readonly #viewed = new BitmapSlot();
  readonly #fast = new BitmapSlot();
  #newestIteration = 0;
  #viewing: number | null = null;
  #history: readonly OptimizeProgress[] = [];
  #kept: readonly (KeptPicture & { readonly picture: Blob })[] = [];
  #film: readonly StoredPicture[] = [];
  #checkpoint: StoredPicture | null = null;
  #compared: StoredComparison | null = null;
  #recipe: PaintingRecipe | null = null;
  /** Rises whenever what is being encoded is not wanted any more. */
  #run = 0;
  /** The same of what is being decoded. */
  #look = 0;

  get snapshot(): Snapshot {
    const progress = this.#history.at(-1) ?? null;
    const viewed = this.#viewed.bitmap;
    const fast = this.#fast.bitmap;
    return {
      shown: viewed && this.#viewing !== null ? this.#shown(viewed, this.#viewing) : this.#newestShown,
      viewing: this.#viewing,
      kept: this.#kept,
      fast: fast && { image: fast, losses: this.#compared?.fast ?? null },
      photoLosses: this.#compared?.photo ?? null,
      progress,
      history: this.#history,
    };
  }

  get stored(): StoredRun {
    return {
      history: this.#history,
      kept: this.#kept.map(stored),
      checkpoint: this.#checkpoint,
      compared: this.#compared,
      recipe: this.#recipe,
    };
  }

  /** What the pictures were painted with; null if that is not known. */
  get recipe(): PaintingRecipe | null {
    return this.#recipe;
  }

  /** The newest picture that a run can go on from; null if there is none. */
  get resumable(): StoredPicture | null {
    return newestOf({ kept: this.#kept, checkpoint: this.#checkpoint });
  }

  /** Every picture there is of the run, one an iteration, in order. */
  get film(): readonly StoredPicture[] {
    const byIteration = new Map(this.#film.map((frame) => [frame.iteration, frame]));
    for (const kept of this.#kept) byIteration.set(kept.iteration, kept);
    return [...byIteration.values()].sort((a, b) => a.iteration - b.iteration);
  }

  /** The picture of the filmstrip that is on show; null while the newest is. */
  get viewed(): StoredPicture | null {
    return this.#kept.find(({ iteration }) => iteration === this.#viewing) ?? null;
  }

  /** A run begins: anew, or from the picture at `iteration`. */
  begin(iteration: number | null, recipe: PaintingRecipe | null): void {
    this.#recipe = recipe;
    this.#run++;
    this.#look++;
    this.#viewing = null;
    this.#viewed.put(null);
    const before = (entry: { readonly iteration: number }): boolean =>
      iteration !== null && entry.iteration <= iteration;
    for (const kept of this.#kept) if (!before(kept)) URL.revokeObjectURL(kept.url);
    this.#kept = this.#kept.filter(before);
    this.#film = this.#film.filter(before);
    this.#history = this.#history.filter(before);
    if (this.#checkpoint && !before(this.#checkpoint)) this.#checkpoint = null;
    this.#newestIteration = Math.min(this.#newestIteration, iteration ?? 0);
    if (iteration === null) this.#newest.put(null);
  }

  /** Another frame: nothing of the one before is left. */
  clear(): void {
    this.begin(null, null);
    this.#fast.put(null);
    this.#compared = null;
  }

  /** Takes the fast network's picture over. */
  async prepared({
    fast,
    fastLosses,
    photoLosses,
  }: Parameters<OptimizeEvents['prepared']>[0]): Promise<void> {
    const encoding = encodeBitmap(fast);
    this.#fast.put(fast);
    const compared = { picture: null, fast: fastLosses, photo: photoLosses };
    this.#compared = compared;
    const picture = await encoding;
    if (this.#compared === compared) this.#compared = { ...compared, picture };
  }

  report(reports: readonly OptimizeProgress[]): void {
    const last = this.#history.at(-1)?.iteration ?? -1;
    const news = reports.filter(({ iteration }) => iteration > last);
    if (news.length > 0) this.#history = [...this.#history, ...news];
  }

  /** Takes `picture` over. `iterations`: of the whole run. */
  async preview(picture: ImageBitmap, iteration: number, iterations: number): Promise<void> {
    const since = iteration - (this.#film.at(-1)?.iteration ?? -Infinity);
    const encoding = since >= iterations / FILM_FRAMES ? encodeBitmap(picture, 'image/webp') : null;
    this.#showNewest(picture, iteration);
    const run = this.#run;
    const frame = await encoding;
    if (frame && run === this.#run) {
      this.#film = [...this.#film, { iteration, picture: frame }];
    }
  }

  /** Takes `picture` over, for the filmstrip; null if it is not wanted any more. */
  async keep(picture: ImageBitmap, report: OptimizeProgress): Promise<StoredPicture | null> {
    const { iteration } = report;
    this.report([report]);
    const run = this.#run;
    // Drawn at once: the slot may close the bitmap while the encoder works.
    const encoding = encodeBitmap(picture);
    this.#showNewest(picture, iteration);
    const blob = await encoding;
    if (run !== this.#run) return null;
    if (!this.#kept.some((kept) => kept.iteration === iteration)) {
      const kept = { iteration, url: URL.createObjectURL(blob), picture: blob };
      this.#kept = [...this.#kept, kept].sort((a, b) => a.iteration - b.iteration);
    }
    return { iteration, picture: blob };
  }

  /** Takes the picture over and shows it: something to go on from, should the rest be lost. */
  async check({ picture, iteration }: PaintedPicture): Promise<StoredPicture | null> {
    const run = this.#run;
    const encoding = encodeBitmap(picture);
    this.#showNewest(picture, iteration);
    const blob = await encoding;
    if (run !== this.#run || iteration <= (this.#checkpoint?.iteration ?? -1)) return null;
    this.#checkpoint = { iteration, picture: blob };
    return this.#checkpoint;
  }

  /** Shows a picture of the filmstrip, or the newest (null). Throws what decoding it throws. */
  async view(iteration: number | null): Promise<void> {
    const look = ++this.#look;
    const kept = this.#kept.find((entry) => entry.iteration === iteration);
    const bitmap = kept ? await createImageBitmap(kept.picture) : null;
    if (look !== this.#look) {
      bitmap?.close();
      return;
    }
    this.#viewing = kept?.iteration ?? null;
    this.#viewed.put(bitmap);
  }

  /** Takes over what an earlier visit has left, and the pictures of it that are shown, decoded. */
  restore(
    { history, kept, checkpoint, compared, recipe }: StoredRun,
    { newest, fast }: RestoredPictures,
  ): void {
    this.clear();
    this.#recipe = recipe;
    this.#history = history;
    this.#checkpoint = checkpoint;
    this.#compared = compared;
    this.#kept = kept.map(({ iteration, picture }) => ({
      iteration,
      picture,
      url: URL.createObjectURL(picture),
    }));
    this.#newest.put(newest);
    this.#fast.put(fast);
    this.#newestIteration = this.resumable?.iteration ?? 0;
  }

  get #newestShown(): PaintingState['shown'] {
    const newest = this.#newest.bitmap;
    return newest && this.#shown(newest, this.#newestIteration);
  }

  #shown(image: ImageBitmap, iteration: number): PaintingState['shown'] {
    return { image, iteration, losses: this.#lossesAt(iteration) };
  }

  #showNewest(picture: ImageBitmap, iteration: number): void {
    // A small preview does not take the place of the same picture in full, nor an older one of a newer.
    const smaller = picture.width < (this.#newest.bitmap?.width ?? 0);
    const older = this.#newest.bitmap !== null && iteration < this.#newestIteration;
    if (older || (smaller && iteration === this.#newestIteration)) {
      picture.close();
      return;
    }
    this.#newest.put(picture);
    this.#newestIteration = iteration;
  }

  #lossesAt(wanted: number): Losses | null {
    return this.#history.findLast(({ iteration }) => iteration <= wanted)?.losses ?? null;
  }
}

/** The newest picture that a run can go on from; null if there is none. */
export function newestOf({ kept, checkpoint }: Pick<StoredRun, 'kept' | 'checkpoint'>): StoredPicture | null {
  const last = kept.at(-1);
  if (!last) return checkpoint;
  return checkpoint && checkpoint.iteration > last.iteration ? checkpoint : stored(last);
}

function stored({ iteration, picture }: StoredPicture): StoredPicture {
  return { iteration, picture };
}
