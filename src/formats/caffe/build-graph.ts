import type { Graph, GraphNode } from '../../model/graph/graph.ts';
import { placedSource } from '../../model/graph/placed-source.ts';
import { placedProblem } from '../../model/problems/placed-problem.ts';
import type { TextProblem } from '../../model/problems/problem.ts';
import type { Variant } from '../../model/variant.ts';
import type { Shape } from '../../model/graph/shape.ts';
import type { FormatContext } from '../format.ts';
import { chosenInput } from '../input-choice.ts';
import { Blobs, type BlobName } from './blobs.ts';
import { shapeOf, sourceOf, type Source } from './data-layers.ts';
import { inputsOf, type LayerHead } from './layer-part.ts';
import { MessageReader } from './message-reader.ts';
import type { NetText, PlacedLayer } from './net-text.ts';
import { isIncluded, netState, phaseVariants } from './phase.ts';

/** Takes problems; offsets are those of the text. */
export type Report = (problem: TextProblem) => void;

/**
 * The graph of a net in one phase: one node for each layer, whose id is its name (BVLC/caffe: src/caffe/net.cpp Init).
 * A layer without bottoms has one input node for each top.
 */
export function buildGraph(
  { layers, settings }: NetText,
  text: string,
  name: string,
  context: FormatContext,
  report: Report,
): { readonly graph: Graph; readonly variants: readonly Variant[] } {
  const net = new MessageReader(settings, text, report);
  const builder = new GraphBuilder(context, report);
  builder.addOldInputs(net);
  const state = netState(net, context.phase);
  const all = layers.layers.length > 0 || net.has('layers') ? layers.layers : layers.layer;
  const staged = new Map(
    all.filter(({ part }) => part.hasStateRules).map((layer) => [layer, readerOf(layer, report)]),
  );
  for (const layer of all) {
    const rules = staged.get(layer);
    if (!rules || isIncluded(rules, state)) builder.addLayer(layer);
  }
  const graph = {
    name,
    framework: 'caffe',
    layout: 'channels-first',
    span: settings.span,
    nodes: builder.nodes,
  } as const;
  return { graph, variants: phaseVariants(net, [...staged.values()], state.phase) };
}

/** Reads a layer by itself; what it reports is moved to its place. */
function readerOf({ part, at }: PlacedLayer, report: Report): MessageReader {
  return part.reader((problem) => report(placedProblem(problem, at)));
}

class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  readonly #blobs = new Blobs();
  readonly #ids = new Map<string, number>();
  #inputs = 0;

  constructor(
    private readonly context: FormatContext,
    private readonly report: Report,
  ) {}

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
      this.#addInput({ name: 'input', type: 'Input', title: top.span }, net, 0, {
        top,
        source: shape ? shapeOf(shape) : listed,
      });
    });
  }

  addLayer(placed: PlacedLayer): void {
    const { part, head, at } = placed;
    this.#reportAll(part.head.problems, at);
    const { tops, bottoms } = head;
    const reader = readerOf(placed, this.report);
    if (bottoms.length === 0 && tops.length > 0 && sourceOf(head.type, reader, 0)) {
      for (const [index, top] of tops.entries()) {
        const source = sourceOf(head.type, reader, index);
        if (source) this.#addInput(head, reader, at, { top, source });
      }
      return;
    }
    const blobs = bottoms.map((bottom) => this.#blobs.read(reader, bottom));
    const { value, problems: ofLayer } = part.layer(
      blobs.map(({ rank }) => rank),
      this.context.rules,
    );
    const { layer, source } = value;
    this.#reportAll(ofLayer, at);
    const place = this.nodes.length;
    this.nodes.push({
      id: this.#unique(head.name),
      type: head.type,
      operation: layer.operation,
      inputs: inputsOf(layer, blobs),
      source: placedSource(source, at),
    });
    for (const [index, top] of tops.entries()) {
      const rank = layer.rank === undefined ? (blobs[0]?.rank ?? null) : layer.rank;
      const own = { tensor: { node: place, output: layer.tops === 'each' ? index : 0 }, rank };
      const copy = layer.tops === 'loss' && index > 0 ? blobs[0] : undefined;
      this.#blobs.write(reader, top, copy ?? own, bottoms[index]?.value === top.value);
    }
  }

  #reportAll(problems: readonly TextProblem[], at: number): void {
    for (const problem of problems) this.report(placedProblem(problem, at));
  }

  #addInput(
    { name, type, title }: Pick<LayerHead, 'name' | 'type' | 'title'>,
    reader: MessageReader,
    at: number,
    { top, source: { shape, axes } }: { readonly top: BlobName; readonly source: Source },
  ): void {
    const id = this.#unique(this.#ids.has(name) ? top.value : name);
    const chosen = chosenInput(shape, this.context.inputs, [top.value, id], this.#inputs++);
    const field = chosen.origin === null && axes.length > 0 ? { input: { span: title, axes } } : {};
    const tensor = { node: this.nodes.length, output: 0 };
    this.nodes.push({
      id,
      type,
      operation: { kind: 'input', shape: chosen.shape, origin: chosen.origin ?? 'file' },
      inputs: [],
      source: placedSource({ span: reader.message.span, title, fields: field }, at),
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
