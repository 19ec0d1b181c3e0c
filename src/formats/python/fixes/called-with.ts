import type { Argument } from '../syntax/ast.ts';
import type { SourceFile } from '../syntax/parse.ts';
import { wordPlaces } from '../syntax/word-places.ts';
import { around, callAt, positional } from './written.ts';

/** What `self.fc(…)` is given, where there is one such call in the file. */
export function calledWith(file: SourceFile, id: string): Argument | null {
  const name = /(?<!\w)\w+$/.exec(id)?.[0];
  if (name === undefined) return null;
  const { text } = file;
  const calls = [...wordPlaces(text, name)].filter(
    (at) =>
      text.charAt(at + name.length) === '(' && /(?<!\w)self\.$/.test(text.slice(Math.max(0, at - 6), at)),
  );
  const [only, ...others] = calls;
  if (only === undefined || others.length > 0) return null;
  const callee = file.tree.resolveInner(only + name.length, -1);
  const outer = around(callee, ['CallExpression']);
  const call = outer && callAt(file, { start: outer.from, end: outer.to })?.expression;
  return call ? (positional(call)[0] ?? null) : null;
}
