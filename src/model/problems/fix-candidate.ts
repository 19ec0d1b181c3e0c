import type { TextEdit } from '../../util/span.ts';
import type { FieldName } from '../graph/graph.ts';
import type { LayerReport } from '../report.ts';
import type { ChangedField } from './changed-field.ts';
import { fieldEdits } from './field-edit.ts';
import { textIn } from '../text/text-in.ts';
import type { ProblemWords } from './words/english-problems.ts';
import type { Text } from '../text/text.ts';

/** A change of the text that may solve a problem; it counts only once it has been checked. */
export interface FixCandidate {
  readonly title: FixTitle;
  /** Layers behind it that are changed with it, and what each takes then. */
  readonly behind?: readonly { readonly layer: string; readonly value: number }[];
  readonly edits: readonly TextEdit[];
  /** How far it is from what is written; the nearest comes first. */
  readonly cost: number;
}

/** The value that something gets, of another layer where one is named; or what a format calls its own change. */
export type FixTitle =
  Text | { readonly field: ChangedField; readonly layer: string | null; readonly value: string };

/** What a change does, in words: `Padding 2`. */
export const titleOf = (
  { title, behind = [] }: FixCandidate,
  { fix: say, translation }: ProblemWords,
): string =>
  behind.reduce(
    (text, { layer, value }) => say.takes(text, layer, value),
    typeof title === 'object' && 'field' in title
      ? say.set(title.field, title.layer, title.value)
      : textIn(translation, title),
  );

/** One field of one layer set to a value. */
export interface Change {
  readonly layer: LayerReport;
  readonly field: FieldName;
  /** What it is called, where not as the field. */
  readonly name?: ChangedField;
  /** Whether the layer must be named, as it is not the one with the problem. */
  readonly elsewhere?: boolean;
  readonly value: number | string;
  readonly axes: readonly number[];
  readonly cost: number;
}

/** The change where the text can hold it. */
export function written({
  layer,
  field,
  name = field,
  elsewhere = false,
  value,
  axes,
  cost,
}: Change): FixCandidate[] {
  const values = axes.length === 0 ? [value] : axes.map(() => value);
  const edits = fieldEdits(layer.source, field, values, axes);
  const title = { field: name, layer: elsewhere ? layer.id : null, value: value.toString() };
  return edits === null ? [] : [{ title, edits, cost }];
}
