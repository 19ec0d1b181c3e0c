import { NativeFunction, type Machine, type NativeCall } from './machine.ts';
import { parseSignature, type SignatureParameter } from './signature.ts';
import { PyClass, PyFloat, PyTuple, Unknown, type Site, type Value } from './values.ts';
import { dictOf } from './keys.ts';

/** The arguments of one call by parameter name; what the caller left out has its default. */
export class Bound {
  constructor(
    readonly vm: Machine,
    readonly site: Site | null,
    readonly values: ReadonlyMap<string, Value>,
    /** Parameters that the caller gave. */
    readonly given: ReadonlySet<string>,
    /** Names of the parameters in order, and how many arguments were given by position. */
    readonly parameters: readonly string[] = [],
    readonly positional = 0,
  ) {}

  value(name: string): Value {
    return this.values.get(name) ?? null;
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
}

/** Binds a call to a signature as Python does; a call that does not fit raises TypeError. */
export function bind(
  vm: Machine,
  name: string,
  parameters: readonly SignatureParameter[],
  call: NativeCall,
): Bound {
  const values = new Map<string, Value>();
  const given = new Set<string>();
  let position = 0;
  let keywords: string | null = null;
  for (const parameter of parameters) {
    if (parameter.kind === '*') {
      values.set(parameter.name, new PyTuple(call.args.slice(position)));
      position = Math.max(position, call.args.length);
    } else if (parameter.kind === '**') keywords = parameter.name;
    else if (parameter.kind !== 'keyword-only' && position < call.args.length) {
      values.set(parameter.name, call.args[position] ?? null);
      given.add(parameter.name);
      position++;
    }
  }
  if (position < call.args.length) {
    vm.raise('TypeError', `${name}() takes ${position} arguments but ${call.args.length} were given`);
  }
  const extra: [Value, Value][] = [];
  for (const [key, value] of call.kwargs) {
    const known = parameters.some((each) => each.name === key && each.kind !== '*' && each.kind !== '**');
    if (known) {
      if (given.has(key)) vm.raise('TypeError', `${name}() got multiple values for argument '${key}'`);
      values.set(key, value);
      given.add(key);
    } else if (keywords !== null) extra.push([key, value]);
    else vm.raise('TypeError', `${name}() got an unexpected keyword argument '${key}'`);
  }
  if (keywords !== null) values.set(keywords, dictOf(extra));
  for (const parameter of parameters) {
    if (values.has(parameter.name)) continue;
    if (parameter.fallback === undefined) {
      vm.raise('TypeError', `${name}() missing required argument '${parameter.name}'`);
    }
    values.set(parameter.name, parameter.fallback);
  }
  const names = parameters.map((parameter) => parameter.name);
  return new Bound(vm, call.site, values, given, names, call.args.length);
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
  let parameters: readonly SignatureParameter[] | null = null;
  return new NativeFunction(
    name,
    (vm, call) => {
      if (options.takesUnknown !== true) {
        const unknown = firstUnknown(call);
        if (unknown) return unknown;
      }
      parameters ??= parseSignature(signature);
      return body(bind(vm, name, parameters, call));
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
