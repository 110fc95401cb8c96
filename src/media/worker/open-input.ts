import { BlobSource, Input, MATROSKA, MP4, MPEG_TS, OGG, QTFF, WEBM } from 'mediabunny';

/** Containers that hold video. */
const FORMATS = [MP4, QTFF, WEBM, MATROSKA, MPEG_TS, OGG];

/** Bytes of a file that are kept in memory while it is read. */
const CACHE_BYTES = 8 * 2 ** 20;

/** The file as mediabunny reads it; the caller disposes of it. */
export function openInput(file: Blob): Input {
  return new Input({ formats: FORMATS, source: new BlobSource(file, { maxCacheSize: CACHE_BYTES }) });
}
