/** Milliseconds that work holds the page before all else has its turn: of a frame's sixteen it leaves some. */
const slice = 10;

/** Takes what the work brings forth, a little at a time. Rejects as soon as `signal` says that it is not wanted any more. */
export async function inSlices<Piece, End>(
  work: Generator<Piece, End>,
  take: (piece: Piece) => void,
  signal: AbortSignal,
): Promise<End> {
  let began = performance.now();
  for (;;) {
    const next = work.next();
    if (next.done === true) return next.value;
    take(next.value);
    if (performance.now() - began < slice) continue;
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
    began = performance.now();
  }
}
