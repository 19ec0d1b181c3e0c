/** Milliseconds of one call of each, by name: the median of its runs. */
export type Medians = ReadonlyMap<string, number>;

/** A sample takes at least this long, so that the clock's grain and one interruption weigh little. */
export const sampleMilliseconds = 2;

/**
 * Runs all functions in turns, so that a slow moment of the machine meets everyone alike. Work that is shorter than a
 * sample is repeated. The first rounds are not counted: engines compile hot code while it runs.
 */
export async function interleavedMedians(
  functions: ReadonlyMap<string, () => unknown>,
  { rounds, warmUps }: { readonly rounds: number; readonly warmUps: number },
): Promise<Medians> {
  const repeats = new Map<string, number>();
  for (const [name, run] of functions) {
    for (let i = 0; i < warmUps; i++) await run();
    let count = 1;
    while ((await sample(run, count)) * count < sampleMilliseconds) count *= 2;
    repeats.set(name, count);
  }
  const samples = new Map([...functions.keys()].map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of functions) samples.get(name)?.push(await sample(run, repeats.get(name) ?? 1));
  }
  return new Map([...samples].map(([name, values]) => [name, median(values)]));
}

/** Milliseconds a call, over `count` calls. Only what gives a promise is waited for. */
async function sample(run: () => unknown, count: number): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < count; i++) {
    const result = run();
    if (result instanceof Promise) await result;
  }
  return (performance.now() - start) / count;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
