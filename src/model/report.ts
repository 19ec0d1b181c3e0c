import type { AxisGeometry } from '../engine/geometry/axis.ts';
import type { LostPixels } from '../engine/geometry/coverage.ts';
import type { TransposedAxisGeometry } from '../engine/geometry/transposed-axis.ts';
import type { Verdict } from '../engine/geometry/verdict.ts';
import type { Span } from '../util/span.ts';
import type { Framework, NodeSource, TensorRef } from './graph/graph.ts';
import type { InputOrigin, Operation } from './graph/operation.ts';
import type { Layout, Shape } from './graph/shape.ts';
import type { Problem } from './problems/problem.ts';
import type { Text } from './text/text.ts';

export interface AxisReport {
  readonly exact: boolean;
  readonly remainder: number;
  readonly tail: number;
  readonly lost: LostPixels;
  readonly verdict: Verdict;
  /** The geometry record; null where the axis is impossible. */
  readonly geometry: AxisGeometry | null;
}

/** Per spatial axis: cells of the model's input that one cell of this layer's output sees. */
export interface ReceptiveField {
  readonly size: readonly number[];
  readonly stride: readonly number[];
  /** First input cell that output cell 0 sees; negative in the padding. */
  readonly start: readonly number[];
}

/** One layer after shape inference, but for its place in the text. Shapes are [N, C, spatial…]; null where unknown. */
export interface InferredLayer {
  readonly id: string;
  readonly type: string;
  readonly operation: Operation;
  readonly blocks: readonly string[];
  readonly inputs: readonly (TensorRef | null)[];
  readonly inputShapes: readonly Shape[];
  readonly outputShapes: readonly Shape[];
  /** Window operations only, one per spatial axis; empty otherwise or where a size is unknown. */
  readonly axes: readonly AxisReport[];
  /** Transposed convolutions only. */
  readonly transposedAxes: readonly TransposedAxisGeometry[];
  readonly params: number | null;
  /** Multiply-adds of one forward pass for the batch of the input shape. */
  readonly macs: number | null;
  readonly receptiveField: ReceptiveField | null;
  /** The layer that has this one's parameters, where a layer is used more than once. */
  readonly sharesParametersOf?: number | undefined;
  /** Values that the layer's outputs hold; bytes are 4 times that in float32. */
  readonly outputElements: number | null;
  /** Those that it holds itself: none where its output is another view of its input's values. */
  readonly heldElements: number | null;
}

export interface LayerReport extends InferredLayer {
  readonly source: NodeSource;
}

export interface ModelTotals {
  /** Sums over what is known. */
  readonly params: number;
  readonly macs: number;
  /** Whether both are known of every layer. */
  readonly complete: boolean;
  /** Which of the sums lack no layer's part. */
  readonly whole: { readonly params: boolean; readonly macs: boolean; readonly memory: boolean };
  /** Bytes of activations in float32: the largest moment of a forward pass, and all that backward needs. */
  readonly forwardBytes: number;
  readonly trainingBytes: number;
}

export interface InputReport {
  readonly name: string;
  readonly shape: Shape;
  readonly origin: InputOrigin;
  readonly reason?: Text;
  readonly node: number;
}

/** One model after shape inference: the data that hover, panel and command line read. */
export interface ModelReport {
  readonly name: string;
  readonly framework: Framework;
  /** Layout in which the framework stores tensors; shapes here are [N, C, spatial…] all the same. */
  readonly layout: Layout;
  /** Where the model stands in the text. */
  readonly span: Span;
  readonly inputs: readonly InputReport[];
  /** In the graph's order: a TensorRef's node is a place in this list. */
  readonly layers: readonly LayerReport[];
  readonly totals: ModelTotals;
  readonly problems: readonly Problem[];
}
