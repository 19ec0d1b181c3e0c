import type { Dim, Shape, SymbolicDim } from '../graph/shape.ts';

/** Three answers: a size that is unknown, or only a name, is neither equal nor different. */
export type Answer = 'yes' | 'no' | 'unknown';

export function isSymbolic(dim: Dim | undefined): dim is SymbolicDim {
  return typeof dim === 'object' && dim !== null;
}

/** factor·symbol; a plain 0 where the factor is 0. */
function symbolic(symbol: string, factor: number): Dim {
  return factor === 0 ? 0 : { symbol, factor };
}

/** A count as it is; null where it is more than a double counts exactly (2⁵³ − 1). */
export function exactCount(count: number | null): number | null {
  return count === null || count > Number.MAX_SAFE_INTEGER ? null : count;
}

/** a·b; unknown where both are names, or where it is more than can be counted. */
export function multiplyDims(a: Dim, b: Dim): Dim {
  if (a === null || b === null) return null;
  if (typeof a === 'number') {
    return typeof b === 'number' ? exactCount(a * b) : symbolic(b.symbol, a * b.factor);
  }
  return typeof b === 'number' ? symbolic(a.symbol, a.factor * b) : null;
}

/** a/b where that is a whole number or a whole multiple of a name; null where it is not, or unknown. */
export function divideDims(a: Dim, b: Dim): Dim {
  if (a === null || b === null) return null;
  if (typeof b === 'number') {
    if (b === 0) return null;
    const factor = typeof a === 'number' ? a : a.factor;
    if (factor % b !== 0) return null;
    return typeof a === 'number' ? a / b : symbolic(a.symbol, a.factor / b);
  }
  return typeof a !== 'number' && a.symbol === b.symbol && a.factor % b.factor === 0
    ? a.factor / b.factor
    : null;
}

/** a+b; unknown where a name meets a number other than 0, or another name. */
export function addDims(a: Dim, b: Dim): Dim {
  if (a === null || b === null) return null;
  if (typeof a === 'number') {
    if (a === 0) return b;
    return typeof b === 'number' ? a + b : null;
  }
  if (typeof b === 'number') return b === 0 ? a : null;
  return a.symbol === b.symbol ? symbolic(a.symbol, a.factor + b.factor) : null;
}

/** Whether two sizes agree. N and 2·N differ, N and M, or N and 4, may be anything. */
export function sameDim(a: Dim, b: Dim): Answer {
  if (a === null || b === null) return 'unknown';
  if (typeof a === 'number' || typeof b === 'number') {
    if (typeof a !== typeof b) return 'unknown';
    return a === b ? 'yes' : 'no';
  }
  if (a.symbol !== b.symbol) return 'unknown';
  return a.factor === b.factor ? 'yes' : 'no';
}

/** The better known of two sizes that should agree. */
export function knownDim(a: Dim, b: Dim): Dim {
  if (a === null) return b;
  return isSymbolic(a) && typeof b === 'number' ? b : a;
}

/** Product of the sizes; 1 for none. */
export function productOf(dims: readonly Dim[]): Dim {
  let product: Dim = 1;
  for (const dim of dims) product = multiplyDims(product, dim);
  return product;
}

/** Values that a tensor holds, for one sample where its first size is a name such as N; null where unknown. */
export function elementCount(shape: Shape): number | null {
  if (shape === null) return null;
  let count = 1;
  for (let place = 0; place < shape.length; place++) {
    const dim = shape[place];
    if (typeof dim === 'number') count *= dim;
    else if (isSymbolic(dim) && place === 0) count *= dim.factor;
    else return null;
  }
  return exactCount(count);
}

/** The place of dimension `axis` in a tensor of that rank, negative ones counted from the end; null where there is none. */
export function placeOf(axis: number, rank: number): number | null {
  const place = axis < 0 ? axis + rank : axis;
  return Number.isInteger(place) && place >= 0 && place < rank ? place : null;
}

/** Whether two shapes are written alike. */
export function sameShape(first: Shape, second: Shape): boolean {
  if (first === second) return true;
  if (!first || first.length !== second?.length) return false;
  for (let place = 0; place < first.length; place++) {
    const dim = first[place];
    const other = second[place];
    if (dim === other) continue;
    if (!isSymbolic(dim) || !isSymbolic(other)) return false;
    if (dim.symbol !== other.symbol || dim.factor !== other.factor) return false;
  }
  return true;
}

/** A text that two shapes have in common only if they are written alike: what JSON gives, in a fraction of its time. */
export function shapeKey(shape: Shape): string {
  if (shape === null) return 'null';
  let key = '[';
  for (const dim of shape) key += typeof dim === 'number' ? `${dim},` : `${JSON.stringify(dim)},`;
  return `${key}]`;
}

/** Whether two shapes cannot be the same. */
export function shapesDiffer(a: readonly Dim[], b: readonly Dim[]): boolean {
  return a.length !== b.length || a.some((dim, place) => sameDim(dim, b[place] ?? null) === 'no');
}

/** Whether two lists of shapes are written alike. */
export function sameShapes(first: readonly Shape[], second: readonly Shape[]): boolean {
  if (first.length !== second.length) return false;
  for (let place = 0; place < first.length; place++) {
    if (!sameShape(first[place] ?? null, second[place] ?? null)) return false;
  }
  return true;
}
