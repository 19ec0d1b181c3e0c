import type { Port } from '../../src/protocol/rpc/port.ts';

/** Two ends of a wire in one thread: copies as a real one does, delivers in order when `flush` is called. */
export function memoryWire(): { near: Port; far: Port; flush: () => void } {
  const queue: (() => void)[] = [];
  const ends = [new Set<(message: unknown) => void>(), new Set<(message: unknown) => void>()] as const;
  const end = (own: (typeof ends)[number], other: (typeof ends)[number]): Port => ({
    post(message, buffers) {
      const copy: unknown = structuredClone(message, { transfer: [...buffers] });
      queue.push(() => {
        for (const listener of other) listener(copy);
      });
    },
    listen(listener) {
      own.add(listener);
      return { dispose: () => void own.delete(listener) };
    },
  });
  return {
    near: end(ends[0], ends[1]),
    far: end(ends[1], ends[0]),
    flush() {
      for (let deliver = queue.shift(); deliver; deliver = queue.shift()) deliver();
    },
  };
}

/** Lets promises settle and messages that they post be delivered, until nothing is left. */
export async function drain(flush: () => void): Promise<void> {
  for (let turn = 0; turn < 10; turn++) {
    flush();
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
