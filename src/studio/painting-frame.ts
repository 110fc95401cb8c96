import { BitmapSlot, encodeBitmap } from './bitmaps';
import type { PaintingState } from './painting';
import type { PaintingMemory } from './painting-memory';

/** The frame that is painted: the owner of its photo and its mask, both of which are kept across visits. */
export class PaintingFrame {
  readonly #memory: PaintingMemory;
  readonly #photo = new BitmapSlot();
  readonly #mask = new BitmapSlot();
  #masking = false;
  /** Which frame of the live picture it is; null if it is of an earlier visit. */
  #origin: string | null = null;

  constructor(memory: PaintingMemory) {
    this.#memory = memory;
  }

  get state(): Pick<PaintingState, 'photo' | 'mask' | 'masking'> {
    return { photo: this.#photo.bitmap, mask: this.#mask.bitmap, masking: this.#masking };
  }

  get photo(): ImageBitmap | null {
    return this.#photo.bitmap;
  }

  /** Null where style goes everywhere. */
  get maskInUse(): ImageBitmap | null {
    return this.#masking ? this.#mask.bitmap : null;
  }

  get origin(): string | null {
    return this.#origin;
  }

  /** Takes `photo` over, which is of the frame `origin`; the one before goes with its mask. */
  take(photo: ImageBitmap, origin: string | null): void {
    this.#origin = origin;
    this.#photo.put(photo);
    this.#mask.put(null);
    this.#masking = false;
    this.#memory.putPhoto(encodeBitmap(photo));
  }

  /** It is left on display as `origin`: a player may still have gone on a little after it was paused. */
  left(origin: string | null): void {
    this.#origin = origin;
  }

  useMask(on: boolean): void {
    this.#masking = on;
    this.#memory.putMasking(on);
  }

  /** Takes `mask` over. */
  setMask(mask: ImageBitmap | null): void {
    this.#mask.put(mask);
    this.#memory.putMask(mask && encodeBitmap(mask));
  }

  /** Takes over what an earlier visit has left. */
  restore(photo: ImageBitmap, mask: ImageBitmap | null, masking: boolean): void {
    this.#photo.put(photo);
    this.#mask.put(mask);
    this.#masking = masking;
  }
}
