import type { AxisGeometry } from '../../engine/geometry/axis.ts';
import type { Span, TextEdit } from '../../util/span.ts';
import type { Text } from '../text/text.ts';
import type { Finding } from './finding.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** A stable name for each kind of problem; settings, quick fixes and documentation are keyed on it. */
export type ProblemCode =
  // how an axis fits (DESIGN.md 3)
  | 'padding-unused'
  | 'overhang'
  | 'subsampled'
  | 'pixels-lost'
  | 'impossible'
  | 'kernel-larger-than-input'
  // layers that disagree
  | 'channel-mismatch'
  | 'groups-mismatch'
  | 'features-mismatch'
  | 'join-mismatch'
  | 'normalization-mismatch'
  | 'reshape-mismatch'
  | 'batch-changed'
  | 'broadcast-expands'
  | 'rank-mismatch'
  | 'yolo-filters-mismatch'
  | 'yolo-input-size'
  | 'refused-hyperparameter'
  | 'weights-mismatch'
  | 'unused-layer'
  | 'unregistered-layer'
  | 'unused-result'
  | 'stale-shape-comment'
  | 'layer-rule'
  // the text itself
  | 'syntax'
  | 'invalid-value'
  | 'unknown-field'
  | 'missing-field'
  | 'duplicate-key'
  | 'unknown-layer'
  | 'unknown-reference'
  | 'cycle'
  | 'empty-model'
  | 'too-deep'
  | 'too-large'
  // ConvLens itself failed
  | 'internal-error';

export interface RelatedPlace<Message = string> {
  readonly span: Span;
  readonly message: Message;
}

/** A change of the text that was checked by analysing the changed text. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly preferred?: boolean;
  /** The layer's windows after the change, axis by axis; none where it has none, or the problem is the text's. */
  readonly axes?: readonly AxisGeometry[];
}

/** A change that may solve a problem of the text; it counts once it has been checked. */
export interface Repair<Message = string> {
  readonly title: Message;
  readonly edits: readonly TextEdit[];
}

/** A finding in a model or in its text. Plain data. Formats give those of the text as `TextProblem`s, which are worded later. */
export interface Problem<Message = string> {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly message: Message;
  readonly span: Span;
  /** Where the document leads to it, if it stands in another file. */
  readonly ledFrom?: Span;
  readonly related: readonly RelatedPlace<Message>[];
  /** The node it concerns (its place in the graph), where there is one. */
  readonly node?: number;
  /** The numbers behind the message; problems of the text itself have none. */
  readonly finding?: Finding;
  /** What may solve it, for problems without numbers behind them. */
  readonly repairs?: readonly Repair<Message>[];
}

/** A problem of the text before it is worded in the user's language. */
export type TextProblem = Problem<Text>;
