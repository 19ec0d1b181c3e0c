import type { Change } from './fuzzed-format.ts';
import { changeBetween } from './try-change.ts';

/**
 * A smaller change of text for which `fails` still holds: pieces are left out of what both texts begin with and of
 * what follows in each, in halves, quarters and so on down to characters (Andreas Zeller's delta debugging).
 */
export function minimize(change: Change, fails: (change: Change) => boolean, milliseconds: number): Change {
  const { before, after } = change;
  if (before.kind !== 'text' || after.kind !== 'text') return change;
  const until = performance.now() + milliseconds;
  const parts: Record<'shared' | 'old' | 'new', string> = {
    shared: before.text.slice(0, change.same),
    old: before.text.slice(change.same),
    new: after.text.slice(change.same),
  };
  const changeOf = (texts: typeof parts): Change =>
    changeBetween(
      { ...before, text: texts.shared + texts.old },
      { ...after, text: texts.shared + texts.new },
    );
  const isOver = (): boolean => performance.now() > until;
  for (const unit of [/(?<=\n)/, /(?<=\W)|(?=\W)/, /(?:)/u]) {
    for (const name of ['new', 'old', 'shared'] as const) {
      const still = (text: string): boolean => fails(changeOf({ ...parts, [name]: text }));
      parts[name] = reduced(parts[name].split(unit), still, isOver).join('');
    }
  }
  return changeOf(parts);
}

function reduced(
  pieces: readonly string[],
  still: (text: string) => boolean,
  isOver: () => boolean,
): readonly string[] {
  let kept = pieces;
  let size = Math.ceil(kept.length / 2);
  for (; size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < kept.length && !isOver();) {
      const without = [...kept.slice(0, start), ...kept.slice(start + size)];
      if (still(without.join(''))) kept = without;
      else start += size;
    }
  }
  return kept;
}
