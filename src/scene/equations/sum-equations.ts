import type { Motion, Stage } from '../../engine/trace/lesson.ts';
import { positionAt, valueAt, windowCells } from '../layer/steps.ts';
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
  const [x, w, z] = [tensor(source.tensor), tensor(kernel.tensor), tensor(target.tensor)];
  // dZ takes the kernel's place when dW is made: it steps by D, and its own cells stand S apart.
  const [position, spacing] = id === 'slide' ? ['D', ''] : id === 'sweep' ? ['', 'D'] : ['S', 'D'];
  const index = (outer: string, inner: string): readonly string[] =>
    [outer, position, '+', inner, spacing].filter(Boolean);
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
      sub(z, 'i', ',', 'j'),
      '=',
      sumOver(...(others === undefined ? [] : [id === 'slide' ? 'n' : 'c', ',']), 'k', ',', 'l'),
      sub(w, 'k', ',', 'l'),
      '·',
      sub(x, ...index('i', 'k'), ',', ...index('j', 'l')),
      ...(motion.bias === null ? [] : ['+', tensor('b')]),
    ),
    row(sub(z, at.row, ',', at.column), '=', ...added(numbers), '=', valueAt(target, at)),
  ];
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
  const [dz, w, dx] = [tensor(source.tensor), tensor(other.tensor), tensor(target.tensor)];
  const windowIndex = ['i', 'S', '+', 'k', 'D', ',', 'j', 'S', '+', 'l', 'D'];
  const kernelIndex = ['k', ',', 'l'];
  const [targetIndex, factorIndex] =
    motion.kind === 'scatter' ? [windowIndex, kernelIndex] : [kernelIndex, windowIndex];
  return [
    row(sub(dx, ...targetIndex), '+=', sub(w, ...factorIndex), '·', sub(dz, 'i', ',', 'j')),
    row(sub(dz, at.row, ',', at.column), '=', valueAt(source, at)),
  ];
}
