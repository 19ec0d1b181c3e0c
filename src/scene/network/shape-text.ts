import type { Dim, Shape } from '../../model/graph/shape.ts';

export function dimText(dim: Dim): string {
  if (dim === null) return '?';
  if (typeof dim === 'number') return String(dim);
  return dim.factor === 1 ? dim.symbol : `${dim.factor}${dim.symbol}`;
}

/** Without the batch where it says nothing: `64×112×112`; `8 × 64×112×112` for a batch of 8. */
export function shapeText(shape: Shape | undefined): string {
  if (!shape) return '?';
  if (shape.length < 2) return shape.map(dimText).join('×') || 'scalar';
  const [batch, ...rest] = shape;
  const sizes = rest.map(dimText).join('×');
  return batch === 1 || typeof batch !== 'number' ? sizes : `${batch} × ${sizes}`;
}
