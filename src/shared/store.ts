/** An immutable snapshot and those who want to know when another takes its place. */
export class Store<State extends object> {
  #state: State;
  #pending = false;
  readonly #listeners = new Set<() => void>();

  constructor(initial: State) {
    this.#state = Object.freeze(initial);
  }

  get state(): State {
    return this.#state;
  }

  /** Replaces the snapshot; listeners hear of any number of changes once, in the next microtask. */
  update(change: Partial<State>): void {
    this.#state = Object.freeze({ ...this.#state, ...change });
    if (this.#pending) return;
    this.#pending = true;
    queueMicrotask(() => {
      this.#pending = false;
      for (const listener of [...this.#listeners]) listener();
    });
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}
