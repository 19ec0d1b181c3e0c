import type { FixCandidate } from '../../../model/problems/fix-candidate.ts';
import type { Span } from '../../../util/span.ts';
import type { Expression } from '../syntax/ast.ts';
import type { SourceFile } from '../syntax/parse.ts';
import { asObject, positional, writtenAt } from './written.ts';
import { said } from '../../../model/text/text.ts';

/** One operand without its size of 1, or the other one with such a size: [N, 1] and [N] both become one of them. */
export function expansionRewrites(file: SourceFile, span: Span): readonly FixCandidate[] {
  const written = writtenAt(file, span);
  const operands = written ? operandsOf(written.expression) : [];
  const changed = (method: string, cost: number): readonly FixCandidate[] =>
    operands.map((operand, place) => {
      const { start, end } = operand;
      const newText = `${asObject(file, operand)}.${method}`;
      return {
        title: said('Write {0}', newText),
        edits: [{ span: { start, end }, newText }],
        cost: cost + place,
      };
    });
  return [...changed('squeeze(1)', 0), ...changed('squeeze(-1)', 2), ...changed('unsqueeze(1)', 4)];
}

/** `a - b`, `torch.sub(a, b)`, `F.mse_loss(a, b)`, `a.sub(b)`. */
function operandsOf(expression: Expression): readonly Expression[] {
  if (expression.kind === 'binary') return [expression.left, expression.right];
  if (expression.kind !== 'call') return [];
  const values = positional(expression).map(({ value }) => value);
  const [first, second] = values;
  if (first && second) return [first, second];
  const { callee } = expression;
  return first && callee.kind === 'attribute' ? [callee.object, first] : [];
}
