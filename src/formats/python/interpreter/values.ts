/* eslint-disable max-lines -- the kinds of values refer to each other */
import type { Defaults } from './defaults.ts';
import type { Shape } from '../../../model/graph/shape.ts';
import type { UnknownCall } from '../../../model/rules/layer-rule.ts';
import type { Call, ClassDefinition } from '../syntax/ast.ts';
import type { SourceFile } from '../syntax/parse.ts';
import type { Body, Code } from './body.ts';
import type { Place, Origin, DType, PyFloat, PyRange, PySymbol, PyToken } from './atoms.ts';
import type { IsIdle, Walk } from './form.ts';
import { loosen, Mutable } from './journal.ts';
import type { Text } from '../../../model/text/text.ts';

/** None, bool, int (up to 2^53) and str are JavaScript's own; floats are boxed, so that 64 and 64.0 stay apart. */
export type Value = null | boolean | number | string | PyObject;

export type PyObject =
  | PyFloat
  | PySymbol
  | PyTuple
  | PyList
  | PyDict
  | PySet
  | PyRange
  | PySlice
  | PyIterator
  | PyFunction
  | PyNative
  | PyMethod
  | PyDescriptor
  | PySuper
  | PyClass
  | PyInstance
  | PyNamespace
  | PyToken
  | PyTensor
  | Unknown;

/** A call in the text, and the call of the function in which it stands. */
export interface Site {
  readonly file: SourceFile;
  readonly call: Call;
  readonly caller: { readonly callee: PyFunction; readonly site: Site | null } | null;
}

/** A value that cannot be known, with the reason; it spreads through whatever uses it. */
export class Unknown {
  readonly kind = 'unknown';
  constructor(
    readonly why: Text,
    readonly place: Place | null,
    /** Surely a number (and not a tensor): what broadcasting may rely on. */
    readonly numeric = false,
    /** The node that made it, where it may be a tensor. */
    readonly ref: Origin | null = null,
    /** The call that made it, where it may be a module of a class that is not known. */
    readonly made: UnknownCall | null = null,
  ) {}
}

/** `type` where it is a named tuple or a torch.Size. */
export class PyTuple {
  readonly kind = 'tuple';
  constructor(
    readonly items: readonly Value[],
    readonly type: PyClass | null = null,
  ) {}
}

interface ListState {
  readonly items: readonly Value[];
  readonly open: Unknown | null;
}

export class PyList extends Mutable<ListState> {
  readonly kind = 'list';
  /** Why its content is not exactly known, where it is not. */
  open: Unknown | null = null;

  constructor(
    public items: Value[],
    /** A `deque(maxlen=…)` holds no more; what comes to one end drops what is at the other. */
    readonly longest = Infinity,
  ) {
    super();
  }

  capture(): ListState {
    return { items: [...this.items], open: this.open };
  }

  restore(state: ListState): void {
    this.items = [...state.items];
    this.open = state.open;
  }
}

/** What a value is filed under in a dict or set: equal values have the same key (see keys.ts). */
export type Key = null | number | string | object;

export interface Entry {
  readonly key: Value;
  readonly value: Value;
}

export interface FiledState {
  readonly entries: ReadonlyMap<Key, Entry>;
  readonly open: Unknown | null;
}

/** What dicts and sets have in common: entries in the order of their insertion. */
abstract class Filed extends Mutable<FiledState> {
  entries = new Map<Key, Entry>();
  /** Why its content is not exactly known, where it is not. */
  open: Unknown | null = null;

  get keys(): Value[] {
    return [...this.entries.values()].map(({ key }) => key);
  }

  capture(): FiledState {
    return { entries: new Map(this.entries), open: this.open };
  }

  restore(state: FiledState): void {
    this.entries = new Map(state.entries);
    this.open = state.open;
  }
}

export class PyDict extends Filed {
  readonly kind = 'dict';
  /** What a defaultdict makes for a missing key. */
  factory: Value = null;
  /** The object whose attributes these are: what is set here is set there. */
  mirrors: PyInstance | null = null;

  /** `type`: `OrderedDict`, `defaultdict`, `Counter`; null for a plain dict. */
  constructor(readonly type: PyClass | null = null) {
    super();
  }

  get values(): Value[] {
    return [...this.entries.values()].map(({ value }) => value);
  }

  get pairs(): PyTuple[] {
    return [...this.entries.values()].map(({ key, value }) => new PyTuple([key, value]));
  }
}

export class PySet extends Filed {
  readonly kind = 'set';
}

export class PySlice {
  readonly kind = 'slice';
  constructor(
    readonly start: Value,
    readonly stop: Value,
    readonly step: Value,
  ) {}
}

/** What `iter`, `zip`, `map` and generators give: read once; undefined at the end. */
export class PyIterator {
  readonly kind = 'iterator';
  readonly source: Iterator<Value, unknown, IsIdle | undefined>;

  constructor(source: Walk<Value>) {
    this.source = source[Symbol.iterator]();
  }

  next(): Value | undefined {
    const result = this.source.next();
    return result.done === true ? undefined : result.value;
  }

  *[Symbol.iterator](): Generator<Value> {
    for (let value = this.next(); value !== undefined; value = this.next()) yield value;
  }
}

/** The names of a module, function, class body or comprehension. */
export class Scope extends Mutable<ReadonlyMap<string, Value>> {
  names = new Map<string, Value>();
  readonly globals: Scope;
  /** Names that `global` or `nonlocal` hand to another scope. */
  redirected: Map<string, Scope> | null = null;
  /** Names whose values are computed when they are first asked for: classes, constants, imports. */
  lazy: Map<string, () => Value> | null = null;
  /** Why a name that is not here may exist all the same: `import *`, a statement that could not be run. */
  open: Unknown | null = null;

  constructor(
    readonly parent: Scope | null,
    born = 0,
  ) {
    super();
    this.globals = parent?.globals ?? this;
    this.born = born;
  }

  capture(): ReadonlyMap<string, Value> {
    return new Map(this.names);
  }

  restore(state: ReadonlyMap<string, Value>): void {
    this.names = new Map(state);
  }
}

export class PyFunction {
  readonly kind = 'function';
  /** The class whose body defines it: where `super()` starts from. */
  owner: PyClass | null = null;
  /** What decorators and assignments hang on it. */
  readonly attributes = new Map<string, Value>();

  constructor(
    readonly name: string,
    /** Another one where an edit has changed its body alone. */
    public code: Code,
    readonly scope: Scope,
    readonly module: PyNamespace,
    readonly defaults: Defaults<Value>,
    /** What running it depends on; null for functions of other files. */
    readonly body: Body | null,
  ) {}

  get definition(): Code['definition'] {
    return this.code.definition;
  }
}

/** A function of a library; see `NativeFunction` for what it does. */
export abstract class PyNative {
  readonly kind = 'native';
  constructor(readonly name: string) {}
}

/** A function bound to its first argument. */
export class PyMethod {
  readonly kind = 'method';
  constructor(
    readonly callable: Value,
    readonly self: Value,
  ) {}
}

/** `property`, `staticmethod` and `classmethod`, as they lie in a class. */
export class PyDescriptor {
  readonly kind = 'descriptor';
  constructor(
    readonly form: 'property' | 'static' | 'class',
    readonly target: Value,
    readonly setter: Value = null,
  ) {}
}

export class PySuper {
  readonly kind = 'super';
  constructor(
    readonly owner: PyClass,
    readonly self: Value,
  ) {}
}

export class PyClass extends Mutable<ReadonlyMap<string, Value>> {
  readonly kind = 'class';
  override readonly shared = true;
  /** Itself first, in the order in which attributes are looked up. */
  mro: readonly PyClass[];
  names = new Map<string, Value>();
  /** Where it is written; null for a library's. */
  definition: {
    readonly syntax: ClassDefinition;
    readonly module: PyNamespace;
    /** The version of the module's file that the syntax is of. */
    readonly file: SourceFile;
  } | null = null;
  meta: PyClass | null = null;
  /** Whether code outside of its body has set attributes of it. */
  isAltered = false;
  /** Why something of it is not known: a base, or a statement in its body. */
  open: Unknown | null = null;

  constructor(
    readonly name: string,
    readonly bases: readonly PyClass[],
  ) {
    super();
    this.mro = [this, ...(bases[0]?.mro ?? [])];
  }

  isSubclassOf(other: PyClass): boolean {
    return this.mro.includes(other);
  }

  capture(): ReadonlyMap<string, Value> {
    return new Map(this.names);
  }

  restore(state: ReadonlyMap<string, Value>): void {
    this.names = new Map(state);
  }
}

interface InstanceState {
  readonly attributes: ReadonlyMap<string, Value>;
  readonly open: Unknown | null;
}

/** The attributes of an instance before anything asks for its own: those of another one, to be looked at only. */
export interface Latent {
  readonly shown: ReadonlyMap<string, Value>;
  fill(owner: PyInstance): Map<string, Value>;
}

export class PyInstance extends Mutable<InstanceState> {
  readonly kind = 'instance';
  #attributes: Map<string, Value> | null;
  #latent: Latent | null;
  #open: Unknown | null;
  /** What it holds as an int, str, list or dict where its class derives from one. */
  base: Value | undefined = undefined;
  /** The call that gave a layer its hyper-parameters, with the names of these in order. */
  configured: {
    readonly site: Site;
    readonly parameters: readonly string[];
    /** As in a `CallSource`: a class is called, and no method of an object. */
    readonly positional: 0;
  } | null = null;

  constructor(
    readonly type: PyClass,
    /** Where it was made. */
    readonly site: Site | null,
    latent: Latent | null = null,
  ) {
    super();
    this.#open = type.open;
    this.#latent = latent;
    this.#attributes = latent ? null : new Map();
  }

  get attributes(): Map<string, Value> {
    const own = (this.#attributes ??= this.#latent?.fill(this) ?? new Map());
    this.#latent = null;
    this.watch?.all(this, own.values());
    return own;
  }

  set attributes(attributes: Map<string, Value>) {
    this.#attributes = attributes;
    this.#latent = null;
  }

  /** What it is like, as long as nothing has asked for its own attributes. */
  get latent(): Latent | null {
    return this.#latent;
  }

  /** Its attributes to be looked at only: of a latent one those of what it is like. */
  get shown(): ReadonlyMap<string, Value> {
    if (!this.#latent) return this.attributes;
    const { shown } = this.#latent;
    this.watch?.all(this, shown.values());
    return shown;
  }

  /** Why it may have attributes that are not known. */
  get open(): Unknown | null {
    return this.#open;
  }

  set open(why: Unknown | null) {
    if (why !== this.#open) loosen(this);
    this.#open = why;
  }

  capture(): InstanceState {
    return { attributes: new Map(this.attributes), open: this.open };
  }

  restore(state: InstanceState): void {
    this.attributes = new Map(state.attributes);
    this.open = state.open;
  }
}

/** A Python module. */
export class PyNamespace {
  readonly kind = 'namespace';
  constructor(
    readonly name: string,
    readonly scope: Scope,
    /** Null for a library's. */
    readonly file: SourceFile | null,
    /** Why names that it does not have are unknown rather than missing. */
    readonly open: Unknown | null = null,
  ) {}
}

/** A tensor: its shape, where it comes from, and its numbers where they are few and known. */
export class PyTensor {
  readonly kind = 'tensor';
  /** The node that made it; null for weights and constants. In-place operations move it on. */
  ref: Origin | null = null;
  /** Why sizes of it are unknown, where some are. */
  why: Unknown | null = null;
  /** The object whose attribute it is, as far as forms are concerned. */
  owner: Mutable | null = null;
  /** In C order, rounded to float32 where `dtype` says so. */
  data: readonly number[] | null = null;
  /** A learned weight, or a buffer that a module keeps; both have the name of their attribute. */
  role: 'value' | 'parameter' | 'buffer' = 'value';

  constructor(
    /** Methods such as `unsqueeze_` change it in place. */
    public shape: Shape,
    readonly dtype: DType,
  ) {}
}
