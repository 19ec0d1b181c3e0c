import type { Dim } from '../graph/shape.ts';
import type { Text } from '../text/text.ts';

/** Why a user's rule gives no sizes for a layer. */
export type RuleFailure = MisfitRule | LackingField;

/** The rule cannot be read, or does not go with the layer. */
export type MisfitRule =
  | { readonly reason: 'unreadable'; readonly detail: Text }
  | { readonly reason: 'no-dimension'; readonly name: string; readonly shape: readonly Dim[] }
  | { readonly reason: 'no-input'; readonly name: string; readonly inputs: number }
  | { readonly reason: 'no-item'; readonly name: string; readonly index: number }
  /** A list of several numbers where one is meant. */
  | { readonly reason: 'list'; readonly name: string; readonly length: number }
  | { readonly reason: 'division-by-zero' }
  /** A size that is broken or below 1, with the formula as written and with its numbers. */
  | {
      readonly reason: 'no-size';
      readonly formula: string;
      readonly numbers: string;
      readonly value: string;
    };

/** The layer does not give the field, or no number there: its output stays unknown. */
export interface LackingField {
  readonly reason: 'no-field' | 'no-number';
  readonly name: string;
}

export const isLacking = (failure: RuleFailure): failure is LackingField =>
  failure.reason === 'no-field' || failure.reason === 'no-number';
