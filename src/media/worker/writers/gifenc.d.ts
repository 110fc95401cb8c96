/** The part of gifenc that is used here; it has no types of its own. */
declare module 'gifenc' {
  export type Palette = readonly (readonly number[])[];

  export interface GifStream {
    writeHeader(): void;
    writeFrame(
      index: Uint8Array,
      width: number,
      height: number,
      options: { first?: boolean; palette?: Palette; delay: number; repeat?: number },
    ): void;
    finish(): void;
    bytesView(): Uint8Array<ArrayBuffer>;
    reset(): void;
  }

  export function GIFEncoder(options?: { auto?: boolean; initialCapacity?: number }): GifStream;
  export function quantize(rgba: Uint8ClampedArray, maxColors: number): Palette;
  export function applyPalette(rgba: Uint8ClampedArray, palette: Palette): Uint8Array;
}
