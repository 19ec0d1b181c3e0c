import type { Lesson, PassId, Stage } from '../../engine/trace/lesson.ts';
import { boundsListing, transposedBoundsListing } from './bounds-listing.ts';
import type { CodeRow } from './code-row.ts';
import { formulaListing, transposedFormulaListing } from './formula-listing.ts';
import { poolBackwardListing, poolForwardListing } from './pool-listings.ts';
import { scatterListing, transposedScatterListing } from './scatter-listing.ts';
import { transposedBackwardListing } from './transposed-backward-listing.ts';

export interface Listing {
  readonly pass: PassId;
  readonly rows: readonly CodeRow[];
}

/** The algorithms side by side, with the layer's sizes in place. */
export function listingsOf({ operation, facts }: Pick<Lesson, 'operation' | 'facts'>): readonly Listing[] {
  if (!facts) return [];
  switch (operation) {
    case 'convolution':
    case 'chain':
      return [
        { pass: 'code-formula', rows: formulaListing(facts) },
        { pass: 'code-scatter', rows: scatterListing(facts) },
        { pass: 'code-bounds', rows: boundsListing(facts) },
      ];
    case 'transposed-convolution':
      return [
        { pass: 'code-formula', rows: transposedFormulaListing(facts) },
        { pass: 'code-scatter', rows: transposedScatterListing(facts) },
        { pass: 'code-bounds', rows: transposedBoundsListing(facts) },
        { pass: 'code-backward', rows: transposedBackwardListing(facts) },
      ];
    case 'max-pool':
    case 'average-pool':
      return [
        { pass: 'code-forward', rows: poolForwardListing(facts) },
        { pass: 'code-backward', rows: poolBackwardListing(facts) },
      ];
    case 'relu':
    case 'linear':
      return [];
  }
}

/** What NumPy says where a line cannot be executed. */
export function failureText({ failure }: Stage): string | null {
  if (!failure) return null;
  const tuple = (sizes: readonly number[]): string => `(${sizes.join(',')}${sizes.length === 1 ? ',' : ''})`;
  return failure.kind === 'broadcast'
    ? `ValueError: operands could not be broadcast together with shapes ${tuple(failure.left)} ${tuple(failure.right)}`
    : `IndexError: index ${failure.index} is out of bounds for axis ${failure.axis} with size ${failure.size}`;
}
