import { ImpastoError } from '../protocol/errors';
import type { StylePicture } from '../protocol/optimize';
import type { Size } from '../protocol/quality';
import type { StyleInfo, StyleMix } from '../protocol/style';
import { clamp } from '../shared/clamp';
import { withDeadline } from '../shared/deadline';
import { decodePicture, fitInto } from '../sources/decode-picture';
import { encodeBitmap } from './bitmaps';
import type { ChosenStyle } from './painting';

/** Long side to which pictures are scaled down: more tells nothing more of a style. */
const LARGEST_STYLE = 1024;
/** Below this, in pixels, there is no texture to learn from. */
const SMALLEST_STYLE = 16;
const DECODE_DEADLINE_MS = 20_000;

/** A picture of the user's own, small enough to be kept. */
export interface OwnPicture {
  readonly id: string;
  readonly title: string;
  readonly picture: Blob;
}

/** What was chosen, by id, as it is kept. */
export interface StyleChoice {
  readonly id: string;
  readonly weight: number;
}

/** The styles that can be chosen, ours and the user's own, and those that are. */
export class PaintingStyles {
  readonly #paintings: readonly StyleInfo[];
  readonly #own = new Map<string, OwnPicture & { readonly style: StyleInfo }>();
  #chosen: readonly StyleChoice[] = [];

  constructor(paintings: readonly StyleInfo[]) {
    this.#paintings = paintings;
  }

  get ownStyles(): readonly StyleInfo[] {
    return [...this.#own.values()].map(({ style }) => style);
  }

  get pictures(): readonly OwnPicture[] {
    return [...this.#own.values()].map(({ id, title, picture }) => ({ id, title, picture }));
  }

  get choices(): readonly StyleChoice[] {
    return this.#chosen;
  }

  get chosen(): readonly ChosenStyle[] {
    return this.#chosen.flatMap(({ id, weight }) => {
      const style = this.#find(id);
      return style ? [{ style, weight }] : [];
    });
  }

  choose(id: string): void {
    if (this.#find(id)) this.#chosen = [{ id, weight: 1 }];
  }

  add(id: string): void {
    if (!this.#find(id) || this.#chosen.some((choice) => choice.id === id)) return;
    this.#chosen = [...this.#chosen, { id, weight: 0.5 }];
  }

  weigh(id: string, weight: number): void {
    if (!Number.isFinite(weight)) return;
    this.#chosen = this.#chosen.map((choice) =>
      choice.id === id ? { id, weight: clamp(weight, 0, 1) } : choice,
    );
  }

  /** The last one stays: without any there is nothing to paint like. */
  remove(id: string): void {
    const left = this.#chosen.filter((choice) => choice.id !== id);
    if (left.length > 0) this.#chosen = left;
  }

  /** Takes a file in as a style; throws `ImpastoError` if it is none. */
  async read(file: File): Promise<string> {
    const url = URL.createObjectURL(file);
    try {
      const bitmap = await withDeadline(
        decodePicture(url, (size) => styleSize(file.name, size)),
        DECODE_DEADLINE_MS,
        () => unreadable(file.name, 'not decoded in time'),
      );
      try {
        const picture = await encodeBitmap(bitmap);
        return this.#put({ id: crypto.randomUUID(), title: titleOf(file.name), picture });
      } finally {
        bitmap.close();
      }
    } catch (error) {
      throw error instanceof ImpastoError ? error : unreadable(file.name, String(error));
    } finally {
      URL.revokeObjectURL(url);
    }
  }

  /** What an earlier visit has left; styles that are not there any more are passed over. */
  restore(pictures: readonly OwnPicture[], choices: readonly StyleChoice[]): void {
    for (const picture of pictures) if (!this.#own.has(picture.id)) this.#put(picture);
    const known = choices.filter(({ id }) => this.#find(id));
    if (known.length > 0) this.#chosen = known;
  }

  /**
   * The chosen styles for a run; the caller closes their pictures. Our paintings have none: what they are like is
   * known to the built-in network. Styles of no weight are left out.
   */
  async decode(): Promise<readonly StylePicture[]> {
    const some = this.#chosen.filter(({ weight }) => weight > 0);
    const used = some.length > 0 ? some : this.#chosen.map(({ id }) => ({ id, weight: 1 }));
    return Promise.all(used.map(async ({ id, weight }) => ({ id, weight, image: await this.#image(id) })));
  }

  /** What the fast network paints like: those of our paintings that are chosen; null if none is. */
  mix(): StyleMix | null {
    const ours = this.#chosen.filter(({ id, weight }) => weight > 0 && !this.#own.has(id));
    const sum = ours.reduce((total, { weight }) => total + weight, 0);
    if (sum === 0) return null;
    return { weights: Object.fromEntries(ours.map(({ id, weight }) => [id, weight / sum])), strength: 1 };
  }

  async #image(id: string): Promise<ImageBitmap | null> {
    const own = this.#own.get(id);
    if (!own) return null;
    try {
      return await createImageBitmap(own.picture);
    } catch (error) {
      throw unreadable(own.title, String(error));
    }
  }

  #find(id: string): StyleInfo | undefined {
    return this.#own.get(id)?.style ?? this.#paintings.find((style) => style.id === id);
  }

  /** Object URLs of own pictures last as long as the page: a style can be chosen all the time. */
  #put(picture: OwnPicture): string {
    const { id, title } = picture;
    const thumbnail = URL.createObjectURL(picture.picture);
    this.#own.set(id, {
      ...picture,
      style: { id, title, artist: 'Your own picture', year: '', licence: '', thumbnail },
    });
    return id;
  }
}

/** To what size a picture is decoded; throws where there is nothing to learn from. */
function styleSize(name: string, natural: Size): Size {
  const size = fitInto(LARGEST_STYLE, natural);
  if (Math.min(size.width, size.height) >= SMALLEST_STYLE) return size;
  throw new ImpastoError(
    'file-unreadable',
    `“${name}” is only ${natural.width}×${natural.height} pixels, too little to learn a style from. Choose a picture of at least ${SMALLEST_STYLE}×${SMALLEST_STYLE}.`,
  );
}

function unreadable(name: string, detail: string): ImpastoError {
  return new ImpastoError(
    'file-unreadable',
    `“${name}” cannot be used as a style: it is damaged, is not a picture, or uses a format this browser does not know. Try a JPEG, PNG or WebP file.`,
    detail,
  );
}

function titleOf(name: string): string {
  return name.replace(/\.[a-z0-9]{1,5}$/i, '') || 'Your picture';
}
