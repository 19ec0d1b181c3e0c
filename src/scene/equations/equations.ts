import type { Facts, Lesson, Stage } from '../../engine/trace/lesson.ts';
import type { Playhead } from '../layer/playhead.ts';
import { positionAt, valueAt } from '../layer/steps.ts';
import { boundsEquations } from './bounds-equations.ts';
import { columnEquations } from './column-equations.ts';
import { poolEquations, routeEquations } from './pool-equations.ts';
import { cellOf } from './indices.ts';
import { live } from './live.ts';
import { row, tensor, transposed, type MathNode } from './math-node.ts';
import { sizeEquations } from './size-equations.ts';
import { resultOf, sumEquations, totalEquations } from './sum-equations.ts';

/** What a moment of a lesson computes, first in letters, then with its numbers in place. */
export function equationsOf(lesson: Lesson, { pass, stage: place, step }: Playhead): readonly MathNode[] {
  const stage = lesson.passes[pass]?.stages[place];
  return stage ? momentOf(stage, step, lesson.facts).map((equation) => live(equation, stage, step)) : [];
}

function momentOf(stage: Stage, step: number, facts: Facts | null): readonly MathNode[] {
  const { motion } = stage;
  switch (motion?.kind) {
    case 'gather':
    case 'scatter':
    case 'collect':
      return sumEquations(stage, motion, step, facts);
    case 'pool':
      return poolEquations(stage, motion, step, facts);
    case 'route':
      return routeEquations(stage, motion, step, facts);
    case 'unroll':
    case 'fold-back':
      return columnEquations(stage, motion, step, facts);
    case 'readers':
      return boundsEquations(stage, motion, positionAt(motion, stage.planes, step));
    case 'multiply':
      return productEquations(stage, step, facts);
    case 'cellwise':
      return cellwiseEquations(stage, step, facts);
    case 'total':
      return totalEquations(stage, motion, step, facts);
    default:
      return facts ? sizeEquations(stage, facts) : [];
  }
}

/** Matrix products: im2col, the sparse matrix, linear layers. */
function productEquations(stage: Stage, step: number, facts: Facts | null): MathNode[] {
  const { motion, planes } = stage;
  if (motion?.kind !== 'multiply') return [];
  const [left, right, target] = [planes[motion.left], planes[motion.right], planes[motion.target]];
  if (!left || !right || !target) return [];
  const at = positionAt(motion, planes, step);
  const [others, bias] = [motion.others?.[step], motion.bias?.[at.row]];
  const parts = [others, bias].filter((part) => part !== undefined);
  const products = parts.reduce((rest, part) => rest - part, valueAt(target, at));
  const name = (plane: typeof left): MathNode =>
    plane.variant === 'transposed' ? transposed(tensor(plane.tensor)) : tensor(plane.tensor);
  return [
    row(tensor(target.tensor), '=', name(left), '·', name(right), ...(motion.bias ? ['+', tensor('b')] : [])),
    resultOf(target, at, [products, ...parts], facts),
  ];
}

function cellwiseEquations(stage: Stage, step: number, facts: Facts | null): MathNode[] {
  const { motion, planes } = stage;
  if (motion?.kind !== 'cellwise') return [];
  const [source, target] = [planes[motion.source], planes[motion.target]];
  if (!source || !target) return [];
  const at = positionAt(motion, planes, step);
  const [from, to] = [tensor(source.tensor), tensor(target.tensor)];
  if (motion.mask === null) {
    return [
      row(to, '=', 'max', '(', 0, ',', from, ')'),
      row(
        cellOf(target, at, facts),
        '=',
        'max',
        '(',
        0,
        ',',
        valueAt(source, at),
        ')',
        '=',
        valueAt(target, at),
      ),
    ];
  }
  const mask = planes[motion.mask];
  const bit = mask ? valueAt(mask, at) : 0;
  return [
    row(to, '=', from, '⊙', tensor('mask', 'σ′')),
    row(cellOf(target, at, facts), '=', valueAt(source, at), '·', bit, '=', valueAt(target, at)),
  ];
}
