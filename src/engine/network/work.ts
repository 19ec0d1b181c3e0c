/** Work in parts, between which the caller may do something else, or stop. */
export type Work<T> = Generator<undefined, T>;

/** All parts at once. */
export function finish<T>(work: Work<T>): T {
  for (;;) {
    const part = work.next();
    if (part.done === true) return part.value;
  }
}

/** Work of one part. */
// eslint-disable-next-line require-yield -- it has nothing to pause between
export function* atOnce<T>(part: () => T): Work<T> {
  return part();
}
