import type { Input, InputVideoTrack } from 'mediabunny';

/** Containers other than MP4 have no table of frames; files up to this size are read through to count. */
const READ_THROUGH_BYTES = 64 * 2 ** 20;

/** False for a large file whose frames cannot be counted without reading the whole of it. */
export async function isCountable(input: Input): Promise<boolean> {
  const { name } = await input.getFormat();
  const tabled = name === 'MP4' || name.startsWith('QuickTime');
  return tabled || (await input.source.getSize()) <= READ_THROUGH_BYTES;
}

/** End of the last frame, seconds; of a large file without a table of frames what its header says. */
export async function endOf(track: InputVideoTrack, countable: boolean): Promise<number> {
  if (!countable) {
    const told = await track.getDurationFromMetadata();
    if (told !== null) return told;
  }
  return track.computeDuration();
}
