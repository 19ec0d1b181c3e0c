/** Bytes in use of the part of the heap where objects are made. */
export type YoungHeap = () => number;

/** Numbers in an array of garbage, and how many arrays a step makes: some megabytes, in a millisecond or two. */
const numbers = 4096;
const arrays = 128;
/** No thread's young heap is larger than this many steps fill. */
const mostSteps = 48;

/**
 * Steps that make garbage until the engine has collected the young heap. What the samples have left there would else be
 * collected in the midst of the first file, which would wait as long for it as for a third of its own work.
 */
export function* clearedHeap(used: YoungHeap): Generator<void> {
  let before = used();
  for (let step = 0; step < mostSteps; step++) {
    for (let count = 0; count < arrays; count++) new Array<number>(numbers).fill(step);
    const now = used();
    if (now < before) return;
    before = now;
    yield;
  }
}
