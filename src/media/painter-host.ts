import type { CaptureOptions, PainterJob } from '../protocol/media';

/**
 * What exports and recordings need of the renderer. Where one is being rebuilt, a call waits for it;
 * where there will be none, it throws `ImpastoError`.
 */
export interface PainterHost {
  /** `port` is transferred. */
  openPainter(port: MessagePort, job: PainterJob): Promise<void>;
  /** `port` is transferred. */
  startCapture(port: MessagePort, options: CaptureOptions): Promise<void>;
  stopCapture(): Promise<void>;
}
