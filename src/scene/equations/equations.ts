import type { Lesson, Stage, TensorName } from '../../engine/trace/lesson.ts';
import type { Playhead } from '../layer/playhead.ts';
import { isMatrix, positionAt, valueAt } from '../layer/steps.ts';
import { boundsEquations } from './bounds-equations.ts';
import { row, sub, sumOver, tensor, turned, type MathNode } from './math-node.ts';
import { sizeEquations } from './size-equations.ts';
import { sumEquations } from './sum-equations.ts';

/** What a moment of a lesson computes, first in letters, then with its numbers in place. */
export function equationsOf(lesson: Lesson, { pass, stage: place, step }: Playhead): readonly MathNode[] {
  const stage = lesson.passes[pass]?.stages[place];
  if (!stage) return [];
  const { motion } = stage;
  const { facts } = lesson;
  switch (motion?.kind) {
    case 'gather':
    case 'scatter':
    case 'collect':
      return sumEquations(stage, motion, step);
    case 'pool':
      return poolEquations(stage, step);
    case 'readers':
      return boundsEquations(motion, positionAt(motion, stage.planes, step));
    case 'multiply':
      return productEquations(stage);
    case 'cellwise':
      return cellwiseEquations(stage, step);
    case 'total':
      return [
        row(tensor('db'), '=', sumOver('n', ',', 'i', ',', 'j'), sub(tensor('dZ'), 'n', ',', 'i', ',', 'j')),
      ];
    default:
      return facts ? sizeEquations(stage, facts) : [];
  }
}

const of = (stage: Stage, place: number): TensorName => stage.planes[place]?.tensor ?? 'X';

function poolEquations(stage: Stage, step: number): MathNode[] {
  const { motion, planes } = stage;
  if (motion?.kind !== 'pool') return [];
  const [source, target] = [planes[motion.source], planes[motion.target]];
  if (!source || !target) return [];
  const at = positionAt(motion, planes, step);
  const [x, z] = [tensor(source.tensor), tensor(target.tensor)];
  // Of a window that stands as a column, the rows are its cells.
  const [one, cells, window] = isMatrix(source)
    ? [sub(z, 'j'), ['k'], sub(x, 'k', ',', 'j')]
    : [sub(z, 'i', ',', 'j'), ['k', ',', 'l'], sub(x, 'i', 'S', '+', 'k', 'D', ',', 'j', 'S', '+', 'l', 'D')];
  const shown = isMatrix(source) ? sub(z, at.column) : sub(z, at.row, ',', at.column);
  const result = [shown, '=', valueAt(target, at)] as const;
  if (motion.reduce.kind === 'max') {
    return [
      row(one, '=', { kind: 'under', base: { kind: 'operator', text: 'max' }, below: row(...cells) }, window),
      row(...result),
    ];
  }
  const divisor = motion.reduce.divisors[step] ?? 1;
  return [
    row(one, '=', { kind: 'fraction', over: row(1), under: row('n') }, sumOver(...cells), window),
    row(...result, ',', 'n', '=', divisor),
  ];
}

/** Matrix products: im2col, the sparse matrix, linear layers. */
function productEquations(stage: Stage): MathNode[] {
  const { motion, planes } = stage;
  if (motion?.kind !== 'multiply') return [];
  const [left, right] = [planes[motion.left], planes[motion.right]];
  if (!left || !right) return [];
  const name = (plane: typeof left): MathNode =>
    plane.variant === 'transposed' ? turned(tensor(plane.tensor)) : tensor(plane.tensor);
  return [
    row(
      tensor(of(stage, motion.target)),
      '=',
      name(left),
      '·',
      name(right),
      ...(motion.bias ? ['+', tensor('b')] : []),
    ),
  ];
}

function cellwiseEquations(stage: Stage, step: number): MathNode[] {
  const { motion, planes } = stage;
  if (motion?.kind !== 'cellwise') return [];
  const [source, target] = [planes[motion.source], planes[motion.target]];
  if (!source || !target) return [];
  const at = positionAt(motion, planes, step);
  const cell = (plane: typeof source): MathNode => sub(tensor(plane.tensor), at.row, ',', at.column);
  const [from, to] = [tensor(source.tensor), tensor(target.tensor)];
  if (motion.mask === null) {
    return [
      row(to, '=', 'max', '(', 0, ',', from, ')'),
      row(cell(target), '=', 'max', '(', 0, ',', valueAt(source, at), ')', '=', valueAt(target, at)),
    ];
  }
  const mask = planes[motion.mask];
  const bit = mask ? valueAt(mask, at) : 0;
  return [
    row(to, '=', from, '⊙', tensor('mask', 'σ′')),
    row(cell(target), '=', valueAt(source, at), '·', bit, '=', valueAt(target, at)),
  ];
}
