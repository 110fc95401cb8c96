import { LeaveGuard } from '../shared/leave-guard';
import { CameraSource } from '../sources/camera-source';
import { listCameras, watchCameras, type CameraInfo } from '../sources/cameras';
import type { FrameSource } from '../sources/frame-source';
import { PictureSource } from '../sources/picture-source';
import { SampleSource } from '../sources/sample-source';
import { VideoFileSource } from '../sources/video-file-source';
import { download } from './download';

/** A camera that can say which one it is. */
export interface CameraFrameSource extends FrameSource {
  /** Null until it has started. */
  readonly deviceId: string | null;
}

/** What the studio has from the browser; tests put others in their place. */
export interface StudioParts {
  camera(deviceId: string | undefined): CameraFrameSource;
  video(file: File): FrameSource;
  picture(file: File): FrameSource;
  sample(): FrameSource;
  listCameras(): Promise<readonly CameraInfo[]>;
  watchCameras(changed: () => void): () => void;
  download(blob: Blob, name: string): void;
  /** Whether the browser is to ask before the page is closed. */
  guard(on: boolean): void;
  /** Ms, as `performance.now()`. */
  now(): number;
  /** False where the page came over plain http from another computer. */
  readonly secure: boolean;
  /** True if the window has room for an open panel. */
  readonly wide: boolean;
}

/** Width from which panel and meters start open, CSS pixels. */
const WIDE = 1024;

export function browserParts(): StudioParts {
  const leaving = new LeaveGuard();
  return {
    camera: (deviceId) => new CameraSource({ deviceId }),
    video: (file) => new VideoFileSource(file),
    picture: (file) => new PictureSource(file),
    sample: () => new SampleSource(),
    listCameras,
    watchCameras,
    download,
    guard: (on) => (leaving.busy = on),
    now: () => performance.now(),
    secure: window.isSecureContext,
    wide: window.innerWidth >= WIDE,
  };
}
