import type { Shape } from '../../../model/graph/shape.ts';
import type { Form } from '../interpreter/form.ts';
import { isSettled } from '../interpreter/forms.ts';
import { dictOf } from '../interpreter/keys.ts';
import type { Kwargs, Machine } from '../interpreter/machine.ts';
import type { Holding, ReadSet } from '../interpreter/reads.ts';
import { Remembered } from '../interpreter/remembered.ts';
import type { DType, Origin } from '../interpreter/atoms.ts';
import { PyDict, PyList, PyTensor, PyTuple, type PyInstance, type Value } from '../interpreter/values.ts';
import { resultsInside } from './call-results.ts';
import { describedTensor } from './described-tensor.ts';
import { LayerCalls } from './layer-calls.ts';
import type { Recorded } from './recorded.ts';
import { nodeOf } from './recorded.ts';

/** A module's call, as far as it decides what the forward pass does. */
export interface Call {
  readonly key: string;
  readonly form: Form;
  /** The tensors that it is given, in order, and where they come from. */
  readonly tensors: readonly PyTensor[];
  readonly refs: readonly Origin[];
  /** For each of them which of the different origins it has. */
  readonly places: readonly number[];
}

/** What a value consists of, to be made again: tensors by what is known of them, and where they come from. */
export type Result<From> =
  | { readonly kind: 'given'; readonly tensor: number }
  | { readonly kind: 'tensor'; readonly tensor: PyTensor; readonly from: From }
  | { readonly kind: 'settled'; readonly value: Value }
  | { readonly kind: 'tuple' | 'list'; readonly items: readonly Result<From>[]; readonly value: Value }
  | {
      readonly kind: 'dict';
      readonly items: readonly (readonly [Value, Result<From>])[];
      readonly value: PyDict;
    };

/** A forward pass that has been followed: a stretch of a trace's nodes. */
interface Followed {
  readonly nodes: readonly Recorded[];
  readonly start: number;
  readonly end: number;
  readonly first: Recorded | undefined;
  readonly last: Recorded | undefined;
  /** The module's qualified name, and how many blocks enclose it. */
  readonly name: string;
  readonly depth: number;
  readonly call: Call;
  readonly result: Result<Origin>;
  /** Where tensors that were given come from afterwards, where something was done to them in place. */
  readonly moved: ReadonlyMap<number, Origin>;
  readonly entered: readonly Entered[];
  /** What following it has read. */
  readonly reads: ReadSet | null;
  readonly epoch: number;
}

/** A module that a forward pass has run, by its qualified name, or one whose own was repeated. */
export type Entered = string | { readonly name: string; readonly repeat: Repeat };

/** A node's input: an output of the node at `place` of the stretch, or where the given tensor at `place` came from. */
export type From = {
  readonly of: 'stretch' | 'given';
  readonly place: number;
  readonly output: number;
} | null;

/** What a node is wherever it stands. */
export type Made = Pick<
  Recorded,
  'type' | 'operation' | 'shapes' | 'found' | 'macs' | 'source' | 'known' | 'place' | 'within' | 'results'
>;

export interface Step {
  readonly made: Made;
  /** What follows the module's name. */
  readonly suffix: string;
  readonly inputs: readonly From[];
  /** Its place among the lists of enclosing blocks. */
  readonly blocks: number;
  /** Its place among the layers. */
  readonly layer: number;
}

/** A forward pass without its place in a model: what calling a module of the same form again gives. */
export interface Repeat {
  readonly steps: readonly Step[];
  readonly blocks: readonly (readonly string[])[];
  readonly layers: number;
  readonly result: Result<From>;
  readonly moved: readonly (readonly [number, From])[];
  /** Names of the modules that it runs, after the module's own, with those of repeats inside. */
  readonly entered: readonly Entered[];
  /** What following it has read. */
  readonly reads: ReadSet | null;
  readonly epoch: number;
}

/** A forward pass that has been followed, which is made a repeat of when it is first asked for. */
export class Kept {
  readonly reads: ReadSet | null;
  readonly epoch: number;
  #followed: Followed | null;
  #repeat: Repeat | null = null;

  constructor(followed: Followed) {
    this.#followed = followed;
    this.reads = followed.reads;
    this.epoch = followed.epoch;
  }

  /** Null where something of it depends on more than the module and what it was given. */
  get repeat(): Repeat | null {
    if (this.#followed) this.#repeat = repeatOf(this.#followed);
    this.#followed = null;
    return this.#repeat;
  }
}

/** Forward passes of modules by form and input shapes. */
export class Repeats {
  readonly layers = new LayerCalls();
  readonly #known = new Remembered<string, Kept>(2048);
  /** Those that depend on more than what is asked for. */
  readonly #unlike = new Set<string>();

  /** After an edit: those are forgotten that depend on what it has changed. */
  update(holding: Holding): void {
    this.#unlike.clear();
    this.#known.update(holding);
  }

  /** Null where the call cannot be compared with others. */
  callOf(vm: Machine, instance: PyInstance, args: readonly Value[], kwargs: Kwargs): Call | null {
    const form = vm.forms.of(instance);
    if (!form) return null;
    // Most calls are of this kind, and need no lists to be gone through.
    const [only] = args;
    if (args.length === 1 && kwargs.size === 0 && only instanceof PyTensor) {
      const described = describedTensor(only);
      const { ref } = only;
      return described === null || !ref
        ? null
        : { key: `${form.serial}(${described}@0,`, form, tensors: [only], refs: [ref], places: [0] };
    }
    const tensors: PyTensor[] = [];
    const refs: Origin[] = [];
    const places: number[] = [];
    const describe = (value: Value): string | null => {
      if (value instanceof PyTensor) {
        const { ref } = value;
        const described = describedTensor(value);
        if (described === null || !ref || tensors.includes(value)) return null;
        const same = refs.findIndex((each) => nodeOf(each) === nodeOf(ref) && each.output === ref.output);
        const place = places[same] ?? Math.max(-1, ...places) + 1;
        tensors.push(value);
        refs.push(ref);
        places.push(place);
        return `${described}@${place}`;
      }
      if (!(value instanceof PyTuple)) return vm.forms.settled(value);
      const items = value.items.map(describe);
      return items.includes(null) ? null : `(${items.join()})`;
    };
    let key = `${form.serial}(`;
    for (const value of args) {
      const described = describe(value);
      if (described === null) return null;
      key += `${described},`;
    }
    for (const [name, value] of kwargs) {
      const described = describe(value);
      if (described === null) return null;
      key += `${name}=${described},`;
    }
    return { key, form, tensors, refs, places };
  }

  /** Whether it is known what a call gives, if only that it cannot be repeated. */
  has(key: string, epoch: number): boolean {
    return this.#unlike.has(key) || this.#known.get(key)?.epoch === epoch;
  }

  find(key: string, epoch: number): Repeat | null {
    const kept = this.#known.get(key);
    if (kept?.epoch !== epoch) return null;
    const { repeat } = kept;
    if (!repeat) this.#unlike.add(key);
    return repeat;
  }

  keep(followed: Followed): Kept {
    const { key } = followed.call;
    const kept = new Kept(followed);
    if (!this.#unlike.has(key)) this.#known.set(key, kept);
    return kept;
  }
}

/** Null where something of a stretch depends on more than the module and what it was given. */
function repeatOf(followed: Followed): Repeat | null {
  const { nodes, start, end, first, last, name, depth, call } = followed;
  if (nodes.length < end || nodes[start] !== first || nodes[end - 1] !== last) return null;
  const stretch = nodes.slice(start, end);
  const places = new Map(stretch.map((node, place) => [node, place]));
  const given = call.refs.map((origin) => ({ node: nodeOf(origin), output: origin.output }));
  const output = (origin: Origin): From | undefined => {
    const node = nodeOf(origin);
    const place = node ? places.get(node) : undefined;
    if (place !== undefined) return { of: 'stretch', place, output: origin.output };
    const at = given.findIndex((each) => each.node === node && each.output === origin.output);
    return at < 0 ? undefined : { of: 'given', place: at, output: origin.output };
  };
  // All that a block runs itself has one list of the blocks around it.
  const blockPlaces = new Map<readonly string[], number>();
  const blocks: (readonly string[])[] = [];
  const layers = new Map<object, number>();
  const steps: Step[] = [];
  for (const node of stretch) {
    const inputs = allFrom(node.inputs, output);
    if (!inputs || node.why || isKept(node) || !isBelow(node.id, name)) return null;
    const at = blockPlaces.get(node.blocks) ?? blocks.length;
    if (at === blocks.length) {
      const inner = node.blocks.slice(depth);
      if (!inner.every((each) => isBelow(each, name))) return null;
      blockPlaces.set(node.blocks, at);
      blocks.push(inner.map((each) => each.slice(name.length)));
    }
    const { instance } = node;
    if (instance && !layers.has(instance)) layers.set(instance, layers.size);
    const { type, operation, shapes, found, macs, source, known: inferred, place, within } = node;
    steps.push({
      made: {
        type,
        operation,
        shapes,
        found,
        macs,
        source,
        known: inferred,
        place,
        within,
        results: resultsInside(node, depth),
      },
      suffix: node.id.slice(name.length),
      inputs,
      blocks: at,
      layer: instance ? (layers.get(instance) ?? -1) : -1,
    });
  }
  const moved: (readonly [number, From])[] = [];
  for (const [tensor, origin] of followed.moved) {
    const to = output(origin);
    if (to === undefined) return null;
    moved.push([tensor, to]);
  }
  const entered = followed.entered.map((each): Entered | null => {
    const full = typeof each === 'string' ? each : each.name;
    if (!isBelow(full, name)) return null;
    const suffix = full.slice(name.length);
    return typeof each === 'string' ? suffix : { name: suffix, repeat: each.repeat };
  });
  const result = placed(followed.result, output);
  if (entered.includes(null) || !result) return null;
  return {
    steps,
    blocks,
    layers: layers.size,
    result,
    moved,
    entered: entered.filter((each) => each !== null),
    reads: followed.reads,
    epoch: followed.epoch,
  };
}

/** Null where one of them comes from elsewhere. */
function allFrom(
  origins: readonly (Origin | null)[],
  output: (origin: Origin) => From | undefined,
): readonly From[] | null {
  const all: From[] = [];
  for (const origin of origins) {
    const from = origin && output(origin);
    if (from === undefined) return null;
    all.push(from);
  }
  return all;
}

/** Weights and constants are nodes of a trace, wherever they are read first. */
function isKept({ type }: Recorded): boolean {
  return type === 'Parameter' || type === 'Buffer' || type === 'Constant';
}

function isBelow(id: string, name: string): boolean {
  return id.startsWith(name) && (id.length === name.length || id[name.length] === '.');
}

/** Null where something of it comes from elsewhere. */
function placed(result: Result<Origin>, output: (origin: Origin) => From | undefined): Result<From> | null {
  switch (result.kind) {
    case 'given':
    case 'settled':
      return result;
    case 'tensor': {
      const from = output(result.from);
      return from === undefined ? null : { ...result, from };
    }
    case 'tuple':
    case 'list': {
      const items = result.items.flatMap((item) => placed(item, output) ?? []);
      return items.length < result.items.length ? null : { ...result, items };
    }
    case 'dict': {
      const items = result.items.flatMap(([key, item]) => {
        const own = placed(item, output);
        return own ? [[key, own] as const] : [];
      });
      return items.length < result.items.length ? null : { ...result, items };
    }
  }
}

/** What a forward pass gave; null where that cannot be made again. */
export function resultOf(
  value: Value,
  given: readonly PyTensor[],
  seen = new Set<Value>(),
): Result<Origin> | null {
  if (isSettled(value)) return { kind: 'settled', value };
  if (seen.has(value)) return null;
  seen.add(value);
  if (value instanceof PyTensor) {
    const tensor = given.indexOf(value);
    if (tensor >= 0) return { kind: 'given', tensor };
    const { ref, why, role } = value;
    if (!ref || why || role !== 'value') return null;
    const copy = copied(value);
    return { kind: 'tensor', tensor: copy, from: ref };
  }
  if (value instanceof PyTuple || (value instanceof PyList && !value.open && !value.owner)) {
    const items = value.items.map((item) => resultOf(item, given, seen));
    if (items.includes(null)) return null;
    return {
      kind: value instanceof PyTuple ? 'tuple' : 'list',
      items: items.filter((item) => item !== null),
      value,
    };
  }
  if (!(value instanceof PyDict) || value.open || value.mirrors || value.owner || value.factory !== null)
    return null;
  const items: (readonly [Value, Result<Origin>])[] = [];
  for (const entry of value.entries.values()) {
    const item = resultOf(entry.value, given, seen);
    if (!item || !isSettled(entry.key)) return null;
    items.push([entry.key, item]);
  }
  return { kind: 'dict', items, value };
}

function copied({ shape, dtype, data }: { shape: Shape; dtype: DType; data: PyTensor['data'] }): PyTensor {
  const copy = new PyTensor(shape, dtype);
  copy.data = data;
  return copy;
}

/** The result of a forward pass that is repeated with other nodes and tensors. */
export function resultAgain(
  result: Result<From>,
  given: readonly PyTensor[],
  originOf: (from: From) => Origin | null,
): Value {
  const again = (each: Result<From>): Value => resultAgain(each, given, originOf);
  switch (result.kind) {
    case 'settled':
      return result.value;
    case 'given':
      return given[result.tensor] ?? null;
    case 'tensor': {
      const copy = copied(result.tensor);
      copy.ref = originOf(result.from);
      return copy;
    }
    case 'tuple':
      return new PyTuple(result.items.map(again), result.value instanceof PyTuple ? result.value.type : null);
    case 'list':
      return new PyList(result.items.map(again));
    case 'dict':
      return dictOf(
        result.items.map(([key, item]) => [key, again(item)] as const),
        result.value.type,
      );
  }
}
