import type { Argument } from '../syntax/ast.ts';
import type { SourceFile } from '../syntax/parse.ts';
import { around, callAt, positional } from './written.ts';

/** What `self.fc(…)` is given, where there is one such call in the file. */
export function calledWith(file: SourceFile, id: string): Argument | null {
  const name = /(?<!\w)\w+$/.exec(id)?.[0];
  if (name === undefined) return null;
  const [only, ...others] = [...file.text.matchAll(new RegExp(`\\bself\\.${name}\\(`, 'g'))];
  if (!only || others.length > 0) return null;
  const callee = file.tree.resolveInner(only.index + only[0].length - 1, -1);
  const outer = around(callee, ['CallExpression']);
  const call = outer && callAt(file, { start: outer.from, end: outer.to })?.expression;
  return call ? (positional(call)[0] ?? null) : null;
}
