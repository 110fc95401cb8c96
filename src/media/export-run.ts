import { ImpastoError, toErrorReport } from '../protocol/errors';
import type { ExportProgress, ExportSettings, PainterJob, WriteResult } from '../protocol/media';
import { NO_DEADLINE_MS } from '../shared/deadline';
import { outcome, unwrap } from '../shared/outcome';
import { forwardEvents, type MediaLink, recoverPart, spawnMediaWorker } from './media-link';
import type { PainterHost } from './painter-host';
import { SilenceWatch } from './silence-watch';

/** A worker that has shown nothing for so long is stuck (a decoder that never answers), and is killed. */
const STALL_MS = 180_000;

/** One export in a worker of its own. If that dies, what it had written is made a clip of by another one. */
export class ExportRun {
  /** Rejects with `ImpastoError` if not even a part could be kept. */
  readonly result: Promise<WriteResult>;
  private link: MediaLink | null = null;
  private readonly watch = new SilenceWatch(STALL_MS, () => this.link?.terminate());
  /** True once everything is on the disk and only the clip is to be made of it. */
  private whole = false;
  private cancelled: { readonly keep: boolean } | null = null;

  constructor(
    private readonly id: string,
    private readonly file: File,
    private readonly settings: ExportSettings,
    private readonly host: PainterHost,
    private readonly onProgress: (progress: ExportProgress) => void,
  ) {
    this.result = this.run().finally(() => this.watch.end());
  }

  /** True once it was cancelled with nothing of it to be kept. */
  get unwanted(): boolean {
    return this.cancelled?.keep === false;
  }

  pause(): void {
    this.watch.paused = true;
    this.tell((link) => link.call((api) => api.pause()));
  }

  resume(): void {
    this.watch.paused = false;
    this.watch.heard();
    this.tell((link) => link.call((api) => api.resume()));
  }

  cancel(keep: boolean): void {
    this.watch.paused = false;
    this.watch.heard();
    this.cancelled = { keep };
    this.tell((link) => link.call((api) => api.cancel(keep)));
  }

  /** The renderer was replaced by another, which goes on with the frames that are missing. */
  rendererReplaced(): void {
    this.watch.heard();
    this.tell((link) => link.call((api) => api.rendererReplaced()));
  }

  private tell(message: (link: MediaLink) => Promise<unknown>): void {
    // A worker that does not hear is about to be found dead by `run`.
    if (this.link) message(this.link).catch(() => undefined);
  }

  private async run(): Promise<WriteResult> {
    const link = await spawnMediaWorker();
    this.link = link;
    // What was asked for while the worker came up.
    if (this.watch.paused) this.pause();
    if (this.cancelled) this.cancel(this.cancelled.keep);
    const events = forwardEvents({
      progress: (progress) => this.progressed(progress),
      settling: (complete) => this.settling(complete),
      openPainter: (job) => outcome(() => this.openPainter(job)),
    });
    try {
      return unwrap(
        await link.call((api) => api.exportClip(this.id, this.file, this.settings, events), NO_DEADLINE_MS),
      );
    } catch (error) {
      return await this.salvage(error);
    } finally {
      this.link = null;
      link.terminate();
    }
  }

  private progressed(progress: ExportProgress): void {
    this.watch.heard();
    this.onProgress(progress);
  }

  private settling(complete: boolean): void {
    this.watch.heard();
    this.whole = complete;
  }

  private async openPainter(job: PainterJob): Promise<MessagePort> {
    const { port1, port2 } = new MessageChannel();
    await this.host.openPainter(port1, job);
    return port2;
  }

  /** The worker is gone or could not begin: the fragments on the disk may still be a clip. */
  private async salvage(cause: unknown): Promise<WriteResult> {
    const { code, detail, message } = toErrorReport(cause);
    const dead = code === 'worker-crashed' || code === 'worker-timeout' || code === 'internal';
    if (!dead || this.unwanted) throw cause;
    this.link?.terminate();
    const kept = await recoverPart(this.id, this.settings.format);
    if (kept.clip && this.whole) return { ...kept, complete: true };
    const error = new ImpastoError(
      'export-failed',
      kept.clip
        ? 'The export broke off. What was finished is among the clips; export again for the rest.'
        : 'The export broke off before anything was finished. Try again, perhaps at a smaller resolution.',
      detail ?? message,
    ).report;
    return { ...kept, error };
  }
}
