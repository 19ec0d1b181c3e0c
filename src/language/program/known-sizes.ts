import type { Dim, Shape } from '../../model/graph/shape.ts';

/** A shape with one sample where the batch is only a name or unknown; null where another size is. */
export function knownSizes(shape: Shape | undefined): readonly number[] | null {
  if (!shape) return null;
  const sizes = shape.map(knownSize);
  return sizes.every((size) => size !== null) ? sizes : null;
}

function knownSize(dim: Dim, place: number): number | null {
  if (typeof dim === 'number') return dim > 0 ? dim : null;
  if (place > 0) return null;
  return dim === null ? 1 : dim.factor;
}
