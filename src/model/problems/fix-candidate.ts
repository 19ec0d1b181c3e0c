import type { TextEdit } from '../../util/span.ts';
import type { FieldName } from '../graph/graph.ts';
import type { LayerReport } from '../report.ts';
import { fieldEdits } from './field-edit.ts';

/** A change of the text that may solve a problem; it counts only once it has been checked. */
export interface FixCandidate {
  /** `Padding 2` */
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** How far it is from what is written; the nearest comes first. */
  readonly cost: number;
}

/** One field of one layer set to a value. */
export interface Change {
  readonly layer: LayerReport;
  readonly field: FieldName;
  readonly name: string;
  readonly value: number | string;
  readonly axes: readonly number[];
  readonly cost: number;
}

/** The change where the text can hold it. */
export function written({ layer, field, name, value, axes, cost }: Change): FixCandidate[] {
  const values = axes.length === 0 ? [value] : axes.map(() => value);
  const edits = fieldEdits(layer.source, field, values, axes);
  return edits === null ? [] : [{ title: `${name} ${value}`, edits, cost }];
}
