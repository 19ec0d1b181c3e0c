import type { Repair } from '../../../model/problems/problem.ts';
import type { Span } from '../../../util/span.ts';
import type { SourceFile } from '../syntax/parse.ts';
import { around, callAt, type Written } from './written.ts';
import { said, type Text } from '../../../model/text/text.ts';

/** Arguments that a call misses, where all of them are at hand under the names of their parameters. */
export function passedByName(
  file: SourceFile,
  span: Span,
  missing: readonly string[],
): readonly Repair<Text>[] {
  const call = callAt(file, span);
  if (!call || missing.length === 0) return [];
  const { args, argumentsEnd, start } = call.expression;
  const above = new Set(namesIn(textAbove(file, call.node, start)));
  if (!missing.every((name) => above.has(name))) return [];
  const added = missing.map((name) => `${name}=${name}`).join(', ');
  const at = { start: argumentsEnd, end: argumentsEnd };
  const edits = [{ span: at, newText: `${args.length > 0 ? ', ' : ''}${added}` }];
  return [{ title: said('Pass {0} to it', missing.join(', ')), edits }];
}

/** What stands above a call in its function; at the top level, in its block and outside of all blocks. */
function textAbove({ text }: SourceFile, node: Written['node'], start: number): string {
  const scope = around(node, ['FunctionDefinition']);
  if (scope) return text.slice(scope.from, start);
  const block = around(node, ['IfStatement'])?.from ?? start;
  const outside = text.slice(0, block).replace(/^(?:[ \t]|(?:async )?def\b|class\b).*$/gm, '');
  return outside + text.slice(block, start);
}

/** Parameters, and what is assigned or counted through. */
function namesIn(text: string): readonly string[] {
  const bound =
    /^[ \t]*(?:async )?def \w+\(([^)]*)\)|^[ \t]*([A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)*)\s*=[^=]|\bfor ([\w, ]+) in\b/gm;
  return [...text.matchAll(bound)].flatMap(([, parameters, targets, loop]) =>
    (parameters ?? targets ?? loop ?? '').split(',').flatMap((part) => /^\s*(\w+)/.exec(part)?.[1] ?? []),
  );
}
