/** One spatial size of one tensor for every candidate; −1 where the candidate was refused before. */
export interface Curve {
  readonly id: number;
  readonly sizes: Int32Array;
}

export const dead = -1;

/** Keeps equal curves once: most layers of a network share theirs, and what is shared is worked out once. */
export class Curves {
  readonly #known = new Map<string, Curve>();

  of(sizes: Int32Array): Curve {
    const key = sizes.join();
    const known = this.#known.get(key);
    if (known) return known;
    const curve = { id: this.#known.size, sizes };
    this.#known.set(key, curve);
    return curve;
  }
}
