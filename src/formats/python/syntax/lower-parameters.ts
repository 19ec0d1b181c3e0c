import type { SyntaxNode } from '@lezer/common';
import type { Parameter } from './ast.ts';
import { childrenOf, splitAt, type Lowering } from './nodes.ts';

/** The parameters of a `def` or `lambda`. */
export function parametersOf(node: SyntaxNode | null, lowering: Lowering): Parameter[] {
  const result: Parameter[] = [];
  if (!node) return result;
  let keywordOnly = false;
  const inside = childrenOf(node).filter(({ name }) => name !== '(' && name !== ')');
  for (const group of splitAt(inside, ',')) {
    const star = group.find(({ name }) => name === '*' || name === '**');
    const name = group.find((child) => child.name === 'VariableName');
    if (!name) {
      if (star?.name === '*') keywordOnly = true;
      else if (group.some((child) => child.name === '/' || lowering.textOf(child) === '/'))
        closePositional(result);
      continue;
    }
    const assign = group.findIndex((child) => child.name === 'AssignOp');
    const type = group.find((child) => child.name === 'TypeDef');
    const annotation = type ? childrenOf(type).find((child) => child.name !== ':') : undefined;
    result.push({
      name: lowering.textOf(name),
      kind: star?.name === '*' ? '*' : star ? '**' : keywordOnly ? 'keyword-only' : 'plain',
      fallback: assign < 0 ? null : lowering.expression(group[assign + 1]),
      annotation: annotation ? lowering.expression(annotation) : null,
      start: name.from,
      end: name.to,
    });
    if (star?.name === '*') keywordOnly = true;
  }
  // The parser leaves `/` out of the tree: only its empty group between commas remains in the text.
  const slash = /^\([^()]*?,\s*\/\s*[,)]/.exec(lowering.textOf(node));
  if (slash) {
    const limit = node.from + slash[0].length;
    return result.map((each) =>
      each.start < limit && each.kind === 'plain' ? { ...each, kind: 'positional-only' } : each,
    );
  }
  return result;
}

function closePositional(parameters: Parameter[]): void {
  parameters.forEach((each, index) => {
    if (each.kind === 'plain') parameters[index] = { ...each, kind: 'positional-only' };
  });
}
