import type { Facts, Motion, Stage } from '../../engine/trace/lesson.ts';
import { contributions } from '../layer/accumulate.ts';
import { isMatrix, positionAt, valueAt } from '../layer/steps.ts';
import { alongAxes, cellOf, letterOf } from './indices.ts';
import { fraction, node, row, sub, sumOver, tensor, winning, type MathNode } from './math-node.ts';

/** The greatest value or the mean of a window. */
export function poolEquations(
  { planes }: Stage,
  motion: Extract<Motion, { kind: 'pool' }>,
  step: number,
  facts: Facts | null,
): MathNode[] {
  const [source, target] = [planes[motion.source], planes[motion.target]];
  if (!source || !target) return [];
  const at = positionAt(motion, planes, step);
  const [x, z] = [tensor(source.tensor), tensor(target.tensor)];
  // Of a window that stands as a column, the rows are its cells.
  const [one, cells, window] = isMatrix(source)
    ? [sub(z, 'j'), ['k'], sub(x, 'k', ',', 'j')]
    : [
        letterOf(target),
        alongAxes(source, (_, tap) => [tap]),
        sub(x, ...alongAxes(source, (cell, tap) => [cell, 'S', '+', tap, 'D'])),
      ];
  const shown = isMatrix(source) ? sub(z, at.column) : cellOf(target, at, facts);
  const result = [shown, '=', valueAt(target, at)] as const;
  if (motion.reduce.kind === 'max') {
    return [
      row(one, '=', { kind: 'under', base: { kind: 'operator', text: 'max' }, below: row(...cells) }, window),
      row(...result),
    ];
  }
  const divisor = motion.reduce.divisors[step] ?? 1;
  return [row(one, '=', fraction(1, 'n'), sumOver(...cells), window), row(...result, ',', 'n', '=', divisor)];
}

/** What a pool's gradient adds, and where: to the winner of its window, k∗ and l∗, or an equal part to each cell. */
export function routeEquations(
  stage: Stage,
  motion: Extract<Motion, { kind: 'route' }>,
  step: number,
  facts: Facts | null,
): MathNode[] {
  const { planes } = stage;
  const [source, target] = [planes[motion.source], planes[motion.target]];
  if (!source || !target) return [];
  const isMax = motion.reduce.kind === 'max';
  const gradient = isMatrix(target) ? sub(tensor(source.tensor), 'j') : letterOf(source);
  const of = (tap: string) => (isMax ? winning(tap) : node(tap));
  const place = isMatrix(target)
    ? [of('k'), ',', 'j']
    : alongAxes(target, (cell, tap) => [cell, 'S', '+', of(tap), 'D']);
  const at = positionAt(motion, planes, step);
  const value = valueAt(source, at);
  const shown = isMatrix(target) ? sub(tensor(source.tensor), at.column) : cellOf(source, at, facts);
  const sign = isMatrix(target) ? '=' : '+=';
  const [winner] = contributions(stage, motion, step);
  if (motion.reduce.kind === 'max')
    return [
      row(sub(tensor(target.tensor), ...place), sign, gradient),
      ...(winner ? [row(cellOf(target, winner, facts), sign, shown, '=', value)] : []),
    ];
  const divisor = motion.reduce.divisors[step] ?? 1;
  return [
    row(sub(tensor(target.tensor), ...place), sign, fraction(gradient, 'n')),
    row(fraction(shown, 'n'), '=', fraction(value, divisor), '=', value / divisor),
  ];
}
