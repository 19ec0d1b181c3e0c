import type { Plane } from '../../engine/trace/lesson.ts';
import { rememberLast } from '../../util/remember-last.ts';
import { decimalsFor } from '../numbers.ts';
import { scaleOf } from './plane-scale.ts';
import type { WorkGrid } from './working.ts';

type Size = Pick<WorkGrid, 'rows' | 'columns'>;

/** A part of a tensor: coloured and written as the whole of it, so that it stays as it is from step to step. */
export const partOf = (
  { values: whole }: Plane,
  { rows, columns }: Size,
  values: readonly number[],
): WorkGrid => ({
  rows,
  columns,
  values,
  scale: scaleOf(whole),
  decimals: decimalsOf(whole),
});

/** Two parts multiplied cell by cell, or a part by one cell: on a scale that holds the products of all steps. */
export const productOf = (left: WorkGrid, right: WorkGrid, values: readonly number[]): WorkGrid => ({
  rows: left.rows,
  columns: left.columns,
  values,
  scale: left.scale * right.scale,
  decimals: Math.min(2, left.decimals + right.decimals),
});

const decimalsOf = rememberLast((values: Plane['values']) => decimalsFor(values));
