import { BufferTarget, CanvasSource, Output, Quality, type VideoCodec } from 'mediabunny';
import { ImpastoError } from '../../protocol/errors';
import type { Film, FilmFrame } from '../../protocol/media';
import type { Size } from '../../protocol/quality';
import { videoBitrate } from './bitrate';
import { videoCodecFor, type VideoFormat } from './codecs';
import { finalFormat } from './container';

const FORMATS: readonly VideoFormat[] = ['mp4', 'webm'];
/** What the bitrate is reckoned by: a film has few pictures, and each of them changes everywhere. */
const FRAME_RATE = 30;

/** Makes a video of pictures, one after the other; a small one is scaled up to the size of the last. */
export async function writeFilm(frames: readonly FilmFrame[]): Promise<Film> {
  const canvas = await canvasFor(frames.at(-1)?.picture);
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw cannotWrite('no canvas');
  const { format, codec } = await formatFor(canvas);
  const bitrate = videoBitrate(codec, canvas, FRAME_RATE, 'high');
  const source = new CanvasSource(canvas, { codec, quality: new Quality({ bitrate }) });
  const target = new BufferTarget();
  const output = new Output({ format: finalFormat(format), target });
  output.addVideoTrack(source, { maximumPacketCount: frames.length });
  await output.start();
  let time = 0;
  for (const { picture, duration } of frames) {
    const bitmap = await createImageBitmap(picture);
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    await source.add(time, duration);
    time += duration;
  }
  await output.finalize();
  if (!target.buffer) throw cannotWrite('nothing was written');
  return { file: new Blob([target.buffer], { type: `video/${format}` }), extension: format };
}

/** Encoders want even sides. */
async function canvasFor(picture: Blob | undefined): Promise<OffscreenCanvas> {
  if (!picture) throw new ImpastoError('export-failed', 'There is nothing to make a film of yet.');
  const bitmap = await createImageBitmap(picture);
  const { width, height } = bitmap;
  bitmap.close();
  const even = (side: number): number => Math.max(2, side - (side % 2));
  return new OffscreenCanvas(even(width), even(height));
}

async function formatFor(size: Size): Promise<{ format: VideoFormat; codec: VideoCodec }> {
  for (const format of FORMATS) {
    const codec = await videoCodecFor(format, size);
    if (codec) return { format, codec };
  }
  throw cannotWrite(`no encoder for ${size.width}×${size.height}`);
}

function cannotWrite(detail: string): ImpastoError {
  return new ImpastoError(
    'export-failed',
    'This browser cannot write a video of this size. The picture and its losses can be saved all the same.',
    detail,
  );
}
