import type { GraphNode, NodeSource, TensorRef } from '../../model/graph/graph.ts';
import { placedSource } from '../../model/graph/placed-source.ts';
import type { Operation } from '../../model/graph/operation.ts';
import type { Activation } from './activation.ts';
import type { Sources } from './bound-arguments.ts';

/** A tensor, or null where it is not known. */
export type Tensor = TensorRef | null;

/** Nodes that one model may have; a file that asks for more is not read further. */
export const mostNodes = 100_000;

type NewNode = Required<Pick<GraphNode, 'id' | 'type' | 'operation' | 'blocks' | 'inputs'>>;

/** The nodes of one row. */
export interface WrittenRow {
  readonly nodes: readonly GraphNode[];
  /** Where they stand, with offsets from the row's own part of the text. */
  readonly sources: readonly NodeSource[];
  /** Activations that it was the first to call, and by which nodes. */
  readonly shared: readonly { readonly key: string; readonly name: string; readonly first: number }[];
}

function movedNode(node: GraphNode, source: NodeSource, at: number): GraphNode {
  return { ...node, source: placedSource(source, at) };
}

/** Collects the nodes of one model. */
export class GraphWriter {
  readonly nodes: GraphNode[] = [];
  /** Parameters of modules that no forward pass calls. */
  uncalled = 0;
  /** Features of the texts, where a module has changed them; null: as they go in. */
  changedTexts: TensorRef | null = null;
  /** What `Conv` calls behind its normalization; null where that is unknown. */
  readonly defaultActivation: Activation | null;

  /** Where the nodes' rows say that they stand, with offsets from each row's own part of the text. */
  readonly #written: NodeSource[] = [];
  #source: NodeSource = { span: { start: 0, end: 0 }, title: { start: 0, end: 0 }, fields: {} };
  #placed: NodeSource = this.#source;
  #at = 0;

  /** Names of activations that several modules share. */
  readonly #shared = new Map<string, string>();
  /** The first call of each layer. */
  readonly #layers = new Map<string, number>();
  readonly #calls = new Map<string, number>();
  readonly #operations: Map<string, Operation>;

  /** Of batch normalizations. */
  readonly epsilon: number;
  readonly #textInput: GraphNode;
  #texts: TensorRef | null = null;
  #sharing = '';
  #countedShared = 0;

  /**
   * `textInput` is a second input, of which only models with an open vocabulary have use. `operations` are those of
   * earlier versions of the model with the same epsilon.
   */
  constructor(
    defaultActivation: Activation | null,
    epsilon: number,
    textInput: GraphNode,
    operations: Map<string, Operation>,
  ) {
    this.#operations = operations;
    this.defaultActivation = defaultActivation;
    this.epsilon = epsilon;
    this.#textInput = textInput;
  }

  /** From here on nodes are those of a row that stands there; its offsets count from `at`. */
  begin(source: NodeSource, at: number): void {
    this.#source = source;
    this.#placed = placedSource(source, at);
    this.#at = at;
  }

  /** What the nodes of a row have from rows before it, besides their inputs: the first call of each shared activation. */
  get sharing(): string {
    if (this.#shared.size !== this.#countedShared) {
      this.#countedShared = this.#shared.size;
      this.#sharing = [...this.#shared]
        .map(([key, name]) => `${key} ${name} ${this.#layers.get(name) ?? ''}`)
        .join('; ');
    }
    return this.#sharing;
  }

  /** Whether the graph is more than nodes with their inputs: texts go in, or parameters are counted that nothing calls. */
  get isSpecial(): boolean {
    return this.uncalled !== 0 || this.changedTexts !== null || this.#texts !== null;
  }

  /** The nodes from number `base` on, and what later rows share with them. */
  written(base: number, sharedBefore: number): WrittenRow {
    return {
      nodes: this.nodes.slice(base),
      sources: this.#written.slice(base),
      shared: [...this.#shared].slice(sharedBefore).map(([key, name]) => ({
        key,
        name,
        first: this.#layers.get(name) ?? base,
      })),
    };
  }

  get sharedCount(): number {
    return this.#shared.size;
  }

  /** Adds the nodes of a row as they were written before at the same number; `moved`: the row stood elsewhere. */
  rewrite({ nodes, sources, shared }: WrittenRow, at: number, moved: boolean): WrittenRow {
    const placed = moved
      ? nodes.map((node, index) => movedNode(node, sources[index] ?? node.source, at))
      : nodes;
    for (const [index, node] of placed.entries()) {
      this.#written[this.nodes.length] = sources[index] ?? node.source;
      this.nodes.push(node);
    }
    for (const { key, name, first } of shared) {
      this.#shared.set(key, name);
      this.#layers.set(name, first);
    }
    return { nodes: placed, sources, shared };
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
    const written = sources ? this.#withSources(sources) : this.#source;
    const source = sources ? placedSource(written, this.#at) : this.#placed;
    this.#written[this.nodes.length] = written;
    this.nodes.push(
      sharesParametersOf === undefined
        ? { id, type, operation, inputs, source, blocks }
        : { id, type, operation, inputs, source, blocks, sharesParametersOf },
    );
    return { node: this.nodes.length - 1, output: 0 };
  }

  #withSources({ fields, insertions }: Sources): NodeSource {
    const { span, title, fields: ofRow } = this.#source;
    return { span, title, fields: { ...ofRow, ...fields }, insertions };
  }

  /** One operation for all layers that are alike, which are then inferred together. `key` says all about it. */
  operation(key: string, make: () => Operation): Operation {
    const known = this.#operations.get(key);
    if (known) return known;
    const made = make();
    this.#operations.set(key, made);
    return made;
  }

  /** Batch normalization of so many channels (NaN where unknown). */
  batchNormalization(channels: number): Operation {
    return this.operation(`batch normalization ${channels}`, () => ({
      kind: 'normalization',
      name: 'batch',
      features: [valueOrNull(channels)],
      axis: 1,
      ranks: [4],
      parametersPerFeature: 2,
      learned: { scale: true, shift: true },
      epsilon: this.epsilon,
    }));
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
