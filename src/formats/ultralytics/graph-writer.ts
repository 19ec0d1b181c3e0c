import type { GraphNode, NodeSource, TensorRef } from '../../model/graph/graph.ts';
import type { Operation } from '../../model/graph/operation.ts';
import type { Activation } from './activation.ts';
import type { Sources } from './bound-arguments.ts';

/** A tensor, or null where it is not known. */
export type Tensor = TensorRef | null;

/** Nodes that one model may have; a file that asks for more is not read further. */
export const mostNodes = 100_000;

type NewNode = Required<Pick<GraphNode, 'id' | 'type' | 'operation' | 'blocks' | 'inputs'>>;

/** Collects the nodes of one model. */
export class GraphWriter {
  readonly nodes: GraphNode[] = [];
  /** Parameters of modules that no forward pass calls. */
  uncalled = 0;
  /** Where the row that is being read stands. */
  source: NodeSource = { span: { start: 0, end: 0 }, title: { start: 0, end: 0 }, fields: {} };
  /** Features of the texts, where a module has changed them; null: as they go in. */
  changedTexts: TensorRef | null = null;
  /** What `Conv` calls behind its normalization; null where that is unknown. */
  readonly defaultActivation: Activation | null;

  /** Names of activations that several modules share. */
  readonly #shared = new Map<string, string>();
  /** The first call of each layer. */
  readonly #layers = new Map<string, number>();
  readonly #normalizations = new Map<number, Operation>();
  readonly #calls = new Map<string, number>();

  /** Of batch normalizations. */
  readonly epsilon: number;
  readonly #textInput: GraphNode;
  #texts: TensorRef | null = null;

  /** `textInput` is a second input, of which only models with an open vocabulary have use. */
  constructor(defaultActivation: Activation | null, epsilon: number, textInput: GraphNode) {
    this.defaultActivation = defaultActivation;
    this.epsilon = epsilon;
    this.#textInput = textInput;
  }

  /** Features of the texts as they go in: [1, texts, values]. The input is added where they are first asked for. */
  texts(): TensorRef {
    this.#texts ??= { node: this.nodes.push(this.#textInput) - 1, output: 0 };
    return this.#texts;
  }

  /** How many texts there are; NaN where that is unknown. */
  get textCount(): number {
    const { operation } = this.#textInput;
    const count = operation.kind === 'input' ? operation.shape?.[1] : null;
    return typeof count === 'number' ? count : NaN;
  }

  /** A layer by its qualified name; one that is called again has its parameters where it was called first. */
  addLayer(node: NewNode, sources?: Sources): TensorRef {
    const first = this.#layers.get(node.id);
    if (first === undefined) this.#layers.set(node.id, this.nodes.length);
    return this.add(node, sources, first);
  }

  add(node: NewNode, sources?: Sources, sharesParametersOf?: number): TensorRef {
    const { id, type, inputs, blocks } = node;
    const operation = isReadable(node.operation) ? node.operation : unreadable();
    const source = sources ? this.#withSources(sources) : this.source;
    this.nodes.push(
      sharesParametersOf === undefined
        ? { id, type, operation, inputs, source, blocks }
        : { id, type, operation, inputs, source, blocks, sharesParametersOf },
    );
    return { node: this.nodes.length - 1, output: 0 };
  }

  #withSources({ fields, insertions }: Sources): NodeSource {
    const { span, title, fields: ofRow } = this.source;
    return { span, title, fields: { ...ofRow, ...fields }, insertions };
  }

  /** Batch normalization of so many channels (NaN where unknown): one operation for all layers of that width. */
  batchNormalization(channels: number): Operation {
    const known = this.#normalizations.get(channels);
    if (known) return known;
    const made: Operation = {
      kind: 'normalization',
      name: 'batch',
      features: [valueOrNull(channels)],
      axis: 1,
      ranks: [4],
      parametersPerFeature: 2,
      learned: { scale: true, shift: true },
      epsilon: this.epsilon,
    };
    this.#normalizations.set(channels, made);
    return made;
  }

  /** The name of what all that call it `key` share: PyTorch knows it by its first one. */
  sharedName(key: string, name: string): string {
    const known = this.#shared.get(key);
    if (known === undefined) this.#shared.set(key, name);
    return known ?? name;
  }

  /** A name for a function, which has none of its own: `model.2.cat()`, from the second call on with a number. */
  callName(scope: string, name: string): string {
    const id = `${scope}.${name}()`;
    const count = (this.#calls.get(id) ?? 0) + 1;
    this.#calls.set(id, count);
    return count === 1 ? id : `${id}#${count}`;
  }
}

/** Whether the axes of a join or of a flatten are numbers: else nothing of the layer is known. */
function isReadable(operation: Operation): boolean {
  switch (operation.kind) {
    case 'concat':
      return !Number.isNaN(operation.axis);
    case 'flatten':
      return !Number.isNaN(operation.start + operation.end);
    default:
      return true;
  }
}

/** A number that may be unknown (NaN) as the graph has it. */
export function valueOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/** All numbers of an operation's list. */
export function valuesOrNull(values: readonly number[]): readonly (number | null)[] {
  return values.map(valueOrNull);
}

export const unreadable = (outputs = 1): Operation => ({ kind: 'unknown', outputs, reported: true });
