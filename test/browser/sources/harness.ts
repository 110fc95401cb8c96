/** Runs in the page: the real sources, with a sink that measures every frame and closes it. */
import { toErrorReport, type ErrorReport } from '../../../src/protocol/errors';
import { CameraSource } from '../../../src/sources/camera-source';
import { listCameras } from '../../../src/sources/cameras';
import type { TrackPath, VideoPath } from '../../../src/sources/frame-path';
import type { FrameSource, SourceInfo } from '../../../src/sources/frame-source';
import { PictureSource } from '../../../src/sources/picture-source';
import { drawSampleScene } from '../../../src/sources/sample-scene/scene';
import { SampleSource } from '../../../src/sources/sample-source';
import { VideoFileSource } from '../../../src/sources/video-file-source';
import { FrameLedger, UrlLedger } from './ledger';

export interface Seen {
  readonly width: number;
  readonly height: number;
  readonly type: string;
  readonly captureTime: number;
  /** Position in the clip, s; null for a bitmap. */
  readonly mediaTime: number | null;
  /** Ms from capture until the sink got it. */
  readonly age: number;
  /** Mean of red, green and blue of the four quarters, row by row. */
  readonly quarters: readonly (readonly number[])[];
}

const frames = new FrameLedger();
const urls = new UrlLedger();
const tracks: MediaStreamTrack[] = [];

/** Remembers the tracks that are handed out, so that tests can unplug them. */
function watchTracks(): void {
  const { mediaDevices } = navigator;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await open(constraints);
    tracks.push(...stream.getTracks());
    return stream;
  };
}
watchTracks();

/** One source at work, and what came of it. */
export class Run<Source extends FrameSource = FrameSource> {
  readonly seen: Seen[] = [];
  readonly ends: (ErrorReport | null)[] = [];
  info: SourceInfo | null = null;
  error: ErrorReport | null = null;

  constructor(readonly source: Source) {}

  async start(): Promise<this> {
    try {
      this.info = await this.source.start({
        frame: ({ image, captureTime }) => {
          this.seen.push(describe(image, captureTime));
          image.close();
        },
        ended: (error) => this.ends.push(error),
      });
    } catch (error) {
      this.error = toErrorReport(error);
    }
    return this;
  }

  /** Waits until `count` frames have come in all; gives up after `milliseconds`. */
  async until(count: number, milliseconds = 20_000): Promise<void> {
    await waitFor(() => this.seen.length >= count, milliseconds, `${count} frames`);
  }

  async untilEnded(milliseconds = 20_000): Promise<void> {
    await waitFor(() => this.ends.length > 0, milliseconds, 'the end');
  }
}

export async function waitFor(condition: () => boolean, milliseconds: number, what: string): Promise<void> {
  const deadline = performance.now() + milliseconds;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
    await sleep(10);
  }
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** What must be nothing once every source is stopped. */
export function leftOpen(): { frames: number; readers: number; urls: number; tracks: number } {
  const live = tracks.filter(({ readyState }) => readyState === 'live').length;
  return { frames: frames.open, readers: frames.readers, urls: urls.open, tracks: live };
}

export function framesMade(): number {
  return frames.made;
}

/** Ends the newest camera as unplugging does. */
export function unplug(): void {
  const track = tracks.at(-1);
  if (track === undefined) throw new Error('There is no camera to unplug.');
  track.stop();
  track.dispatchEvent(new Event('ended'));
}

export const camera = (path?: TrackPath, deviceId?: string, deadline?: number): Run =>
  new Run(
    new CameraSource({
      deviceId,
      ...(path === undefined ? {} : { path }),
      ...(deadline === undefined ? {} : { deadline }),
    }),
  );

export const sample = (): Run<SampleSource> => new Run(new SampleSource());

export async function video(
  url: string,
  name: string,
  path?: VideoPath,
  deadline?: number,
): Promise<Run<VideoFileSource>> {
  const options = {
    ...(path === undefined ? {} : { path }),
    ...(deadline === undefined ? {} : { deadline }),
  };
  return new Run(new VideoFileSource(await fileOf(url, name), options));
}

async function fileOf(url: string, name: string): Promise<File> {
  return new File([await (await fetch(url)).blob()], name);
}

/** An object URL of a JPEG or PNG, its quarters red, green / blue, white. */
export async function quarteredPicture(width: number, height: number, type: string): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  ['#f00', '#0f0', '#00f', '#fff'].forEach((colour, index) => {
    context.fillStyle = colour;
    context.fillRect((index % 2) * (width / 2), Math.floor(index / 2) * (height / 2), width / 2, height / 2);
  });
  return canvas.convertToBlob({ type, quality: 0.95 });
}

/** A JPEG with an EXIF segment that says `orientation`, put in after the start marker. */
export async function oriented(jpeg: Blob, orientation: number): Promise<Blob> {
  const bytes = new Uint8Array(await jpeg.arrayBuffer());
  const entry = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0];
  const tiff = [0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, 0, 1, ...entry, 0, 0, 0, 0];
  const body = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff];
  const segment = new Uint8Array([0xff, 0xe1, 0, body.length + 2, ...body]);
  return new Blob([bytes.slice(0, 2), segment, bytes.slice(2)], { type: 'image/jpeg' });
}

export async function runPicture(blob: Blob, name: string): Promise<Run> {
  const run = await new Run(new PictureSource(new File([blob], name))).start();
  if (run.error === null) await run.until(1);
  return run;
}

/** Pixels of the sample scene at a time. */
export function scenePixels(timeSeconds: number, width: number, height: number): Uint8ClampedArray {
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (context === null) throw new Error('no canvas');
  drawSampleScene(context, timeSeconds, width, height);
  return context.getImageData(0, 0, width, height).data;
}

export { listCameras };

const probe = new OffscreenCanvas(2, 2).getContext('2d', { willReadFrequently: true });

function describe(image: VideoFrame | ImageBitmap, captureTime: number): Seen {
  const isFrame = image instanceof VideoFrame;
  const age = performance.now() - captureTime;
  probe?.drawImage(image, 0, 0, 2, 2);
  const data = probe?.getImageData(0, 0, 2, 2).data ?? new Uint8ClampedArray(16);
  return {
    width: isFrame ? image.displayWidth : image.width,
    height: isFrame ? image.displayHeight : image.height,
    type: isFrame ? 'VideoFrame' : 'ImageBitmap',
    captureTime,
    mediaTime: isFrame ? image.timestamp / 1e6 : null,
    age,
    quarters: [0, 4, 8, 12].map((at) => [...data.slice(at, at + 3)]),
  };
}
