import type { StylePicture } from '../protocol/optimize';
import type { StyleInfo, StyleMix } from '../protocol/style';
import { clamp } from '../shared/clamp';
import { decodeOwnPicture, type OwnPicture, readOwnPicture } from './own-picture';
import type { ChosenStyle } from './painting';

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
  /** What {@link adopt} was given last. */
  #adopted = '';

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

  /**
   * Chooses what the live picture is painted with, unless that was adopted before; true if it has chosen anything.
   * Of a style that was added nothing is known here but how the fast network paints it: those are passed over.
   */
  adopt({ weights }: StyleMix): boolean {
    const mix = JSON.stringify(weights);
    const chosenBefore = this.#chosen.length > 0;
    if (mix === this.#adopted && chosenBefore) return false;
    this.#adopted = mix;
    const ours = Object.entries(weights)
      .filter(([id]) => this.#paintings.some((painting) => painting.id === id))
      .map(([id, weight]) => ({ id, weight: clamp(weight, 0, 1) }));
    if (ours.length === 0 && chosenBefore) return false;
    const [first] = this.#paintings;
    this.#chosen = ours.length > 0 || !first ? ours : [{ id: first.id, weight: 1 }];
    return true;
  }

  /** Takes pictures of the user's own in and paints with them; `unreadable` is told of each that is none. */
  async takeFiles(files: readonly File[], unreadable: (error: unknown) => void): Promise<void> {
    let first = true;
    for (const file of files) {
      try {
        const own = await readOwnPicture(file);
        this.#takeIn(own);
        if (first) this.choose(own.id);
        else this.add(own.id);
        first = false;
      } catch (error) {
        unreadable(error);
      }
    }
  }

  /** Its object URL lasts as long as the page: it can be chosen all the time. */
  #takeIn(own: OwnPicture): void {
    const { id, title } = own;
    const thumbnail = URL.createObjectURL(own.picture);
    this.#own.set(id, {
      ...own,
      style: { id, title, artist: 'Your own picture', year: '', licence: '', thumbnail },
    });
  }

  /**
   * What an earlier visit has left, in which `live` counts as adopted; styles that are not there any more are passed
   * over.
   */
  restore(pictures: readonly OwnPicture[], choices: readonly StyleChoice[], live: StyleMix): void {
    for (const picture of pictures) if (!this.#own.has(picture.id)) this.#takeIn(picture);
    const known = choices.filter(({ id }) => this.#find(id));
    if (known.length > 0) this.#chosen = known;
    this.#adopted = JSON.stringify(live.weights);
  }

  /**
   * The chosen styles for a run; the caller closes their pictures. Our paintings have none: what they are like is
   * known to the built-in network. Styles of no weight are left out. Throws `ImpastoError` `file-unreadable`.
   */
  async decode(): Promise<readonly StylePicture[]> {
    const some = this.#chosen.filter(({ weight }) => weight > 0);
    const used = some.length > 0 ? some : this.#chosen.map(({ id }) => ({ id, weight: 1 }));
    const decoded: StylePicture[] = [];
    try {
      for (const { id, weight } of used) {
        const own = this.#own.get(id);
        decoded.push({ id, weight, image: own ? await decodeOwnPicture(own) : null });
      }
      return decoded;
    } catch (error) {
      for (const { image } of decoded) image?.close();
      throw error;
    }
  }

  /** What the fast network paints like: those of our paintings that are chosen; null if none is. */
  mix(): StyleMix | null {
    const ours = this.#chosen.filter(({ id, weight }) => weight > 0 && !this.#own.has(id));
    const sum = ours.reduce((total, { weight }) => total + weight, 0);
    if (sum === 0) return null;
    return { weights: Object.fromEntries(ours.map(({ id, weight }) => [id, weight / sum])), strength: 1 };
  }

  #find(id: string): StyleInfo | undefined {
    return this.#own.get(id)?.style ?? this.#paintings.find((style) => style.id === id);
  }
}
