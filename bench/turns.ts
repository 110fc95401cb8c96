/** Opens engines, gives them turns, and keeps what they need: the part of a page or process that measures. */
import type { NetworkModel } from '../src/network/model';
import type { Tier } from '../src/protocol/quality';
import type { Cell, Contender, ContenderId, OpenContender } from './contender';
import type { MemoryMeter } from './memory-meter';

export interface Opened {
  /** ms from nothing but weights to the first finished frame. */
  readonly firstFrame: number;
}

/** ms that a turn lasts at least: waiting for a device takes longer than a frame on a fast one, which idles meanwhile. */
const TURN_MS = 30;
/** Frames that may wait for the device. */
const MOST_FRAMES = 64;

interface Playing {
  readonly contender: Contender;
  /** Frames of its next turn. */
  frames: number;
}

export class Turns {
  private readonly opened = new Map<ContenderId, Playing>();
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
    // From here on `close` gives back what it holds, also if it does not get through its first frame.
    this.opened.set(id, { contender, frames: 1 });
    await contender.paint();
    await contender.finished();
    const firstFrame = performance.now() - start;
    if (this.memory) this.peaks.set(id, this.memory.peak() - before);
    return { firstFrame };
  }

  /** ms a frame, of as many in a row as fill a turn. */
  async turn(id: ContenderId): Promise<number> {
    const playing = this.opened.get(id);
    if (!playing) throw new Error(`${id} is not open`);
    const { contender, frames } = playing;
    const start = performance.now();
    for (let frame = 0; frame < frames; frame++) await contender.paint();
    await contender.finished();
    const ms = (performance.now() - start) / frames;
    playing.frames = Math.min(MOST_FRAMES, Math.ceil(TURN_MS / ms));
    return ms;
  }

  /** Bytes on the device until the end of the first frame, at the most; null where they cannot be counted. */
  peak(id: ContenderId): number | null {
    return this.peaks.get(id) ?? null;
  }

  async close(): Promise<void> {
    for (const { contender } of this.opened.values()) await contender.dispose();
    this.opened.clear();
  }
}
