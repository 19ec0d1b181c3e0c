import type { Analysis } from '../../src/formats/analyze.ts';
import type { Format, FormatContext } from '../../src/formats/format.ts';
import { emptyContext } from '../support/format-context.ts';
import { examine, examineFixes, processorTime } from './examine.ts';
import { documentOf, type Change, type FuzzedFormat, type Source } from './fuzzed-format.ts';
import { lostLayer } from './kept-layers.ts';

export interface Failure {
  readonly kind: 'throws' | 'fault' | 'slow' | 'lost';
  readonly message: string;
}

/** Milliseconds that an answer may take: the fastest of several tries, since code is compiled and garbage collected too. */
const limits = { answer: 200, fixes: 2000 };
const tries = 5;

/** What is wrong with the answers about a changed file; null where nothing is. `known` keeps what unchanged files gave. */
export function failureOf(
  format: FuzzedFormat,
  change: Change,
  formats: readonly Format[],
  fix: number | null,
  known = new WeakMap<Source, Analysis>(),
): Failure | null {
  const context: FormatContext = { ...emptyContext, ...format.context };
  const document = documentOf(change.after);
  const longest = format.answer ?? limits.answer;
  try {
    const { analysis, milliseconds, faults } = examine(document, formats, context);
    if (faults[0] !== undefined) return { kind: 'fault', message: faults.slice(0, 3).join('\n') };
    const answer = fastest(milliseconds, longest, () => examine(document, formats, context).milliseconds);
    if (answer > longest) return slow('The answer', answer);
    const before = known.get(change.before) ?? examine(documentOf(change.before), formats, context).analysis;
    known.set(change.before, before);
    const lost = lostLayer(format, change, before, analysis);
    if (lost !== null) return { kind: 'lost', message: lost };
    if (fix === null) return null;
    const fixing = () => timed(() => examineFixes(document, formats, context, analysis, fix));
    const fixes = fastest(fixing(), limits.fixes, fixing);
    return fixes > limits.fixes ? slow('A quick fix', fixes) : null;
  } catch (error) {
    return {
      kind: 'throws',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

const slow = (what: string, milliseconds: number): Failure => ({
  kind: 'slow',
  message: `${what} took ${milliseconds.toFixed(0)} ms at best.`,
});

function fastest(first: number, limit: number, again: () => number): number {
  let best = first;
  for (let time = 1; time < tries && best > limit; time++) best = Math.min(best, again());
  return best;
}

function timed(run: () => void): number {
  const started = processorTime();
  run();
  return processorTime() - started;
}

/** The change between two documents of one kind. */
export function changeBetween(before: Source, after: Source): Change {
  const [a, b] = [unitsOf(before), unitsOf(after)];
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same++;
  return { before, after, same };
}

const unitsOf = (source: Source): string | Uint8Array =>
  source.kind === 'text' ? source.text : source.bytes;
