/** How often what is kept at once may be exceeded before what is not asked for goes. */
const timesKept = 2;

/** A map that forgets what was not asked for lately: while as many others came as `most` says, or more. */
export class RecentMap<K, V> {
  #recent = new Map<K, V>();
  #earlier: ReadonlyMap<K, V> = new Map();

  /** Before those of a task are asked for, which needs `most` of them at once. */
  begin(most: number): void {
    if (this.#recent.size > timesKept * most) {
      this.#earlier = this.#recent;
      this.#recent = new Map();
    }
    if (this.#earlier.size > 2 * timesKept * most) this.#earlier = new Map();
  }

  get(key: K): V | undefined {
    const recent = this.#recent.get(key);
    if (recent !== undefined || this.#earlier.size === 0) return recent;
    const earlier = this.#earlier.get(key);
    if (earlier !== undefined) this.#recent.set(key, earlier);
    return earlier;
  }

  set(key: K, value: V): void {
    this.#recent.set(key, value);
  }
}
