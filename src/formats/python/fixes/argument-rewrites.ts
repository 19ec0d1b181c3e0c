import type { FixCandidate } from '../../../model/problems/fix-candidate.ts';
import type { Span } from '../../../util/span.ts';
import type { Call } from '../syntax/ast.ts';
import type { SourceFile } from '../syntax/parse.ts';
import { around, callAt, positional, type Written } from './written.ts';
import { said } from '../../../model/text/text.ts';

/** A call with fewer arguments than it has, or with one more. */
export function argumentRewrites(file: SourceFile, span: Span): readonly FixCandidate[] {
  const written = callAt(file, span);
  return written ? [...withFewer(written), ...withOneMore(file, written)] : [];
}

/** The last arguments left out. */
function withFewer({ expression }: Written<Call>): readonly FixCandidate[] {
  const args = positional(expression);
  const last = args.at(-1);
  if (!last || args.length !== expression.args.length) return [];
  return args.slice(0, -1).map(({ end }, place) => ({
    title: said(place === 0 ? 'Call it with {0} argument' : 'Call it with {0} arguments', place + 1),
    edits: [{ span: { start: end, end: last.end }, newText: '' }],
    cost: args.length - place,
  }));
}

/** How many names above a call are tried, the nearest first. */
const mostNames = 12;

/** A value that is at hand under the name of a parameter: passed by that name, any other one is refused. */
function withOneMore(file: SourceFile, { expression, node }: Written<Call>): readonly FixCandidate[] {
  const { args, argumentsEnd, start } = expression;
  const given = new Set(args.flatMap(({ name, value }) => [name, value.kind === 'name' ? value.id : null]));
  const names = namesIn(textAbove(file, node, start)).filter((name) => name !== 'self' && !given.has(name));
  const span = { start: argumentsEnd, end: argumentsEnd };
  return [...new Set(names.toReversed())].slice(0, mostNames).map((name, place) => ({
    title: said('Pass {0} to it', name),
    edits: [{ span, newText: `${args.length > 0 ? ', ' : ''}${name}=${name}` }],
    cost: place / mostNames,
  }));
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
