import * as Comlink from 'comlink';
import { ImpastoError } from '../../protocol/errors';
import type { FramePainterApi, PainterReady } from '../../protocol/media';
import type { Outcome } from '../../protocol/outcome';
import { Breaker } from '../../shared/breaker';
import { withDeadline } from '../../shared/deadline';
import { unwrap } from '../../shared/outcome';

/** One 4K frame on one WASM thread stays below it. */
const FRAME_DEADLINE_MS = 90_000;
/** How often in a row, without a frame in between, a painter that died is replaced before the export gives up. */
const MAX_REPLACEMENTS = 3;

interface Connection {
  readonly port: MessagePort;
  readonly api: Comlink.Remote<FramePainterApi>;
  readonly ready: PainterReady;
  /** Breaks when `lost` is told that the other end is gone. */
  readonly breaker: Breaker;
}

/**
 * The render worker as a function from frame to painting. A frame survives the death of its painter:
 * it is painted by the next one, once the page has rebuilt its renderer.
 */
export class RemotePainter {
  private connection: Promise<Connection> | null = null;
  private replacements = 0;
  private breaker = new Breaker();

  constructor(private readonly open: () => Promise<Outcome<MessagePort>>) {}

  async ready(): Promise<PainterReady> {
    return (await this.connect()).ready;
  }

  /** Takes `frame` over; the painting has the same timestamp and duration. */
  async paint(frame: VideoFrame): Promise<VideoFrame> {
    try {
      for (;;) {
        const connection = this.connect();
        try {
          return await this.paintOn(await connection, frame);
        } catch (error) {
          await this.replace(connection, error);
        }
      }
    } finally {
      frame.close();
    }
  }

  /** The renderer behind the painter is gone: what it was given is painted by the next one. */
  lost(): void {
    this.breaker.break(gone('the renderer was replaced'));
  }

  /** Lets the other end free what it holds. */
  async close(): Promise<void> {
    const connection = this.connection;
    this.connection = null;
    if (!connection) return;
    const { port, api } = await connection;
    await withDeadline(api.close(), 1000, () => new Error('no answer')).catch(() => undefined);
    port.close();
  }

  private async paintOn({ api, breaker }: Connection, frame: VideoFrame): Promise<VideoFrame> {
    const answer = breaker.guard<Outcome<VideoFrame>>(() => {
      const sent = frame.clone();
      return api.paint(Comlink.transfer(sent, [sent]));
    });
    const painted = unwrap(await withDeadline(answer, FRAME_DEADLINE_MS, silent));
    this.replacements = 0;
    return painted;
  }

  private connect(): Promise<Connection> {
    this.connection ??= this.establish();
    return this.connection;
  }

  private async establish(): Promise<Connection> {
    const port = unwrap(await this.open());
    const breaker = new Breaker();
    this.breaker = breaker;
    const api = Comlink.wrap<FramePainterApi>(port);
    const answer = breaker.guard<Outcome<PainterReady>>(() => api.ready());
    const ready = unwrap(await withDeadline(answer, FRAME_DEADLINE_MS, silent));
    return { port, api, ready, breaker };
  }

  /** Makes the next `connect` begin anew; throws `cause` when that was tried too often or cannot help. */
  private async replace(failed: Promise<Connection>, cause: unknown): Promise<void> {
    if (this.connection !== failed) return;
    this.connection = null;
    await failed.then(
      ({ port, api }) => {
        // It may be gone, or only slow: then it frees what it holds.
        void api.close();
        port.close();
      },
      () => undefined,
    );
    if (++this.replacements > MAX_REPLACEMENTS) throw cause;
  }
}

function silent(): ImpastoError {
  return gone('no answer in time');
}

function gone(detail: string): ImpastoError {
  return new ImpastoError('worker-timeout', 'The painting thread did not answer.', detail);
}
