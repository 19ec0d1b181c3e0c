import { NativeFunction, type Machine, type NativeCall } from './machine.ts';
import { parseSignature, type Signature, type SignatureParameter } from './signature.ts';
import { PyFloat } from './atoms.ts';
import { PyClass, PyDict, PyTuple, Unknown, type Site, type Value } from './values.ts';
import { dictOf } from './keys.ts';

/** The arguments of one call by parameter name; what the caller left out has its default. */
export class Bound {
  constructor(
    readonly vm: Machine,
    readonly site: Site | null,
    readonly signature: Signature,
    /** In the order of the parameters. */
    readonly values: readonly Value[],
    /** Which parameters the caller gave; null where it gave the first `positional` and no others. */
    readonly chosen: readonly boolean[] | null,
    /** How many arguments were given by position. */
    readonly positional: number,
  ) {}

  /** Names of the parameters in order. */
  get parameters(): readonly string[] {
    return this.signature.names;
  }

  value(name: string): Value {
    const place = this.signature.places.get(name);
    return place === undefined ? null : (this.values[place] ?? null);
  }

  /** Whether the function has such a parameter. */
  takes(name: string): boolean {
    return this.signature.places.has(name);
  }

  /** Whether the caller gave the parameter, rather than leaving it to its default. */
  given(name: string): boolean {
    const place = this.signature.places.get(name);
    if (place === undefined) return false;
    return this.chosen ? this.chosen[place] === true : place < this.positional;
  }

  /** A whole number (bools count), or undefined. */
  int(name: string): number | undefined {
    const value = this.value(name);
    return typeof value === 'number' ? value : typeof value === 'boolean' ? Number(value) : undefined;
  }

  /** Any real number, or undefined. */
  number(name: string): number | undefined {
    const value = this.value(name);
    return value instanceof PyFloat ? value.value : this.int(name);
  }

  string(name: string): string | undefined {
    const value = this.value(name);
    return typeof value === 'string' ? value : undefined;
  }

  /** What `*args` took. */
  rest(name: string): readonly Value[] {
    const value = this.value(name);
    return value instanceof PyTuple ? value.items : [];
  }

  /** What `**kwargs` took. */
  keywords(name: string): ReadonlyMap<string, Value> {
    const taken = this.value(name);
    const entries = taken instanceof PyDict ? [...taken.entries.values()] : [];
    return new Map(
      entries.flatMap(({ key, value }) => (typeof key === 'string' ? [[key, value] as const] : [])),
    );
  }
}

/** Binds a call to a signature as Python does; a call that does not fit raises TypeError. */
export function bind(vm: Machine, name: string, signature: Signature, call: NativeCall): Bound {
  const { parameters, fallbacks, leading } = signature;
  const { args, kwargs, site } = call;
  if (kwargs.size > 0 || leading < parameters.length || args.length > leading)
    return bindAny(vm, name, signature, call);
  const values: Value[] = args.slice();
  for (let place = args.length; place < leading; place++)
    values.push(fallbackOf(vm, name, parameters[place], fallbacks[place]));
  return new Bound(vm, site, signature, values, null, args.length);
}

function fallbackOf(
  vm: Machine,
  name: string,
  parameter: SignatureParameter | undefined,
  fallback: Value | undefined,
): Value {
  return fallback === undefined
    ? vm.raise('TypeError', `${name}() missing required argument '${parameter?.name ?? ''}'`)
    : fallback;
}

function bindAny(vm: Machine, name: string, signature: Signature, { args, kwargs, site }: NativeCall): Bound {
  const { parameters, places, fallbacks } = signature;
  const values: Value[] = fallbacks.map((fallback) => fallback ?? null);
  const given: boolean[] = fallbacks.map(() => false);
  let position = 0;
  let keywords = -1;
  for (let place = 0; place < parameters.length; place++) {
    const kind = parameters[place]?.kind;
    if (kind === '*') {
      values[place] = new PyTuple(args.slice(position));
      position = Math.max(position, args.length);
    } else if (kind === '**') keywords = place;
    else if (kind !== 'keyword-only' && position < args.length) {
      values[place] = args[position] ?? null;
      given[place] = true;
      position++;
    }
  }
  if (position < args.length) {
    const most = `${position} argument${position === 1 ? '' : 's'}`;
    vm.raise('TypeError', `${name}() takes ${most} but ${args.length} were given`);
  }
  const extra: [Value, Value][] = [];
  for (const [key, value] of kwargs) {
    const place = places.get(key) ?? -1;
    const kind = parameters[place]?.kind;
    if (kind !== undefined && kind !== '*' && kind !== '**') {
      if (given[place] === true) vm.raise('TypeError', `${name}() got multiple values for argument '${key}'`);
      values[place] = value;
      given[place] = true;
    } else if (kind === '*' && place >= 0 && given[place] !== true) {
      // `permute(dims=(0, 2, 1))` names what `permute(0, 2, 1)` lists.
      values[place] = new PyTuple([value]);
      given[place] = true;
    } else if (keywords >= 0) extra.push([key, value]);
    else vm.raise('TypeError', `${name}() got an unexpected keyword argument '${key}'`);
  }
  if (keywords >= 0) values[keywords] = dictOf(extra);
  for (let place = 0; place < parameters.length; place++) {
    if (given[place] !== true && fallbacks[place] === undefined)
      fallbackOf(vm, name, parameters[place], undefined);
  }
  return new Bound(vm, site, signature, values, given, args.length);
}

/**
 * A library function with a Python signature. Unless it `takesUnknown`, an unknown argument makes the result unknown
 * without running it.
 */
export function native(
  name: string,
  signature: string,
  body: (args: Bound) => Value,
  options: { readonly takesUnknown?: boolean; readonly binds?: boolean } = {},
): NativeFunction {
  let parsed: Signature | null = null;
  return new NativeFunction(
    name,
    (vm, call) => {
      if (options.takesUnknown !== true) {
        const unknown = firstUnknown(call);
        if (unknown) return unknown;
      }
      parsed ??= parseSignature(signature);
      return body(bind(vm, name, parsed, call));
    },
    options.binds,
  );
}

function firstUnknown({ args, kwargs }: NativeCall): Unknown | null {
  for (const value of args) if (value instanceof Unknown) return value;
  for (const value of kwargs.values()) if (value instanceof Unknown) return value;
  return null;
}

/** A class of a library; its methods are what `members` holds. */
export function libraryClass(
  name: string,
  bases: readonly PyClass[],
  members: Record<string, Value> = {},
): PyClass {
  const type = new PyClass(name, bases);
  type.names = new Map(Object.entries(members));
  return type;
}

/** Natives by name, each given as [signature, body]. */
export function natives(
  table: Readonly<Record<string, readonly [string, (args: Bound) => Value]>>,
  options: { readonly takesUnknown?: boolean } = {},
): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(table).map(([name, [signature, body]]) => [name, native(name, signature, body, options)]),
  );
}
