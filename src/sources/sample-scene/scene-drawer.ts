import { ImpastoError } from '../../protocol/errors';
import { stoppedError } from '../stopped';
import type { SceneReply, SceneRequest } from './scene-worker';

interface Waiting {
  readonly resolve: (image: ImageBitmap) => void;
  readonly reject: (error: Error) => void;
}

/** The worker that draws the sample scene, as promises. */
export class SceneDrawer {
  readonly #worker = new Worker(new URL('./scene-worker.ts', import.meta.url), {
    type: 'module',
    name: 'sample-scene',
  });
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor() {
    this.#worker.addEventListener('message', ({ data }: MessageEvent<SceneReply>) => {
      this.#answered(data);
    });
    this.#worker.addEventListener('error', ({ message }) => {
      this.#rejectAll(cannotDraw(message));
    });
  }

  /** The scene at a time; who gets the bitmap closes it. Rejects after `close`. */
  draw(timeSeconds: number, width: number, height: number): Promise<ImageBitmap> {
    const request: SceneRequest = { id: ++this.#lastId, timeSeconds, width, height };
    return new Promise((resolve, reject) => {
      this.#waiting.set(request.id, { resolve, reject });
      this.#worker.postMessage(request);
    });
  }

  close(): void {
    this.#worker.terminate();
    this.#rejectAll(stoppedError());
  }

  #answered({ id, image }: SceneReply): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (image === null) waiting?.reject(cannotDraw('no 2D context'));
    else if (waiting === undefined) image.close();
    else waiting.resolve(image);
  }

  #rejectAll(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

export function cannotDraw(detail: string): ImpastoError {
  return new ImpastoError(
    'internal',
    'The sample scene cannot be drawn in this browser. Start the camera, or open a video or a picture instead.',
    detail,
  );
}
