import type { Combine, Concat, Normalization, Operation } from '../graph/operation.ts';
import { placeOf } from '../shapes/dims.ts';
import type { Column, FramedColumn } from './column.ts';

/** Operations that look at the spatial sizes only to see that all inputs have the same. */
type SizeBlind = Normalization | Concat | Combine;

export function isSizeBlind(operation: Operation): operation is SizeBlind {
  switch (operation.kind) {
    case 'normalization':
      return operation.features.length <= 1;
    case 'concat':
      return true;
    case 'combine':
      return operation.broadcast !== 'channels' && operation.broadcast !== 'spatial';
    default:
      return false;
  }
}

/** The inputs, where they have the same spatial sizes for every candidate and the operation works on none of these. */
export function alikeInputs(
  operation: SizeBlind,
  inputs: readonly Column[],
): readonly [FramedColumn, ...FramedColumn[]] | null {
  const [first, ...others] = inputs;
  if (first?.kind !== 'framed') return null;
  const alike = others.flatMap((other) =>
    other.kind === 'framed' && sameCurves(first, other) ? [other] : [],
  );
  if (alike.length < others.length || worksOnSizes(operation, first)) return null;
  return [first, ...alike];
}

function sameCurves(a: FramedColumn, b: FramedColumn): boolean {
  return (
    a.start === b.start &&
    a.around.length === b.around.length &&
    a.curves.length === b.curves.length &&
    a.curves.every((curve, axis) => curve === b.curves[axis])
  );
}

function worksOnSizes(operation: SizeBlind, { around, start, curves }: FramedColumn): boolean {
  if (operation.kind === 'combine') return false;
  const place = placeOf(operation.axis, around.length + curves.length);
  return place === null || (place >= start && place < start + curves.length);
}
