import { withoutOverhang, type AxisGeometry } from '../../engine/geometry/axis.ts';
import type { Facts, Stage } from '../../engine/trace/lesson.ts';
import { ceiling, floor, fraction, row, sub, type MathNode } from './math-node.ts';

/** How large the planes of a still stage are: the formula, and one line of numbers for each axis that differs. */
export function sizeEquations(stage: Stage, { rows, columns }: Facts): MathNode[] {
  const perAxis = (of: (axis: AxisGeometry) => MathNode): MathNode[] => {
    const both = [of(rows), of(columns)] as const;
    return JSON.stringify(both[0]) === JSON.stringify(both[1]) || rows.inputSize === 1
      ? [both[1]]
      : [...both];
  };
  switch (stage.id) {
    case 'input':
    case 'pad':
      return [outputSize(), ...perAxis(outputSizeOf)];
    case 'spread':
      return [
        row('(', 'O', '−', 1, ')', '·', 'S', '+', 1),
        ...perAxis(({ outputSize: size, stride }) =>
          row('(', size, '−', 1, ')', '·', stride, '+', 1, '=', (size - 1) * stride + 1),
        ),
      ];
    case 'tail':
      return [
        row('t', '=', 'W', '+', ...bothPaddings, '−', 'F′', '−', '(', 'O', '−', 1, ')', '·', 'S'),
        ...perAxis(tailOf),
      ];
    case 'border':
      return perAxis(({ effectiveKernel }) => row('F′', '−', 1, '=', effectiveKernel - 1));
    default:
      return [];
  }
}

const padding = (at: 'b' | 'e'): MathNode => sub('P', at);
const bothPaddings = [padding('b'), '+', padding('e')] as const;

const outputSize = (): MathNode =>
  row('O', '=', floor(fraction(row('W', '+', ...bothPaddings, '−', 'F′'), 'S')), '+', 1);

/** Rounding up is written where the size was rounded up. */
function outputSizeOf({
  inputSize,
  padding,
  effectiveKernel,
  stride,
  outputSize: size,
  tail,
}: AxisGeometry): MathNode {
  const rounded = tail < 0 ? ceiling : floor;
  return row(
    'O',
    '=',
    rounded(fraction(row(inputSize, '+', padding.before, '+', padding.after, '−', effectiveKernel), stride)),
    '+',
    1,
    '=',
    size,
  );
}

function tailOf(axis: AxisGeometry): MathNode {
  const { inputSize, padding, effectiveKernel, stride, outputSize: size, tail } = withoutOverhang(axis);
  return row(
    't',
    '=',
    inputSize,
    '+',
    padding.before,
    '+',
    padding.after,
    '−',
    effectiveKernel,
    '−',
    '(',
    size,
    '−',
    1,
    ')',
    '·',
    stride,
    '=',
    tail,
  );
}
