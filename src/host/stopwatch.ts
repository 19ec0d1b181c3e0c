/** Adds up the time that our own code takes on the extension host. */
export class Stopwatch {
  #total = 0;
  #depth = 0;

  /** Milliseconds since the last `take`. */
  take(): number {
    const total = this.#total;
    this.#total = 0;
    return total;
  }

  measure<T>(task: () => T): T {
    const start = performance.now();
    this.#depth++;
    try {
      return task();
    } finally {
      // A task inside another is part of the outer one's time.
      if (--this.#depth === 0) this.#total += performance.now() - start;
    }
  }
}
