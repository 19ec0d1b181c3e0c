import type { Facts, Motion, Plane, Stage } from '../../engine/trace/lesson.ts';
import { runningTotals } from '../layer/accumulate.ts';
import { stepLetters } from '../layer/letter-parts.ts';
import { positionAt, valueAt, windowCells, type Cell } from '../layer/steps.ts';
import { alongAxes, cellOf, letterOf } from './indices.ts';
import { rotated, row, sub, sumOver, tensor, type MathNode } from './math-node.ts';

type Sum = Extract<Motion, { kind: 'gather' | 'scatter' | 'collect' }>;

/** The sum that makes a cell, or that a cell adds to, in letters and with the numbers of the lit step. */
export function sumEquations(stage: Stage, motion: Sum, step: number, facts: Facts | null): MathNode[] {
  switch (motion.kind) {
    case 'gather':
      return gatherEquations(stage, motion, step, facts);
    case 'scatter':
      return addingEquations(stage, motion, motion.kernel, step, facts);
    case 'collect':
      return addingEquations(stage, motion, motion.window, step, facts);
  }
}

/** db: the sum over all that has the bias, the samples among it where there are several, and what it has come to. */
export function totalEquations(
  stage: Stage,
  motion: Extract<Motion, { kind: 'total' }>,
  step: number,
  facts: Facts | null,
): MathNode[] {
  const { planes } = stage;
  const [source, target] = [planes[motion.source], planes[motion.target]];
  if (!source || !target) return [];
  const cells = [...over('n', facts?.samples), ...alongAxes(source, (cell) => [cell])];
  return [
    row(tensor(target.tensor), '=', sumOver(...cells), sub(tensor(source.tensor), ...cells)),
    row(tensor(target.tensor), '=', runningTotals(stage, motion)[step] ?? 0),
  ];
}

/** The index that a sum also runs over, where there is more than one. */
const over = (letter: string, count = 1): readonly string[] => (count > 1 ? [letter, ','] : []);

function gatherEquations(
  { id, planes }: Stage,
  motion: Extract<Sum, { kind: 'gather' }>,
  step: number,
  facts: Facts | null,
): MathNode[] {
  const [source, kernel, target] = [planes[motion.source], planes[motion.kernel], planes[motion.target]];
  if (!source || !kernel || !target) return [];
  const at = positionAt(motion, planes, step);
  const [x, k] = [tensor(source.tensor), tensor(kernel.tensor)];
  const w = kernel.variant === 'rotated' ? rotated(k) : k;
  const { position, tap: spacing } = stepLetters(id);
  const index = (outer: string, inner: string): readonly string[] =>
    [outer, position, '+', inner, spacing].filter((part) => part !== null);
  // dW is summed over samples, Z and dX over the channels of their group.
  const [samples = 1, channels = 1] = source.shape;
  const also = id === 'slide' ? over('n', samples) : over('c', channels / (facts?.groups ?? 1));
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
      sumOver(...also, ...taps),
      sub(w, ...also, ...taps),
      '·',
      sub(x, ...also, ...alongAxes(source, index)),
      ...(motion.bias === null ? [] : ['+', tensor('b')]),
    ),
    resultOf(target, at, numbers, facts),
  ];
}

/** A cell as the sum of its parts; of one part, as its value alone. */
export function resultOf(target: Plane, at: Cell, parts: readonly number[], facts: Facts | null): MathNode {
  const value = valueAt(target, at);
  return row(cellOf(target, at, facts), '=', ...(parts.length > 1 ? [...added(parts), '='] : []), value);
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
  facts: Facts | null,
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
    row(cellOf(source, at, facts), '=', valueAt(source, at)),
  ];
}
