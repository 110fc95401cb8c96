const TIMESTAMP_BYTES = 8;
/** The step of clocks in browsers, ms. */
const TICK = 0.1;

/** How long the device takes for a pass: by its own clock where it has `timestamp-query`, else by ours. */
export class GpuClock {
  private readonly queries: { set: GPUQuerySet; resolved: GPUBuffer; read: GPUBuffer } | null;

  constructor(private readonly device: GPUDevice) {
    const size = 2 * TIMESTAMP_BYTES;
    this.queries = device.features.has('timestamp-query')
      ? {
          set: device.createQuerySet({ type: 'timestamp', count: 2 }),
          resolved: device.createBuffer({
            size,
            usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
          }),
          read: device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST }),
        }
      : null;
  }

  /** ms of what `encode` asks for. */
  async time(encode: (pass: GPUComputePassEncoder) => void): Promise<number> {
    const { device, queries } = this;
    const encoder = device.createCommandEncoder({ label: 'clock' });
    const pass = encoder.beginComputePass({
      ...(queries && {
        timestampWrites: { querySet: queries.set, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 },
      }),
    });
    encode(pass);
    pass.end();
    if (queries) {
      encoder.resolveQuerySet(queries.set, 0, 2, queries.resolved, 0);
      encoder.copyBufferToBuffer(queries.resolved, 0, queries.read, 0, 2 * TIMESTAMP_BYTES);
    }
    const start = performance.now();
    device.queue.submit([encoder.finish()]);
    if (!queries) {
      await device.queue.onSubmittedWorkDone();
      return performance.now() - start;
    }
    await queries.read.mapAsync(GPUMapMode.READ);
    const [begin = 0n, end = 0n] = new BigUint64Array(queries.read.getMappedRange());
    queries.read.unmap();
    return Number(end - begin) / 1e6;
  }

  /**
   * ms of one turn of `encode`, after a first one that does not count: as many in a row as take at least half of
   * `enough` ms (but no more than `most`), for clocks are coarse.
   */
  async timeRepeated(
    encode: (pass: GPUComputePassEncoder) => void,
    enough: number,
    most = 1000,
  ): Promise<number> {
    // By our own clock the way there and back is in every figure.
    const trip = this.queries ? 0 : await this.time(() => undefined);
    let all = (await this.time(encode)) - trip;
    for (let repeats = 1; ;) {
      // What took no tick may have taken half of one.
      const wanted = Math.ceil(repeats * (enough / Math.max(all, TICK / 2)));
      repeats = Math.max(2, Math.min(most, wanted));
      all = await this.time((pass) => {
        for (let repeat = 0; repeat < repeats; repeat++) encode(pass);
      });
      all -= trip;
      if (all >= enough / 2 || repeats === most) return Math.max(0, all) / repeats;
    }
  }

  /** Keeps the device at work for about `ms`: one that idled runs at a fraction of its speed. */
  async warm(encode: (pass: GPUComputePassEncoder) => void, ms: number): Promise<void> {
    const start = performance.now();
    for (let repeats = 1; performance.now() - start < ms; repeats *= 2)
      await this.time((pass) => {
        for (let repeat = 0; repeat < repeats; repeat++) encode(pass);
      });
  }

  destroy(): void {
    this.queries?.set.destroy();
    this.queries?.resolved.destroy();
    this.queries?.read.destroy();
  }
}
