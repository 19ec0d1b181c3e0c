import type { GraphNode, NodeSource, TensorRef } from '../../model/graph/graph.ts';
import type { Operation } from '../../model/graph/operation.ts';
import type { Activation } from './activation.ts';
import type { Sources } from './bound-arguments.ts';

/** A tensor, or null where it is not known. */
export type Tensor = TensorRef | null;

/** Nodes that one model may have; a file that asks for more is not read further. */
export const mostNodes = 100_000;

/** Collects the nodes of one model. */
export class GraphWriter {
  readonly nodes: GraphNode[] = [];
  /** Parameters of modules that no forward pass calls. */
  uncalled = 0;
  /** Where the row that is being read stands. */
  source: NodeSource = { span: { start: 0, end: 0 }, title: { start: 0, end: 0 }, fields: {} };
  /** What `Conv` calls behind its normalization; null where that is unknown. */
  readonly defaultActivation: Activation | null;

  readonly #shared = new Map<string, { readonly id: string; readonly node: number }>();
  readonly #calls = new Map<string, number>();

  /** Of batch normalizations. */
  readonly epsilon: number;

  constructor(defaultActivation: Activation | null, epsilon: number) {
    this.defaultActivation = defaultActivation;
    this.epsilon = epsilon;
  }

  add(
    node: Pick<GraphNode, 'id' | 'type' | 'operation' | 'blocks' | 'inputs'>,
    sources?: Sources,
    sharesParametersOf?: number,
  ): TensorRef {
    const { source } = this;
    const own = sources
      ? {
          ...source,
          fields: { ...source.fields, ...sources.fields },
          insertions: sources.insertions,
        }
      : source;
    const shared = sharesParametersOf === undefined ? {} : { sharesParametersOf };
    const operation = isReadable(node.operation) ? node.operation : unreadable();
    this.nodes.push({ ...node, operation, source: own, ...shared });
    return { node: this.nodes.length - 1, output: 0 };
  }

  /**
   * An activation of which there is only one for all that name it `key`: PyTorch knows it by its first name. Each call
   * is a layer of its own.
   */
  addShared(
    key: string,
    id: string,
    activation: Activation,
    input: Tensor,
    blocks: readonly string[],
  ): TensorRef {
    const first = this.#shared.get(key);
    if (!first) this.#shared.set(key, { id, node: this.nodes.length });
    const { type, operation } = activation;
    return this.add(
      { id: first?.id ?? id, type, operation, blocks, inputs: [input] },
      undefined,
      first?.node,
    );
  }

  /** A name for a function, which has none of its own: `model.2.cat()`, from the second call on with a number. */
  callName(scope: string, name: string): string {
    const id = `${scope}.${name}()`;
    const count = (this.#calls.get(id) ?? 0) + 1;
    this.#calls.set(id, count);
    return count === 1 ? id : `${id}#${count}`;
  }
}

/** Whether an axis or a factor is no number: then nothing of the layer is known. */
const isReadable = (operation: Operation): boolean => !Object.values(operation).some(Number.isNaN);

/** A number that may be unknown (NaN) as the graph has it. */
export function valueOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/** All numbers of an operation's list. */
export function valuesOrNull(values: readonly number[]): readonly (number | null)[] {
  return values.map(valueOrNull);
}

export const unreadable = (outputs = 1): Operation => ({ kind: 'unknown', outputs, reported: true });
