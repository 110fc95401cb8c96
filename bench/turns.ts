/** Opens engines, gives them turns, and keeps what they need: the part of a page or process that measures. */
import type { NetworkModel } from '../src/network/model';
import type { Tier } from '../src/protocol/quality';
import type { Cell, Contender, ContenderId, OpenContender } from './contender';
import type { MemoryMeter } from './memory-meter';

export interface Opened {
  /** ms from nothing but weights to the first finished frame. */
  readonly firstFrame: number;
}

export class Turns {
  private readonly opened = new Map<ContenderId, Contender>();
  private readonly peaks = new Map<ContenderId, number>();

  constructor(
    private readonly contenders: Partial<Record<ContenderId, OpenContender>>,
    private readonly network: (tier: Tier) => Promise<NetworkModel>,
    private readonly memory: MemoryMeter | null,
  ) {}

  async open(id: ContenderId, { tier, size }: Cell): Promise<Opened> {
    const open = this.contenders[id];
    if (!open) throw new Error(`${id} does not run here`);
    const model = await this.network(tier);
    const before = this.memory?.restart() ?? 0;
    const start = performance.now();
    const contender = await open({ model, size });
    await contender.frame();
    const firstFrame = performance.now() - start;
    this.opened.set(id, contender);
    if (this.memory) this.peaks.set(id, this.memory.peak() - before);
    return { firstFrame };
  }

  /** ms of one frame. */
  async turn(id: ContenderId): Promise<number> {
    const contender = this.opened.get(id);
    if (!contender) throw new Error(`${id} is not open`);
    const start = performance.now();
    await contender.frame();
    return performance.now() - start;
  }

  /** Bytes on the device until the end of the first frame, at the most; null where they cannot be counted. */
  peak(id: ContenderId): number | null {
    return this.peaks.get(id) ?? null;
  }

  async close(): Promise<void> {
    for (const contender of this.opened.values()) await contender.dispose();
    this.opened.clear();
  }
}
