import type { StageTimes } from '../../protocol/render';

const COUNT = 4;
const BYTES = COUNT * 8;
const NANOSECONDS_PER_MS = 1e6;

/**
 * GPU timestamps around ingest and present; the network is what lies between. One measurement is
 * under way at a time, read back asynchronously (32 bytes), so that no frame waits for it.
 */
export class StageTimestamps {
  readonly ingestWrites: GPUComputePassTimestampWrites;
  readonly presentWrites: GPURenderPassTimestampWrites;
  private readonly queries: GPUQuerySet;
  private readonly resolved: GPUBuffer;
  private readonly readback: GPUBuffer;
  private reading = false;
  private latest: StageTimes | null = null;

  constructor(device: GPUDevice) {
    this.queries = device.createQuerySet({ type: 'timestamp', count: COUNT });
    this.resolved = device.createBuffer({
      size: BYTES,
      usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
    });
    this.readback = device.createBuffer({
      size: BYTES,
      usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
    });
    const writes = (begin: number) => ({
      querySet: this.queries,
      beginningOfPassWriteIndex: begin,
      endOfPassWriteIndex: begin + 1,
    });
    this.ingestWrites = writes(0);
    this.presentWrites = writes(2);
  }

  /** Ends the frame's measurement; call after the encoder's last pass, before `finish`. */
  resolve(encoder: GPUCommandEncoder): void {
    if (this.reading) return;
    encoder.resolveQuerySet(this.queries, 0, COUNT, this.resolved, 0);
    encoder.copyBufferToBuffer(this.resolved, 0, this.readback, 0, BYTES);
  }

  /** Starts reading what `resolve` recorded; call after the submit. */
  read(): void {
    if (this.reading) return;
    this.reading = true;
    this.readback
      .mapAsync(GPUMapMode.READ)
      .then(() => {
        const [ingestStart = 0n, ingestEnd = 0n, presentStart = 0n, presentEnd = 0n] = new BigInt64Array(
          this.readback.getMappedRange(),
        );
        const ms = (from: bigint, to: bigint) => Math.max(0, Number(to - from) / NANOSECONDS_PER_MS);
        this.latest = {
          ingest: ms(ingestStart, ingestEnd),
          network: ms(ingestEnd, presentStart),
          present: ms(presentStart, presentEnd),
        };
        this.readback.unmap();
        this.reading = false;
      })
      // The device is gone or the buffer destroyed; there is nothing left to measure.
      .catch(() => undefined);
  }

  times(): StageTimes | null {
    return this.latest;
  }

  destroy(): void {
    this.queries.destroy();
    this.resolved.destroy();
    this.readback.destroy();
  }
}
