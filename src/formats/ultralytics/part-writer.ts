import type { GraphNode, TensorRef } from '../../model/graph/graph.ts';
import type { Operation } from '../../model/graph/operation.ts';
import { partInput } from '../../model/graph/part.ts';
import type { RecentMap } from '../../util/recent-map.ts';
import type { Activation } from './activation.ts';
import type { ArgumentNames, Refusal } from './bound-arguments.ts';
import type { ModulePart, ModuleLayer, SharedLayer } from './module-part.ts';
import type { Flow, Tensor } from './flow.ts';

/** What all rows of a model have in common. */
export interface PartContext {
  /** What `Conv` calls behind its normalization; null where that is unknown. */
  readonly activation: Activation | null;
  /** Of batch normalizations. */
  readonly epsilon: number;
  /** Features of texts, of which only models with an open vocabulary have use. */
  readonly textInput: GraphNode;
  /** What layers compute, by what they say about it. */
  readonly operations: RecentMap<string, Operation>;
}

/** What goes into a part: so many tensors, and whether rows before it have asked for the texts, or changed them. */
export interface PartInputs {
  readonly count: number;
  readonly hasTexts: boolean;
  readonly hasChangedTexts: boolean;
}

interface NewLayer {
  readonly id: string;
  readonly type: string;
  readonly operation: Operation;
  readonly inputs: readonly Tensor[];
  readonly blocks: readonly string[];
  readonly sources?: ArgumentNames | undefined;
}

type Sharing = Partial<Pick<ModuleLayer, 'sharesParametersOf' | 'shared'>>;

/** Collects the layers of one part. */
export class PartWriter {
  /** Parameters of modules that no forward pass calls. */
  uncalled = 0;
  /** Features of the texts, where a module has changed them; null: as they go in. */
  changedTexts: TensorRef | null;
  readonly defaultActivation: Activation | null;
  readonly #context: PartContext;
  readonly #inputs: PartInputs;

  readonly #layers: ModuleLayer[] = [];
  readonly #shared: SharedLayer[] = [];
  /** The first call of each layer. */
  readonly #first = new Map<string, number>();
  readonly #calls = new Map<string, number>();
  #texts: TensorRef | null;
  #textInput: number | null = null;
  #takesTexts = false;

  constructor(context: PartContext, inputs: PartInputs) {
    this.#context = context;
    this.#inputs = inputs;
    this.defaultActivation = context.activation;
    this.#texts = inputs.hasTexts ? partInput(inputs.count) : null;
    this.changedTexts = inputs.hasChangedTexts ? partInput(inputs.count + 1) : null;
  }

  part(flow: Flow, refusals: readonly Refusal[]): ModulePart {
    const before = this.#inputs.hasChangedTexts ? -2 - this.#inputs.count : null;
    return {
      layers: this.#layers,
      shared: this.#shared,
      flow,
      takesTexts: this.#takesTexts || this.#inputs.hasChangedTexts,
      textInput: this.#textInput,
      changedTexts: this.changedTexts?.node === before ? null : this.changedTexts,
      uncalled: this.uncalled,
      refusals,
    };
  }

  /** Features of the texts as they go in: [1, texts, values]. The input is added where they are first asked for. */
  texts(): TensorRef {
    this.#takesTexts = true;
    if (this.#texts) return this.#texts;
    const { id, type, operation } = this.#context.textInput;
    this.#textInput = this.#layers.length;
    return (this.#texts = this.add({ id, type, operation, inputs: [], blocks: [] }));
  }

  /** How many texts there are; NaN where that is unknown. */
  get textCount(): number {
    const { operation } = this.#context.textInput;
    const count = operation.kind === 'input' ? operation.shape?.[1] : null;
    return typeof count === 'number' ? count : NaN;
  }

  /** A layer by its qualified name; one that is called again has its parameters where it was called first. */
  addLayer(layer: NewLayer): TensorRef {
    const first = this.#first.get(layer.id);
    if (first !== undefined) return this.add(layer, { sharesParametersOf: first });
    this.#first.set(layer.id, this.#layers.length);
    return this.add(layer);
  }

  /** A layer that all that call it `key` share, in this row or in all rows: PyTorch knows it by its first name. */
  addShared(key: string, reach: 'row' | 'model', layer: NewLayer): TensorRef {
    if (reach === 'row') {
      const first = this.#first.get(key);
      if (first === undefined) this.#first.set(key, this.#layers.length);
      const known = first === undefined ? undefined : this.#layers[first];
      return known === undefined || first === undefined
        ? this.add(layer)
        : this.add({ ...layer, id: known.id }, { sharesParametersOf: first });
    }
    const place = this.#shared.findIndex((shared) => shared.key === key);
    if (place >= 0) return this.add(layer, { shared: place });
    this.#shared.push({ key, first: this.#layers.length });
    return this.add(layer, { shared: this.#shared.length - 1 });
  }

  add(
    { id, type, operation, inputs, blocks, sources }: NewLayer,
    { sharesParametersOf = null, shared = null }: Sharing = {},
  ): TensorRef {
    const node = this.#layers.length;
    const readable = isReadable(operation) ? operation : unreadable();
    this.#layers.push({
      id,
      type,
      operation: readable,
      inputs,
      blocks,
      sources: sources ?? null,
      sharesParametersOf,
      shared,
    });
    return { node, output: 0 };
  }

  /** One operation for all layers that are alike, which are then inferred together. `key` says all about it. */
  operation(key: string, make: () => Operation): Operation {
    const { operations } = this.#context;
    const known = operations.get(key);
    if (known) return known;
    const made = make();
    operations.set(key, made);
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
      epsilon: this.#context.epsilon,
    }));
  }

  /** A name for a function, which has none of its own: `.cat()`, from the second call on with a number. */
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

/** A layer whose sizes are unknown, but for the channels that it declares (NaN where it does not). */
export const unknownOperation = (channels: number): Operation => ({
  kind: 'unknown',
  outputs: 1,
  reported: true,
  ...(Number.isNaN(channels) ? {} : { declared: [null, channels, null, null] }),
});
