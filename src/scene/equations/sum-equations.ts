import type { Motion, Plane, Stage } from '../../engine/trace/lesson.ts';
import { positionAt, valueAt, windowCells, type Cell } from '../layer/steps.ts';
import { alongAxes, cellOf, letterOf } from './indices.ts';
import { row, sub, sumOver, tensor, type MathNode } from './math-node.ts';

type Sum = Extract<Motion, { kind: 'gather' | 'scatter' | 'collect' }>;

/** The sum that makes a cell, or that a cell adds to, in letters and with the numbers of the lit step. */
export function sumEquations(stage: Stage, motion: Sum, step: number): MathNode[] {
  switch (motion.kind) {
    case 'gather':
      return gatherEquations(stage, motion, step);
    case 'scatter':
      return addingEquations(stage, motion, motion.kernel, step);
    case 'collect':
      return addingEquations(stage, motion, motion.window, step);
  }
}

function gatherEquations(
  { id, planes }: Stage,
  motion: Extract<Sum, { kind: 'gather' }>,
  step: number,
): MathNode[] {
  const [source, kernel, target] = [planes[motion.source], planes[motion.kernel], planes[motion.target]];
  if (!source || !kernel || !target) return [];
  const at = positionAt(motion, planes, step);
  const [x, w] = [tensor(source.tensor), tensor(kernel.tensor)];
  // dZ takes the kernel's place when dW is made: it steps by D, and its own cells stand S apart.
  const [position, spacing] = id === 'slide' ? ['D', ''] : id === 'sweep' ? ['', 'D'] : ['S', 'D'];
  const index = (outer: string, inner: string): readonly string[] =>
    [outer, position, '+', inner, spacing].filter(Boolean);
  const taps = alongAxes(kernel, (_, tap) => [tap]);
  const products = windowCells(motion.rows, motion.columns, at).map(
    (cell, tap) => valueAt(source, cell) * (kernel.values[tap] ?? 0),
  );
  const window = products.reduce((sum, product) => sum + product, 0);
  const others = motion.others?.[step];
  const numbers = [
    window,
    ...(others === undefined ? [] : [others]),
    ...(motion.bias === null ? [] : [motion.bias]),
  ];
  return [
    row(
      letterOf(target),
      '=',
      sumOver(...(others === undefined ? [] : [id === 'slide' ? 'n' : 'c', ',']), ...taps),
      sub(w, ...taps),
      '·',
      sub(x, ...alongAxes(source, index)),
      ...(motion.bias === null ? [] : ['+', tensor('b')]),
    ),
    resultOf(target, at, numbers),
  ];
}

/** A cell as the sum of its parts; of one part, as its value alone. */
export function resultOf(target: Plane, at: Cell, parts: readonly number[]): MathNode {
  const value = valueAt(target, at);
  return row(cellOf(target, at), '=', ...(parts.length > 1 ? [...added(parts), '='] : []), value);
}

/** a + b − c: negative numbers are subtracted, the first keeps its sign. */
function added(numbers: readonly number[]): readonly (string | number)[] {
  return numbers.flatMap((value, place) =>
    place === 0 ? [value] : value < 0 ? ['−', -value] : ['+', value],
  );
}

function addingEquations(
  { planes }: Stage,
  motion: Extract<Sum, { kind: 'scatter' | 'collect' }>,
  factor: number,
  step: number,
): MathNode[] {
  const [source, other, target] = [planes[motion.source], planes[factor], planes[motion.target]];
  if (!source || !other || !target) return [];
  const at = positionAt(motion, planes, step);
  const [w, dx] = [tensor(other.tensor), tensor(target.tensor)];
  const windowIndex = alongAxes(source, (cell, tap) => [cell, 'S', '+', tap, 'D']);
  const kernelIndex = alongAxes(source, (_, tap) => [tap]);
  const [targetIndex, factorIndex] =
    motion.kind === 'scatter' ? [windowIndex, kernelIndex] : [kernelIndex, windowIndex];
  return [
    row(sub(dx, ...targetIndex), '+=', sub(w, ...factorIndex), '·', letterOf(source)),
    row(cellOf(source, at), '=', valueAt(source, at)),
  ];
}
