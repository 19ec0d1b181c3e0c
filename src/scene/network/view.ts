import type { AxisGeometry } from '../../engine/geometry/axis.ts';
import type { OperationKind } from '../../model/graph/operation.ts';
import type { Verdict } from '../../engine/geometry/verdict.ts';
import type { InputReport, LayerReport, ModelTotals } from '../../model/report.ts';
import type { Severity } from '../../model/problems/problem.ts';

/** A model as the panel draws it: what is seen of a report, without source texts. */
export interface NetworkView {
  readonly name: string;
  /** In the report's order: every layer stands after its inputs. */
  readonly layers: readonly LayerView[];
  /** The first input, which all sizes follow from; null where there is none. */
  readonly input: Pick<InputReport, 'shape' | 'origin'> | null;
  readonly totals: ModelTotals;
  readonly problems: readonly ProblemView[];
}

/** What the panel needs of a layer's report, and how it is drawn. */
export interface LayerView extends Pick<
  LayerReport,
  | 'id'
  | 'type'
  | 'blocks'
  | 'inputShapes'
  | 'outputShapes'
  | 'axes'
  | 'transposedAxes'
  | 'params'
  | 'macs'
  | 'receptiveField'
  | 'outputElements'
  | 'heldElements'
> {
  /** `block`: several layers drawn as one. */
  readonly kind: OperationKind | 'block';
  /** The operation in a few words: `7×7, stride 2, padding 3`. */
  readonly summary: string;
  /** Zero-based line of the layer's head in the document. */
  readonly line: number;
  /** Places in `NetworkView.layers`; null where a reference is unknown. */
  readonly inputs: readonly (number | null)[];
  /** The worst of the axes' verdicts, `impossible` where the layer has any error; null for others without windows or of unknown size. */
  readonly verdict: Verdict | null;
  /** The engine can run it with real numbers. */
  readonly playable: boolean;
  /** What a folded block holds; only pictures fold. */
  readonly fold?: FoldView;
}

export interface FoldView {
  /** The block's name among `LayerView.blocks`. */
  readonly block: string;
  /** Ids of its layers. */
  readonly members: readonly string[];
  /** How many equal parts it has in a row: `layer3 ×6`. */
  readonly repeats: number;
}

export interface ProblemView {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** Zero-based line in the document. */
  readonly line: number;
  /** Place in `NetworkView.layers`, where it concerns one layer. */
  readonly layer: number | null;
  /** The windows that do not fit; those of a refused axis as rounding down would have them. Null where it is of another kind. */
  readonly windows: Windows | null;
}

/** What the spatial axes `axes`, of `spatialRank`, have in common. */
export interface Windows {
  readonly axes: readonly number[];
  readonly spatialRank: number;
  readonly geometry: AxisGeometry;
}
