/** Compiles many shaders a few at a time, in the order in which they were asked for. */
export class PipelineQueue {
  private readonly waiting: { code: string; begin: () => void }[] = [];
  private readonly pipelines = new Map<string, Promise<GPUComputePipeline>>();
  private running = 0;
  private open = true;

  constructor(
    private readonly device: GPUDevice,
    private readonly most: number,
  ) {}

  add(code: string): void {
    if (this.pipelines.has(code)) return;
    const begun = new Promise<void>((begin) => this.waiting.push({ code, begin }));
    const pipeline = begun.then(() => this.compile(code));
    // Whoever waits for it learns of it.
    pipeline.catch(() => undefined);
    this.pipelines.set(code, pipeline);
    this.next();
  }

  get(code: string): Promise<GPUComputePipeline> {
    return this.pipelines.get(code) ?? Promise.reject(new Error('never asked for'));
  }

  /** Begins nothing more. */
  close(): void {
    this.open = false;
  }

  private async compile(code: string): Promise<GPUComputePipeline> {
    try {
      return await this.device.createComputePipelineAsync({
        layout: 'auto',
        compute: { module: this.device.createShaderModule({ code }) },
      });
    } finally {
      this.running--;
      this.next();
    }
  }

  private next(): void {
    if (!this.open || this.running >= this.most) return;
    const first = this.waiting.shift();
    if (!first) return;
    this.running++;
    first.begin();
  }
}
