/** Span over which a rate is taken, ms. */
const WINDOW = 1500;

/** How often something happened lately, by its times (ms, rising). */
export class FrameRate {
  #times: number[] = [];

  add(time: number): void {
    this.#times.push(time);
    const oldest = time - WINDOW;
    while ((this.#times[0] ?? time) < oldest) this.#times.shift();
  }

  /** Per second, over the last {@link WINDOW} before `now`; 0 with fewer than two times. */
  rate(now: number): number {
    const times = this.#times.filter((time) => time >= now - WINDOW);
    const [first] = times;
    const last = times.at(-1);
    if (first === undefined || last === undefined || last <= first) return 0;
    return ((times.length - 1) * 1000) / (last - first);
  }

  clear(): void {
    this.#times = [];
  }
}
