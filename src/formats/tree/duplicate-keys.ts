import type { TextProblem } from '../../model/problems/problem.ts';
import { keyText, type Entry } from './tree.ts';
import { said } from '../../model/text/text.ts';

/** Beyond so many in one mapping, keys are no longer listed: the text is something else. */
const mostListed = 50;

/** One warning for each key that was already written in the same mapping; the last one counts. */
export function duplicateKeyProblems(entries: readonly Entry[]): readonly TextProblem[] {
  if (!hasDuplicate(entries)) return [];
  const first = new Map<string, Entry>();
  const problems: TextProblem[] = [];
  for (const entry of entries) {
    const text = keyText(entry);
    const earlier = first.get(text);
    if (earlier === undefined) first.set(text, entry);
    else if (problems.length < mostListed) problems.push(duplicateKey(text, entry, earlier));
  }
  return problems;
}

/** Most mappings are small and have none: comparing each pair is the fastest way to see that. */
function hasDuplicate(entries: readonly Entry[]): boolean {
  if (entries.length > 12) return true;
  return entries.some((entry, index) =>
    entries.some((other, otherIndex) => otherIndex < index && other.key.value === entry.key.value),
  );
}

function duplicateKey(text: string, entry: Entry, earlier: Entry): TextProblem {
  return {
    code: 'duplicate-key',
    severity: 'warning',
    message: said('`{0}` is written twice here; only the last value counts. Remove one of them.', text),
    span: { start: entry.key.start, end: entry.key.end },
    related: [
      {
        span: { start: earlier.key.start, end: earlier.key.end },
        message: said('`{0}` is first written here.', text),
      },
    ],
  };
}
