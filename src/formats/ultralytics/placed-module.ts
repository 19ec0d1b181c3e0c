import type {
  FieldInsertion,
  FieldName,
  FieldSource,
  GraphNode,
  NodeSource,
  PlacedPart,
  TensorRef,
} from '../../model/graph/graph.ts';
import type { Operation } from '../../model/graph/operation.ts';
import { placedTensor } from '../../model/graph/part.ts';
import { placedSource } from '../../model/graph/placed-source.ts';
import type { Span } from '../../util/span.ts';
import type { BoundArguments, Sources } from './bound-arguments.ts';
import type { ModulePart, ModuleLayer } from './module-part.ts';

/** A layer that modules share, in its model. */
export interface FirstCall {
  readonly id: string;
  readonly node: number;
}

/** Where a row stands: offsets count from its own part of the text. */
export interface RowPlace {
  readonly source: NodeSource;
  /** Where its module's arguments stand; null where they were not read. */
  readonly args: BoundArguments | null;
}

/** What a row's module is made of. */
export interface Placement {
  readonly part: ModulePart;
  readonly name: string;
  readonly first: number;
  readonly inputs: PlacedPart['inputs'];
  /** Those that the part shares with other rows. */
  readonly shared: readonly FirstCall[];
  readonly row: RowPlace;
  /** Where the row's own part of the text begins. */
  readonly at: number;
}

/** A row's module in its model. */
export class PlacedModule implements PlacedPart {
  readonly part: ModulePart;
  readonly name: string;
  readonly first: number;
  readonly inputs: PlacedPart['inputs'];
  readonly shared: readonly FirstCall[];
  readonly #row: RowPlace;
  readonly #at: number;
  #source: NodeSource | null = null;

  constructor({ part, name, first, inputs, shared, row, at }: Placement) {
    this.part = part;
    this.name = name;
    this.first = first;
    this.inputs = inputs;
    this.shared = shared;
    this.#row = row;
    this.#at = at;
  }

  /** Whether it is the same as one that would be made of these. */
  isMadeOf({ part, name, first, inputs, shared, row, at }: Placement): boolean {
    return (
      this.part === part &&
      this.first === first &&
      this.#at === at &&
      this.#row === row &&
      this.name === name &&
      inputs.length === this.inputs.length &&
      inputs.every((tensor, place) => isSameTensor(tensor, this.inputs[place] ?? null)) &&
      shared.every(({ id, node }, place) => id === this.shared[place]?.id && node === this.shared[place].node)
    );
  }

  /** Where the row stands. */
  get source(): NodeSource {
    return (this.#source ??= placedSource(this.#row.source, this.#at));
  }

  /** Where arguments stand that are fields of a layer, besides what the row has. */
  sourcesOf({ sources }: ModuleLayer): NodeSource {
    const { source, args } = this.#row;
    const { fields, insertions }: Sources =
      sources && args ? args.sources(sources) : { fields: {}, insertions: {} };
    return placedSource({ ...source, fields: { ...source.fields, ...fields }, insertions }, this.#at);
  }
}

function isSameTensor(first: TensorRef | null, second: TensorRef | null): boolean {
  return first?.node === second?.node && first?.output === second?.output;
}

/** A layer of a row, read from its part: models have tens of thousands, of which few are looked at. */
export class ModuleNode implements GraphNode {
  readonly #module: PlacedModule;
  readonly #layer: ModuleLayer;
  readonly #place: number;

  /** `place` is that of the layer in its part. */
  constructor(module: PlacedModule, layer: ModuleLayer, place: number) {
    this.#module = module;
    this.#layer = layer;
    this.#place = place;
  }

  get id(): string {
    return this.#sharedCall?.id ?? this.#module.name + this.#layer.id;
  }

  get type(): string {
    return this.#layer.type;
  }

  get operation(): Operation {
    return this.#layer.operation;
  }

  get inputs(): readonly (TensorRef | null)[] {
    return this.#layer.inputs.map((tensor) => placedTensor(tensor, this.#module));
  }

  get source(): NodeSource {
    return this.#layer.sources === null ? this.#module.source : new FieldSources(this.#module, this.#layer);
  }

  get sharesParametersOf(): number | undefined {
    const { first } = this.#module;
    const { sharesParametersOf: inPart } = this.#layer;
    if (inPart !== null) return first + inPart;
    const call = this.#sharedCall;
    return call === undefined || call.node === first + this.#place ? undefined : call.node;
  }

  get blocks(): readonly string[] {
    return this.#layer.blocks.map((block) => this.#module.name + block);
  }

  get #sharedCall(): FirstCall | undefined {
    const { shared } = this.#layer;
    return shared === null ? undefined : this.#module.shared[shared];
  }
}

/** The source of a layer that has arguments of its row as fields. */
class FieldSources implements NodeSource {
  readonly #module: PlacedModule;
  readonly #layer: ModuleLayer;

  constructor(module: PlacedModule, layer: ModuleLayer) {
    this.#module = module;
    this.#layer = layer;
  }

  get span(): Span {
    return this.#module.source.span;
  }

  get title(): Span {
    return this.#module.source.title;
  }

  get fields(): Readonly<Partial<Record<FieldName, FieldSource>>> {
    return this.#module.sourcesOf(this.#layer).fields;
  }

  get insertions(): Readonly<Partial<Record<FieldName, FieldInsertion>>> {
    return this.#module.sourcesOf(this.#layer).insertions ?? {};
  }
}
