import type { FixCandidate } from '../../../model/problems/fix-candidate.ts';
import type { Span } from '../../../util/span.ts';
import type { SourceFile } from '../syntax/parse.ts';
import { callAt, positional } from './written.ts';
import { said } from '../../../model/text/text.ts';

/** So many arguments too many are left out: each number of them is tried by an analysis. */
const mostLeftOut = 8;

/** A call with fewer arguments than it has: the last ones left out. */
export function argumentRewrites(file: SourceFile, span: Span): readonly FixCandidate[] {
  const written = callAt(file, span);
  if (!written) return [];
  const args = positional(written.expression);
  const last = args.at(-1);
  if (!last || args.length !== written.expression.args.length) return [];
  return args.slice(0, -1).flatMap(({ end }, place) => {
    const left = args.length - place - 1;
    if (left > mostLeftOut) return [];
    return {
      title: said(place === 0 ? 'Call it with {0} argument' : 'Call it with {0} arguments', place + 1),
      edits: [{ span: { start: end, end: last.end }, newText: '' }],
      cost: left,
    };
  });
}
