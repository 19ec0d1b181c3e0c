import type { Span } from '../../util/span.ts';
import type { Operation } from './operation.ts';
import type { Layout, Shape } from './shape.ts';

/** Whose rules decide what is refused, and whose names messages use. */
export type Framework = 'convlens' | 'pytorch' | 'keras' | 'caffe' | 'darknet' | 'onnx';

/** A tensor: output number `output` of node `node` (its place in `Graph.nodes`). */
export interface TensorRef {
  readonly node: number;
  readonly output: number;
}

/** Hyper-parameters as fields of the source text, so that problems and fixes find their numbers. */
export type FieldName =
  | 'type'
  | 'from'
  | 'input'
  | 'kernel'
  | 'stride'
  | 'padding'
  | 'dilation'
  | 'groups'
  | 'inChannels'
  | 'outChannels'
  | 'inFeatures'
  | 'outFeatures'
  | 'features'
  | 'outputPadding'
  | 'outputSize'
  | 'scale'
  | 'rounding'
  | 'axis'
  | 'dims'
  | 'classes'
  | 'weights';

/** Where a field stands: its whole value, and each axis' own number where the file gives them apart. */
export interface FieldSource {
  readonly span: Span;
  readonly axes?: readonly Span[];
  /** What to write over `span` where it is more than the value: `padding={}` over Darknet's `pad=1`. */
  readonly template?: string;
  /** The value is worked out from what is written there: another one cannot be written in its place. */
  readonly computed?: boolean;
}

/** Where and how to write a field that the file leaves out; `{}` in the template stands for the value. */
export interface FieldInsertion {
  readonly offset: number;
  readonly template: string;
}

/** Where a layer stands in the text. */
export interface NodeSource {
  /** The whole layer. */
  readonly span: Span;
  /** Its name or head: where a problem is shown that no field is guilty of. Hints stand at the end of its line. */
  readonly title: Span;
  readonly fields: Readonly<Partial<Record<FieldName, FieldSource>>>;
  readonly insertions?: Readonly<Partial<Record<FieldName, FieldInsertion>>>;
  /** Calls of the program's own functions that end with this layer. */
  readonly calls?: readonly FunctionCall[];
  /** The document's own call that leads to a layer of another file: what is wrong there is shown here. */
  readonly ledFrom?: Span;
}

/** A call of a function that runs layers, and what it gave. */
export interface FunctionCall {
  readonly span: Span;
  /** The function's name: hints stand at the end of its line. */
  readonly title: Span;
  readonly shapes: readonly Shape[];
}

export interface GraphNode {
  /**
   * The framework's qualified name, or the layer's index or name where it has none. Unique in its graph, except that a
   * PyTorch module that is called several times has its name each time.
   */
  readonly id: string;
  /** The framework's own type name: `Conv2d`, `convolutional`. */
  readonly type: string;
  readonly operation: Operation;
  /** Null where a reference could not be resolved: an unknown tensor. */
  readonly inputs: readonly (TensorRef | null)[];
  readonly source: NodeSource;
  /** The node that has this one's parameters, where a layer is used more than once: they are counted there. */
  readonly sharesParametersOf?: number | undefined;
  /** Enclosing blocks, outermost first, for folding: `model.2`, `model.2.m.0`. */
  readonly blocks?: readonly string[];
}

/**
 * Layers that stand in many places of graphs, apart from these: what a module of a framework runs for the same arguments.
 * Two places have the same part only if it is the same object.
 */
export interface Part {
  readonly layers: readonly PartLayer[];
}

export interface PartLayer {
  readonly operation: Operation;
  /** Nodes are places in this part, or −1, −2, …: the part's own inputs. */
  readonly inputs: readonly (TensorRef | null)[];
}

/** A part in a graph: the nodes from `first` on. */
export interface PlacedPart {
  readonly part: Part;
  readonly first: number;
  readonly inputs: readonly (TensorRef | null)[];
}

/** One model: its nodes in an order in which every node stands after its inputs. */
export interface Graph {
  readonly name: string;
  readonly framework: Framework;
  /** Layout in which shapes are stored; reports are always [N, C, spatial…]. */
  readonly layout: Layout;
  readonly span: Span;
  readonly nodes: readonly GraphNode[];
  /** Where parts stand among the nodes, first ones first: what is alike is inferred once. */
  readonly parts?: readonly PlacedPart[];
  /** Parameters as the framework counts them, where that is not the nodes' sum: layers that no call reaches count too. */
  readonly params?: number | null;
}
