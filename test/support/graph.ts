import type { Framework, Graph, GraphNode, NodeSource } from '../../src/model/graph/graph.ts';
import type {
  Concat,
  Convolution,
  Input,
  Linear,
  Operation,
  Pool,
  TransposedConvolution,
} from '../../src/model/graph/operation.ts';
import type { Dim, Layout } from '../../src/model/graph/shape.ts';

export interface NodeSketch {
  readonly id: string;
  readonly operation: Operation;
  /** Ids of the nodes whose first output goes in; the node before where left out. */
  readonly from?: readonly string[];
  readonly blocks?: readonly string[];
}

/** A graph whose nodes stand one a line, ten characters each, with fields at known columns. */
export function graphOf(
  sketches: readonly NodeSketch[],
  { framework = 'pytorch', layout = 'channels-first' }: { framework?: Framework; layout?: Layout } = {},
): Graph {
  const places = new Map(sketches.map(({ id }, place) => [id, place]));
  const nodes = sketches.map(({ id, operation, from, blocks = [] }, place): GraphNode => {
    const previous = sketches[place - 1]?.id;
    const sources = from ?? (operation.kind === 'input' || previous === undefined ? [] : [previous]);
    const inputs = sources.map((source) => {
      const node = places.get(source);
      return node === undefined ? null : { node, output: 0 };
    });
    return { id, type: operation.kind, operation, inputs, blocks, source: sourceAt(place) };
  });
  return { name: 'model', framework, layout, span: { start: 0, end: sketches.length * 10 }, nodes };
}

function sourceAt(place: number): NodeSource {
  const at = (column: number, length: number) => ({
    start: place * 10 + column,
    end: place * 10 + column + length,
  });
  return {
    span: at(0, 9),
    title: at(0, 2),
    fields: {
      kernel: { span: at(2, 1) },
      stride: { span: at(3, 1) },
      padding: { span: at(4, 1) },
      inChannels: { span: at(5, 1) },
      inFeatures: { span: at(6, 1) },
    },
  };
}

export function input(...shape: readonly Dim[]): Input {
  return { kind: 'input', shape, origin: 'file' };
}

interface WindowSketch {
  readonly kernel: number;
  readonly stride?: number;
  readonly padding?: number;
  readonly dilation?: number;
}

function windowOf({ kernel, stride = 1, padding = 0, dilation = 1 }: WindowSketch) {
  const side = { before: padding, after: padding };
  return {
    kernel: [kernel, kernel],
    stride: [stride, stride],
    dilation: [dilation, dilation],
    padding: { kind: 'explicit', sides: [side, side] },
    layout: 'channels-first',
  } as const;
}

export function conv(inChannels: number | null, outChannels: number, window: WindowSketch): Convolution {
  return {
    kind: 'convolution',
    inChannels,
    outChannels,
    groups: 1,
    bias: true,
    rounding: 'floor',
    ...windowOf(window),
  };
}

export function deconv(inChannels: number, outChannels: number, window: WindowSketch): TransposedConvolution {
  const channels = { inChannels, outChannels, groups: 1, bias: true };
  return { kind: 'transposed-convolution', ...channels, outputPadding: [0, 0], ...windowOf(window) };
}

export function maxPool(window: WindowSketch): Pool {
  return { kind: 'pool', mode: 'max', rounding: 'floor', countIncludePadding: true, ...windowOf(window) };
}

export function dense(inFeatures: number | null, outFeatures: number): Linear {
  return { kind: 'linear', inFeatures, outFeatures, bias: true, flattens: false };
}

export const relu: Operation = { kind: 'elementwise', role: 'activation', name: 'relu' };
export const concat: Concat = { kind: 'concat', axis: 1 };
