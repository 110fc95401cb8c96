import { VideoSample } from 'mediabunny';

const LONG_SIDE = 320;
const QUALITY = 0.75;

/** A small upright JPEG of a frame; the frame stays the caller's. */
export function smallJpeg(sample: VideoSample): Promise<Blob> {
  const scale = Math.min(1, LONG_SIDE / Math.max(sample.displayWidth, sample.displayHeight));
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(sample.displayWidth * scale)),
    Math.max(1, Math.round(sample.displayHeight * scale)),
  );
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('no 2D context');
  sample.drawWithFit(context, { fit: 'fill' });
  return canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
}

/** The same of a frame that is only looked at. */
export async function smallJpegOf(frame: VideoFrame): Promise<Blob> {
  const sample = new VideoSample(frame.clone());
  try {
    return await smallJpeg(sample);
  } finally {
    sample.close();
  }
}
