import { toErrorReport, type ErrorReport } from '../protocol/errors';
import type { Film, FilmFrame } from '../protocol/media';
import type { PaintedPicture } from '../protocol/optimize';
import { encodeBitmap } from './bitmaps';
import { lossTable } from './loss-table';
import type { PaintingState } from './painting';
import { type PaintingRecipe, recipeOf } from './painting-recipe';
import type { PaintingRecord } from './painting-record';
import { paintingName } from './picture-name';
import { withPngTexts } from './png-text';

/** Makes a video of pictures; throws `ImpastoError` where the browser cannot. */
export type MakeFilm = (frames: readonly FilmFrame[]) => Promise<Film>;

/** How long a film of the optimization is about, and how long it stays on the result, seconds. */
const FILM_SECONDS = 10;
const LAST_SECONDS = 2;
const FASTEST = 1 / 30;
const SLOWEST = 0.5;

interface ResultsHost {
  readonly makeFilm: MakeFilm;
  download(blob: Blob, name: string): void;
  fail(error: ErrorReport): void;
}

/** Turns what a run has brought into files. */
export class PaintingResults {
  readonly #host: ResultsHost;
  readonly #changed: () => void;
  #saving: PaintingState['saving'] = null;

  constructor(host: ResultsHost, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
  }

  get saving(): PaintingState['saving'] {
    return this.#saving;
  }

  /** The picture on show, full size; `present` fetches it from a run that is at work, null if none is. */
  async savePicture(
    state: PaintingState,
    record: PaintingRecord,
    present: () => Promise<PaintedPicture | null>,
  ): Promise<void> {
    await this.#save('picture', async () => {
      const painted = record.viewed ? null : await present();
      const stored = record.viewed ?? record.resumable;
      const png = painted ? encodeBitmap(painted.picture) : stored?.picture;
      painted?.picture.close();
      if (!png) return;
      const { iteration } = painted ?? stored ?? { iteration: 0 };
      const texts = { Software: 'Impasto', Impasto: JSON.stringify(described(state, record, iteration)) };
      this.#host.download(await withPngTexts(await png, texts), nameOf(state, record, 'png'));
    });
  }

  saveLossTable(state: PaintingState, record: PaintingRecord): void {
    const table = new Blob([lossTable(state.history)], { type: 'text/csv' });
    this.#host.download(table, nameOf(state, record, 'csv'));
  }

  async saveFilm(state: PaintingState, record: PaintingRecord): Promise<void> {
    await this.#save('film', async () => {
      const pictures = record.film;
      const each = Math.min(SLOWEST, Math.max(FASTEST, FILM_SECONDS / pictures.length));
      const frames = pictures.map(({ picture }, index) => ({
        picture,
        duration: index === pictures.length - 1 ? LAST_SECONDS : each,
      }));
      const { file, extension } = await this.#host.makeFilm(frames);
      this.#host.download(file, nameOf(state, record, extension));
    });
  }

  async #save(what: NonNullable<PaintingState['saving']>, work: () => Promise<void>): Promise<void> {
    if (this.#saving !== null) return;
    this.#saving = what;
    this.#changed();
    try {
      await work();
    } catch (error) {
      this.#host.fail(toErrorReport(error));
    }
    this.#saving = null;
    this.#changed();
  }
}

/** Everything that tells how the picture came about. */
function described(state: PaintingState, record: PaintingRecord, iteration: number): object {
  const losses = state.history.findLast((report) => report.iteration <= iteration)?.losses ?? null;
  return { iteration, losses, ...madeWith(state, record) };
}

function nameOf(state: PaintingState, record: PaintingRecord, extension: string): string {
  const [first] = madeWith(state, record).styles;
  return paintingName(first?.title ?? 'painting', new Date(), extension);
}

/** Earlier versions did not keep it: what is chosen now is the best guess then. */
function madeWith(state: PaintingState, record: PaintingRecord): PaintingRecipe {
  return record.recipe ?? recipeOf(state);
}
