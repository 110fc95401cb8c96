import type { ColourMode } from '../protocol/optimize';
import {
  brightnessMap,
  colourMap,
  LUMA,
  mapColours,
  mapToGrey,
  mean,
  statistics,
  type ColourStatistics,
  type Vector,
} from './colour-statistics';
import type { Floats } from './pictures';

/**
 * The values that are descended on, affine in those of the picture: x = rgb · `to` + `offset`, and what
 * changes x by d changes the picture by d · `back`. One channel is brightness alone.
 */
export interface ColourSpace {
  readonly channels: 1 | 3;
  /** 3×channels, row by row. */
  readonly to: readonly number[];
  readonly offset: readonly number[];
  /** channels×3, row by row. */
  readonly back: readonly number[];
}

/**
 * The colours that the picture is judged in: those of our paintings, which are known by their statistics
 * only and cannot be recoloured; without any of them, those of the photo.
 */
export function paletteOf(
  paintings: readonly { readonly colours: ColourStatistics; readonly weight: number }[],
  photo: ColourStatistics,
): ColourStatistics {
  return paintings.length > 0 ? mean(paintings) : photo;
}

/** Null where the picture itself is descended on. */
export function colourSpace(
  mode: ColourMode,
  photo: ColourStatistics,
  palette: ColourStatistics,
): ColourSpace | null {
  if (mode === 'luminance') {
    const { scale, shift } = brightnessMap(photo, palette);
    const back = 1 / scale;
    return { channels: 1, to: LUMA.map((share) => share * scale), offset: [shift], back: [back, back, back] };
  }
  if (mode === 'painting' || palette === photo) return null;
  const { matrix, offset } = colourMap(photo, palette);
  return { channels: 3, to: columns(matrix), offset, back: columns(colourMap(palette, photo).matrix) };
}

/** A picture of the style in the colours that it is to have. */
export function styleInPalette(mode: ColourMode, style: Floats, palette: ColourStatistics): Floats {
  if (mode === 'painting') return style;
  const own = statistics(style);
  return mode === 'matched'
    ? mapColours(style, colourMap(own, palette))
    : mapToGrey(style, brightnessMap(own, palette));
}

/** Transposed: pixels are rows here. */
function columns(matrix: readonly [Vector, Vector, Vector]): number[] {
  const [r, g, b] = matrix;
  return [r[0], g[0], b[0], r[1], g[1], b[1], r[2], g[2], b[2]];
}
