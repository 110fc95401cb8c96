/** How pictures are taken out of a video element. */
export interface VideoPath {
  /** `callback`: at every presented frame; `timer`: polled. */
  readonly clock: 'callback' | 'timer';
  /** `frame`: `new VideoFrame(video)`; `bitmap`: drawn through an OffscreenCanvas. */
  readonly grab: 'frame' | 'bitmap';
}

/** How frames are taken from a track: by a processor, or from a video element that plays it. */
export type TrackPath = 'processor' | VideoPath;

/** Firefox has `VideoFrame` but can copy none to a texture; an `ImageBitmap` it can. */
function copiesVideoFrames(): boolean {
  return typeof VideoFrame === 'function' && !('mozInnerScreenX' in globalThis);
}

/** The best way this browser has for a video element. */
export function bestVideoPath(): VideoPath {
  const callback = 'requestVideoFrameCallback' in HTMLVideoElement.prototype;
  return {
    clock: callback ? 'callback' : 'timer',
    grab: copiesVideoFrames() ? 'frame' : 'bitmap',
  };
}

/** The best way this browser has for a track. Safari has the processor in workers only. */
export function bestTrackPath(): TrackPath {
  return 'MediaStreamTrackProcessor' in globalThis && copiesVideoFrames() ? 'processor' : bestVideoPath();
}
