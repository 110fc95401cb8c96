import { type ClipFormat, MAX_SIDE } from '../../protocol/media';
import type { Size } from '../../protocol/quality';

/** GIFs are stored without motion compensation: larger ones are unusable. Pixels. */
export const GIF_MAX_SIDE = 640;
const GIF_DEFAULT_SIDE = 480;

/** The size of the result: the source's shape, with the given long side or the source's own. */
export function outputSize(source: Size, longSide: number | null, format: ClipFormat): Size {
  const own = Math.max(source.width, source.height);
  const wanted = longSide ?? (format === 'gif' ? Math.min(GIF_DEFAULT_SIDE, own) : own);
  const scale = Math.min(wanted, format === 'gif' ? GIF_MAX_SIDE : MAX_SIDE) / own;
  // Video codecs store colour at half the resolution, so their sides are even.
  const multiple = format === 'mp4' || format === 'webm' ? 2 : 1;
  // At the source's own resolution an odd side loses its last row; otherwise the nearest even side is right.
  const round = scale === 1 ? Math.floor : Math.round;
  const side = (length: number) => Math.max(multiple, round((length * scale) / multiple) * multiple);
  return { width: side(source.width), height: side(source.height) };
}
