import type { AxisGeometry } from '../engine/geometry/axis.ts';
import type { CompiledNetwork } from '../engine/session/compiled-network.ts';
import type { SizeSurvey } from '../model/clean-sizes/survey.ts';
import type { Severity } from '../model/problems/problem.ts';
import type { SeveritySettings } from '../model/problems/severities.ts';
import type { InferredLayer, ModelTotals, InputReport } from '../model/report.ts';
import type { Variant, VariantKind } from '../model/variant.ts';
import type { Dim } from '../model/graph/shape.ts';
import type { InputOrigin } from '../model/graph/operation.ts';
import type { NetworkView } from '../scene/network/view.ts';
import type { NetworkUpdate } from './network-change.ts';
import type { Position, Range } from '../util/span.ts';

/**
 * What the analysis worker answers. It keeps a copy of every document that it was sent; a request that names a
 * version which the copy does not have fails with `outdated`.
 */
export interface AnalysisWorker {
  analyze(request: AnalyzeRequest): AnalyzeAnswer;
  /** The document was closed: its copy may go. */
  forget(request: { readonly uri: string }): null;
  hover(request: AtPosition): HoverData | null;
  hints(request: InRange): readonly HintData[];
  lenses(request: OfVersion): readonly LensData[];
  symbols(request: OfVersion): readonly SymbolData[];
  /** Fixes of one problem, each checked by analysing the changed text. */
  fixes(request: OfProblem): readonly FixData[];
  network(request: OfModel): NetworkView;
  /** As `fixes`, for a problem of one model: its place in `NetworkView.problems`. */
  modelFixes(request: OfModel & { readonly problem: number }): readonly FixData[];
  /** A model as it is with other input sizes. */
  networkAt(request: OfModel & { readonly sizes: readonly SizeAlong[] }): NetworkView;
  /** The input sizes that suit a model, over a range (1 to 1024 unless told; near the present size where each costs an analysis). */
  sizes(request: OfModel & { readonly from?: number; readonly to?: number }): readonly SizeSurvey[];
  /** A model as the engine can run it. */
  compile(request: AtSizes & { readonly mode: 'training' | 'inference' }): CompiledNetwork;
  /** One layer with all that the engine needs to run it. */
  layer(request: OfLayer): RunnableLayer;
  /** The layer whose text holds the position. */
  layerAt(request: AtPosition): LayerPlace | null;
}

/** One input size along some of the spatial axes. */
export interface SizeAlong {
  readonly axes: readonly number[];
  readonly size: number;
}

export interface OfVersion {
  readonly uri: string;
  readonly version: number;
}

export interface AtPosition extends OfVersion {
  readonly position: Position;
}

export interface InRange extends OfVersion {
  readonly range: Range;
}

export interface OfProblem extends OfVersion {
  /** Place in `Analysis.problems`. */
  readonly problem: number;
}

export interface OfModel extends OfVersion {
  /** Place in `Analysis.models`. */
  readonly model: number;
}

/** A layer with the values of the model's input that the file writes down, where the layer reads that input. */
export interface RunnableLayer {
  readonly report: InferredLayer;
  readonly inputValues: readonly number[] | null;
}

/** A model with the file's input sizes, unless others are told. */
export interface AtSizes extends OfModel {
  readonly sizes?: readonly SizeAlong[];
}

export interface OfLayer extends AtSizes {
  readonly layer: string;
}

export interface AnalyzeRequest extends OfVersion {
  /** A name, to recognise the format by; nothing is read through it. */
  readonly path: string;
  readonly content: Content;
  readonly choices: Choices;
  readonly severities: SeveritySettings;
  /** Models whose networks come with the answer: panels show them, and every question more takes time. */
  readonly shown?: readonly ShownModel[];
}

export interface ShownModel {
  /** Place in `Analysis.models`. */
  readonly model: number;
  /** Whether the caller has the network of the last answer about this document, so that what has changed is enough. */
  readonly held: boolean;
}

/** What the user chose for a file, outside of it. */
export interface Choices {
  /** The strongest first. */
  readonly inputs: readonly ChosenInput[];
  /** PyTorch: a class, a factory or a call. */
  readonly model?: string;
  /** Caffe. */
  readonly phase?: 'TRAIN' | 'TEST';
  /** Ultralytics. */
  readonly scale?: string;
  /** Where lists of layers are, in other programs' YAML and JSON. */
  readonly layers?: string;
  /** What layers do that ConvLens does not know, by their types, as the setting has them. */
  readonly rules?: Readonly<Record<string, unknown>>;
}

/**
 * The text, or how it differs from the version before. Measured in Node 20: joining and posting the whole text takes
 * the extension host 0.1 ms for 1,000 lines, 1 ms for 10,000 and 38 ms for 5 MB; edits take under 0.1 ms whatever the size.
 */
export type Content =
  | { readonly kind: 'text'; readonly text: string }
  /** `length` is the changed text's, so that a copy which went out of step is noticed. */
  | {
      readonly kind: 'edits';
      readonly base: number;
      readonly edits: readonly OffsetEdit[];
      readonly length: number;
    }
  /** The beginning of a text that is probably no model: of many `.json` files few are Keras'. */
  | { readonly kind: 'head'; readonly head: string }
  /** A binary file, whose buffer moves to the worker. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** The first lines of a text that is too large to analyse. */
  | { readonly kind: 'too-large'; readonly head: string; readonly length: number; readonly limit: number };

/** `length` UTF-16 units from `offset` were replaced; edits apply one after the other. */
export interface OffsetEdit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** An input size chosen outside the file. */
export interface ChosenInput {
  readonly name?: string;
  readonly dims: readonly Dim[];
  readonly origin: InputOrigin;
}

export type AnalyzeAnswer =
  | Analysis
  /** The document is in no format that ConvLens reads. */
  | { readonly kind: 'unrecognized' }
  /** The worker does not have the version that the edits change, or the head is a model's: send the whole text. */
  | { readonly kind: 'resend' };

export interface Analysis {
  readonly kind: 'analysis';
  readonly version: number;
  readonly problems: readonly ProblemData[];
  readonly models: readonly ModelData[];
  /** Ended for want of time: asked again, a worker that is warm by then may come further. */
  readonly unfinished: boolean;
  /** Which of several networks the file was read as. */
  readonly variants: readonly Variant[];
}

export interface ProblemData {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  readonly related: readonly { readonly range: Range; readonly message: string }[];
  /** The type of a layer that a rule of the user's would help with. */
  readonly layerType?: string;
}

export interface ModelData {
  readonly name: string;
  readonly layerCount: number;
  readonly inputs: readonly Pick<InputReport, 'name' | 'shape' | 'origin'>[];
  readonly totals: ModelTotals;
  /** Where the first input's size stands, where it stands in the file. */
  readonly inputRange: Range | null;
  /** What `network` answers; null where it was not asked for. */
  readonly network: NetworkUpdate | null;
}

export interface HoverData {
  readonly markdown: string;
  readonly range: Range;
}

export interface HintData {
  readonly position: Position;
  readonly label: string;
  readonly tooltip: string;
}

export interface LensData {
  readonly range: Range;
  readonly title: string;
  readonly action: 'show-layout' | 'choose-input-size' | `choose-${VariantKind}`;
  /** Place in `Analysis.models`. */
  readonly model: number;
}

/** An entry of the outline; `selection` lies inside of `range`, which holds the children's. */
export interface SymbolData {
  readonly name: string;
  readonly detail: string;
  readonly kind: 'model' | 'block' | 'layer';
  readonly range: Range;
  readonly selection: Range;
  readonly children: readonly SymbolData[];
}

export interface FixData {
  readonly title: string;
  readonly edits: readonly { readonly range: Range; readonly newText: string }[];
  readonly preferred: boolean;
  /** The layer's windows after the change. */
  readonly axes: readonly AxisGeometry[];
}

export interface LayerPlace {
  readonly model: number;
  readonly layer: string;
}
