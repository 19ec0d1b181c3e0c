import type { Graph, GraphNode, NodeSource } from '../../model/graph/graph.ts';
import type { Variant } from '../../model/variant.ts';
import type { Shape } from '../../model/graph/shape.ts';
import type { Span } from '../../util/span.ts';
import type { FormatContext } from '../format.ts';
import { chosenInput } from '../input-choice.ts';
import { Blobs, type BlobName } from './blobs.ts';
import { shapeOf, sourceOf, type Source } from './data-layers.ts';
import { layerOf } from './layer-of.ts';
import { currentType } from './v1-types.ts';
import type { Layer } from './layers/layer.ts';
import type { MessageReader } from './message-reader.ts';
import { isIncluded, netState, phaseVariants } from './phase.ts';

/**
 * The graph of a net in one phase: one node for each layer, whose id is its name (BVLC/caffe: src/caffe/net.cpp Init).
 * A layer without bottoms has one input node for each top.
 */
export function buildGraph(
  net: MessageReader,
  name: string,
  context: FormatContext,
): { readonly graph: Graph; readonly variants: readonly Variant[] } {
  const builder = new GraphBuilder(context);
  builder.addOldInputs(net);
  const state = netState(net, context.phase);
  const layers = net.has('layers') ? net.innerAll('layers') : net.innerAll('layer');
  for (const layer of layers) if (isIncluded(layer, state)) builder.addLayer(layer);
  const graph = {
    name,
    framework: 'caffe',
    layout: 'channels-first',
    span: net.message.span,
    nodes: builder.nodes,
  } as const;
  return { graph, variants: phaseVariants(net, layers, state.phase) };
}

class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  readonly #blobs = new Blobs();
  readonly #ids = new Map<string, number>();
  #inputs = 0;

  constructor(private readonly context: FormatContext) {}

  /** `input` with `input_shape` or four `input_dim`s each: an Input layer named "input" (upgrade_proto.cpp UpgradeNetInput). */
  addOldInputs(net: MessageReader): void {
    const shapes = net.innerAll('input_shape');
    const dims = net.ints('input_dim');
    net.strings('input').forEach((top, index) => {
      const shape = shapes[index];
      const four = dims.slice(4 * index, 4 * index + 4);
      const listed: Source = {
        shape: four.length === 4 ? four.map(({ value }) => value) : null,
        axes: four.slice(2).flatMap(({ source }) => (source ? [source.span] : [])),
      };
      this.#addInput(net, 'input', 'Input', top, shape ? shapeOf(shape) : listed, top.span);
    });
  }

  addLayer(reader: MessageReader): void {
    const type = typeOf(reader);
    const tops = reader.strings('top');
    const bottoms = reader.strings('bottom');
    const title = type.span ?? reader.string('name')?.span ?? reader.message.span;
    const name = reader.string('name')?.value ?? type.value;
    if (bottoms.length === 0 && tops.length > 0 && sourceOf(type.value, reader, 0)) {
      tops.forEach((top, index) => {
        const source = sourceOf(type.value, reader, index);
        if (source) this.#addInput(reader, name, type.value, top, source, title);
      });
      return;
    }
    const blobs = bottoms.map((bottom) => this.#blobs.read(reader, bottom));
    const { rules } = this.context;
    const layer = layerOf({ reader, type: type.value, bottoms: blobs, topCount: tops.length, rules }, title);
    const place = this.nodes.length;
    this.nodes.push({
      id: this.#unique(name),
      type: type.value,
      operation: layer.operation,
      inputs: layer.inputs ?? blobs.map(({ tensor }) => tensor),
      source: layerSource(reader, title, bottoms, layer),
    });
    tops.forEach((top, index) => {
      const rank = layer.rank === undefined ? (blobs[0]?.rank ?? null) : layer.rank;
      const own = { tensor: { node: place, output: layer.tops === 'each' ? index : 0 }, rank };
      const copy = layer.tops === 'loss' && index > 0 ? blobs[0] : undefined;
      this.#blobs.write(reader, top, copy ?? own, bottoms[index]?.value === top.value);
    });
  }

  #addInput(
    reader: MessageReader,
    name: string,
    type: string,
    top: BlobName,
    { shape, axes }: Source,
    title: Span,
  ): void {
    const chosen = chosenInput(shape, this.context.inputs, top.value, this.#inputs++);
    const field = chosen.origin === null && axes.length > 0 ? { input: { span: title, axes } } : {};
    const tensor = { node: this.nodes.length, output: 0 };
    this.nodes.push({
      id: this.#unique(this.#ids.has(name) ? top.value : name),
      type,
      operation: { kind: 'input', shape: chosen.shape, origin: chosen.origin ?? 'file' },
      inputs: [],
      source: { span: reader.message.span, title, fields: field },
    });
    this.#blobs.write(reader, top, { tensor, rank: rankOf(chosen.shape) }, false);
  }

  /** Caffe lets layers share a name; ids do not. */
  #unique(name: string): string {
    const count = (this.#ids.get(name) ?? 0) + 1;
    this.#ids.set(name, count);
    return count === 1 ? name : this.#unique(`${name}#${count}`);
  }
}

function rankOf(shape: Shape): number | null {
  return shape?.length ?? null;
}

/** `type: "Convolution"` of today, `type: CONVOLUTION` of the older `layers`. */
function typeOf(reader: MessageReader): { readonly value: string; readonly span: Span | null } {
  const [field] = reader.all('type');
  if (field?.value.kind !== 'scalar') return { value: '', span: null };
  const { value, quoted, span } = field.value;
  const current = quoted ? value : currentType(value);
  if (!quoted && current === value && !/^[A-Z][A-Z0-9_]+$/.test(value)) reader.string('type');
  return { value: current, span };
}

function layerSource(
  reader: MessageReader,
  title: Span,
  bottoms: readonly BlobName[],
  layer: Layer,
): NodeSource {
  const [first] = bottoms;
  const from = first ? { from: { span: first.span, axes: bottoms.map(({ span }) => span) } } : {};
  return {
    span: reader.message.span,
    title,
    fields: { type: { span: title }, ...from, ...layer.fields },
    ...(layer.insertions ? { insertions: layer.insertions } : {}),
  };
}
