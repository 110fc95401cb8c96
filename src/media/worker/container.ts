import { Mp4OutputFormat, StreamTarget, WebMOutputFormat } from 'mediabunny';
import type { VideoFormat } from './codecs';
import type { FileWriter } from './file-writer';

/** Of a file that is being written; a crash loses no more. Seconds. */
const FRAGMENT = 1;
/** Writes are gathered up to this many bytes where nothing depends on their being early. */
const CHUNK_BYTES = 2 ** 20;

/** A container that can be read even if it breaks off: fragments, one after the other, nothing rewritten. */
export function growingFormat(format: VideoFormat) {
  return format === 'mp4'
    ? new Mp4OutputFormat({ fastStart: 'fragmented', minimumFragmentDuration: FRAGMENT })
    : new WebMOutputFormat({ appendOnly: true, minimumClusterDuration: FRAGMENT });
}

/** The container that people get: its index in front, so that it plays from the first byte. */
export function finalFormat(format: VideoFormat) {
  return format === 'mp4' ? new Mp4OutputFormat({ fastStart: 'reserve' }) : new WebMOutputFormat();
}

export function streamTo(file: FileWriter, gathered: boolean): StreamTarget {
  return new StreamTarget(file.positioned(), gathered ? { chunked: true, chunkSize: CHUNK_BYTES } : {});
}
