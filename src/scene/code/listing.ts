import type { Facts, PassId, Stage } from '../../engine/trace/lesson.ts';
import { boundsListing } from './bounds-listing.ts';
import type { CodeRow } from './code-row.ts';
import { formulaListing } from './formula-listing.ts';
import { scatterListing } from './scatter-listing.ts';

export interface Listing {
  readonly pass: PassId;
  readonly rows: readonly CodeRow[];
}

/** The algorithms side by side, with the layer's sizes in place. */
export const listingsOf = (facts: Facts): readonly Listing[] => [
  { pass: 'code-formula', rows: formulaListing(facts) },
  { pass: 'code-scatter', rows: scatterListing(facts) },
  { pass: 'code-bounds', rows: boundsListing(facts) },
];

/** What NumPy says where a line cannot be executed. */
export function failureText({ failure }: Stage): string | null {
  if (!failure) return null;
  const tuple = (sizes: readonly number[]): string => `(${sizes.join(',')}${sizes.length === 1 ? ',' : ''})`;
  return failure.kind === 'broadcast'
    ? `ValueError: operands could not be broadcast together with shapes ${tuple(failure.left)} ${tuple(failure.right)}`
    : `IndexError: index ${failure.index} is out of bounds for axis ${failure.axis} with size ${failure.size}`;
}
