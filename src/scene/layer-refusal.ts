import { assertNever } from '../util/assert-never.ts';
import { shapeList } from './numbers.ts';
import type { Words } from './words/english.ts';

/** Why the numbers of a layer cannot be shown; the panel words it in its language. */
export type LayerRefusal =
  /** The engine does not play layers of this type. */
  | { readonly kind: 'shapes-only'; readonly type: string }
  | { readonly kind: 'too-many-values'; readonly values: number }
  /** A file that was dropped in is no NumPy array of numbers. */
  | { readonly kind: 'npy-unread'; readonly file: string }
  | {
      readonly kind: 'npy-shape';
      readonly file: string;
      readonly shape: readonly number[];
      readonly tensor: string;
      readonly expected: readonly number[];
    };

const kinds: Readonly<Record<LayerRefusal['kind'], true>> = {
  'shapes-only': true,
  'too-many-values': true,
  'npy-unread': true,
  'npy-shape': true,
};

/** What came along with a failed call, where it is a refusal; its parts are our own worker's. */
export const isLayerRefusal = (value: unknown): value is LayerRefusal =>
  typeof value === 'object' && value !== null && 'kind' in value && Object.hasOwn(kinds, String(value.kind));

export function refusalText(refusal: LayerRefusal, { locale, lesson: { refusals } }: Words): string {
  switch (refusal.kind) {
    case 'shapes-only':
      return refusals.shapesOnly(refusal.type);
    case 'too-many-values':
      return refusals.tooManyValues(refusal.values.toLocaleString(locale));
    case 'npy-unread':
      return refusals.npyUnread(refusal.file);
    case 'npy-shape':
      return refusals.npyShape(
        refusal.file,
        shapeList(refusal.shape),
        refusal.tensor,
        shapeList(refusal.expected),
      );
    default:
      return assertNever(refusal);
  }
}
