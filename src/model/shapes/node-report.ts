import type { GraphNode } from '../graph/graph.ts';
import type { Shape } from '../graph/shape.ts';
import type { InferredLayer, LayerReport, ReceptiveField } from '../report.ts';
import { exactCount } from './dims.ts';
import type { KnownInference } from './inference.ts';
import { isView } from './memory.ts';
import { outputElements } from './output-elements.ts';
import type { ReceptiveFields } from './receptive-fields.ts';

const none: readonly never[] = [];

/**
 * A layer's report, read from its node and from the inference that it shares with all layers like it: models have tens
 * of thousands, of which few are looked at before the next edit. `plainLayer` copies one.
 */
export class NodeReport implements LayerReport {
  readonly #node: GraphNode;
  readonly #known: KnownInference;
  readonly #fields: ReceptiveFields;
  readonly #index: number;

  /** `index` is the node's place in its graph. */
  constructor(node: GraphNode, known: KnownInference, fields: ReceptiveFields, index: number) {
    this.#node = node;
    this.#known = known;
    this.#fields = fields;
    this.#index = index;
  }

  /** The same layer with its shapes in another order. */
  withShapes(inputShapes: readonly Shape[], outputShapes: readonly Shape[]): NodeReport {
    const { operation, inference } = this.#known;
    const known = { operation, inputShapes, inference: { ...inference, outputShapes } };
    return new NodeReport(this.#node, known, this.#fields, this.#index);
  }

  get id(): string {
    return this.#node.id;
  }

  get type(): string {
    return this.#node.type;
  }

  get operation(): LayerReport['operation'] {
    return this.#known.operation;
  }

  get source(): LayerReport['source'] {
    return this.#node.source;
  }

  get blocks(): readonly string[] {
    return this.#node.blocks ?? none;
  }

  get inputs(): LayerReport['inputs'] {
    return this.#node.inputs;
  }

  get inputShapes(): readonly Shape[] {
    return this.#known.inputShapes;
  }

  get outputShapes(): readonly Shape[] {
    return this.#known.inference.outputShapes;
  }

  get axes(): LayerReport['axes'] {
    return this.#known.inference.axes;
  }

  get transposedAxes(): LayerReport['transposedAxes'] {
    return this.#known.inference.transposedAxes;
  }

  get params(): number | null {
    return exactCount(this.#known.inference.params);
  }

  get macs(): number | null {
    return exactCount(this.#known.inference.macs);
  }

  get receptiveField(): ReceptiveField | null {
    return this.#fields.at(this.#index);
  }

  get sharesParametersOf(): number | undefined {
    return this.#node.sharesParametersOf;
  }

  get outputElements(): number | null {
    return outputElements(this.#known);
  }

  get heldElements(): number | null {
    const [source] = this.#node.inputs;
    const isOfSource = source && source.node < this.#index && isView(this.#known.operation);
    return isOfSource ? 0 : this.outputElements;
  }
}

/** A copy that can be sent, or spread; without the place in the text. */
export function plainLayer(layer: LayerReport): InferredLayer {
  const { id, type, operation, blocks, inputs, inputShapes, outputShapes, axes, transposedAxes } = layer;
  const { params, macs, receptiveField, outputElements, heldElements, sharesParametersOf } = layer;
  return {
    id,
    type,
    operation,
    blocks,
    inputs,
    inputShapes,
    outputShapes,
    axes,
    transposedAxes,
    params,
    macs,
    receptiveField,
    outputElements,
    heldElements,
    ...(sharesParametersOf !== undefined && { sharesParametersOf }),
  };
}
