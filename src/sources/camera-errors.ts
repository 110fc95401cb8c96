import { ImpastoError, type ErrorCode } from '../protocol/errors';

type CameraCode = Extract<ErrorCode, `camera-${string}`>;

/** What happened, and the way on. */
const SENTENCES: Readonly<Record<CameraCode, string>> = {
  'camera-denied':
    'Impasto was not allowed to use the camera. Allow it in the browser’s address bar and press “Start camera” again, or open a video or a picture instead.',
  'camera-missing':
    'No camera was found. Plug one in and press “Start camera” again, or try the sample scene.',
  'camera-busy':
    'The camera gives no picture; another program is probably using it. Close that program and press “Start camera” again, or choose another camera.',
  'camera-unplugged':
    'The camera was unplugged, or its permission was taken back. Plug it in and press “Start camera” again, or choose another camera.',
  'camera-unsupported':
    'This page cannot reach a camera here: browsers allow that only on https pages and on localhost. Open a video or a picture instead, or try the sample scene.',
};

const DENIED_BY_SYSTEM =
  'Your computer’s privacy settings keep the camera from this browser. Allow the browser to use it there and press “Start camera” again, or open a video or a picture instead.';

const CHOSEN_MISSING =
  'The chosen camera is not there any more. Choose another one, or press “Start camera” to use any.';

export function cameraError(code: CameraCode, detail?: string): ImpastoError {
  return new ImpastoError(code, SENTENCES[code], detail);
}

/** The failure of `getUserMedia` in words; `chosen`: a certain camera was asked for. */
export function cameraErrorFrom(error: unknown, chosen: boolean): ImpastoError {
  const name = error instanceof Error ? error.name : '';
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  switch (name) {
    case 'NotAllowedError':
      return deniedBySystem(error)
        ? new ImpastoError('camera-denied', DENIED_BY_SYSTEM, detail)
        : cameraError('camera-denied', detail);
    case 'NotFoundError':
    case 'OverconstrainedError':
      return chosen
        ? new ImpastoError('camera-missing', CHOSEN_MISSING, detail)
        : cameraError('camera-missing', detail);
    case 'SecurityError':
    case 'TypeError':
    case 'NotSupportedError':
      return cameraError('camera-unsupported', detail);
    default:
      return cameraError('camera-busy', detail);
  }
}

/** True if not the user but the system refused a device: Chrome says so in its message alone. */
export function deniedBySystem(error: unknown): boolean {
  return error instanceof Error && error.name === 'NotAllowedError' && /\bsystem\b/i.test(error.message);
}
