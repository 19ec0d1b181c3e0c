import type { FixCandidate } from '../../../model/problems/fix-candidate.ts';
import type { Span } from '../../../util/span.ts';
import type { SourceFile } from '../syntax/parse.ts';
import { readableChildrenOf } from '../syntax/nodes.ts';
import { around, lineOf, writtenAt } from './written.ts';
import { said } from '../../../model/text/text.ts';

/** The statement that builds a layer left out, with its lines, where it does nothing else and stands among others. */
export function unusedRewrites(file: SourceFile, span: Span): readonly FixCandidate[] {
  const written = writtenAt(file, span);
  const statement = written && around(written.node, ['AssignStatement']);
  const { text } = file;
  if (!statement?.parent || statement.to !== span.end) return [];
  const [target, sign, ...rest] = readableChildrenOf(statement).nodes;
  const isAlone = rest.length === 1 && rest[0]?.from === span.start && sign?.name === 'AssignOp';
  const siblings = readableChildrenOf(statement.parent).nodes.filter(({ name }) => name !== ':');
  const { start } = lineOf(file, statement.from);
  const after = text.indexOf('\n', statement.to);
  const end = after < 0 ? text.length : after + 1;
  const isOnOwnLines =
    /^[ \t]*$/.test(text.slice(start, statement.from)) &&
    /^[ \t]*(#.*)?\n?$/.test(text.slice(statement.to, end));
  if (!target || !isAlone || siblings.length < 2 || !isOnOwnLines) return [];
  const title = said('Remove {0}', text.slice(target.from, target.to));
  return [{ title, edits: [{ span: { start, end }, newText: '' }], cost: 0 }];
}
