import type { ClassDefinition, Expression } from '../syntax/ast.ts';
import { inClass } from './attributes.ts';
import { dictOf } from './keys.ts';
import { NativeFunction, noKwargs, type Evaluator, type Frame, type Kwargs } from './machine.ts';
import {
  PyClass,
  PyDescriptor,
  PyFunction,
  PyInstance,
  Scope,
  Unknown,
  type Site,
  type Value,
} from './values.ts';
import { said } from '../../../model/text/text.ts';

/** Runs a class statement. */
export function defineClass(vm: Evaluator, definition: ClassDefinition, object: PyClass): Value {
  const bases: PyClass[] = [];
  let open: Unknown | null = null;
  let meta: PyClass | null = null;
  const keywords = new Map<string, Value>();
  for (const { name, star, value } of definition.bases) {
    const base = vm.evaluate(value);
    if (name === 'metaclass') meta = base instanceof PyClass ? base : null;
    else if (name !== null) keywords.set(name, base);
    else if (star !== '') open = vm.unknown('bases that are not written out');
    else if (base instanceof PyClass) bases.push(base);
    else open = base instanceof Unknown ? base : vm.unknown('a base that is not a class');
  }
  const type = new PyClass(definition.name, bases);
  const mro = linearize(type, bases.length > 0 ? bases : [object]);
  type.mro = mro ?? [type, ...bases.flatMap((base) => base.mro)];
  type.meta = meta ?? bases.find((base) => base.meta)?.meta ?? null;
  type.open = open ?? bases.find((base) => base.open)?.open ?? madeBy(vm, type.meta);
  const { frame } = vm;
  if (!frame) return type;
  // One that a part of the analysis makes for itself is its own.
  if (!vm.reads.isOn) type.watch = vm.reads;
  type.definition = { syntax: definition, module: frame.module, file: frame.file };
  if (!frame.body && frame.module === vm.document) vm.definitions.set(definition, type);
  const scope = new Scope(frame.scope, vm.journal.clock);
  scope.names.set('__module__', frame.module.name);
  scope.names.set('__qualname__', definition.name);
  const inner: Frame = {
    ...frame,
    scope,
    callee: null,
    site: null,
    result: null,
    maybe: [],
    yielded: null,
    self: null,
    annotations: [],
  };
  vm.within(inner, () => vm.execute(definition.body()));
  const annotated = (inner.annotations ?? []).map(
    ({ name, annotation }) => [name, frame.file.text.slice(annotation.start, annotation.end)] as const,
  );
  if (annotated.length > 0 && !scope.names.has('__annotations__'))
    scope.names.set('__annotations__', dictOf(annotated));
  for (const [name, value] of scope.names) {
    claim(value, type);
    type.names.set(name, value);
  }
  if (scope.open) type.open = scope.open;
  // A base that cannot be read, and a forward pass: one of the many wrappers of a module.
  // A module's forward takes the module; that of a function with its own gradient is static.
  if (
    type.open &&
    type.names.get('forward') instanceof PyFunction &&
    !type.mro.includes(vm.hooks.fallbackBase)
  ) {
    type.mro = [...type.mro.filter((each) => each !== object), ...vm.hooks.fallbackBase.mro];
  }
  const hook = inClass(type, '__class_created__');
  if (hook instanceof NativeFunction) vm.call(hook, [type], keywords);
  const subclassed = inClass(type, '__init_subclass__', type);
  if (subclassed instanceof PyFunction || subclassed instanceof PyDescriptor) {
    vm.call(subclassed instanceof PyDescriptor ? subclassed.target : subclassed, [type], keywords);
  }
  return decorated(vm, definition.decorators, type);
}

/** A metaclass that builds classes, or their objects, in its own way: what else these have is not known. */
function madeBy(vm: Evaluator, meta: PyClass | null): Unknown | null {
  const makes = ['__new__', '__init__', '__call__', '__getattr__'].find((name) =>
    meta?.mro.some((each) => each.definition !== null && each.names.has(name)),
  );
  return meta && makes !== undefined
    ? vm.unknown(said('{0} of the metaclass {1} is not followed', makes, meta.name))
    : null;
}

/** Tells functions which class they are written in, through property and the like. */
export function claim(value: Value, type: PyClass): void {
  if (value instanceof PyFunction) value.owner ??= type;
  if (!(value instanceof PyDescriptor)) return;
  claim(value.target, type);
  claim(value.setter, type);
}

/** Decorators from the inside out; those that are not known are taken to return what they are given. */
export function decorated(vm: Evaluator, decorators: readonly Expression[], value: Value): Value {
  return decorators.toReversed().reduce<Value>((inner, decorator) => {
    vm.at(decorator);
    const outer = vm.evaluate(decorator);
    if (outer instanceof Unknown) return inner;
    const result = vm.call(outer, [inner]);
    return result instanceof Unknown || result === null ? inner : result;
  }, value);
}

/** Python's C3 order; null where the bases contradict each other. */
function linearize(type: PyClass, bases: readonly PyClass[]): PyClass[] | null {
  const lists = [...bases.map((base) => [...base.mro]), [...bases]];
  const order = [type];
  while (lists.some((list) => list.length > 0)) {
    const next = lists
      .map((list) => list[0])
      .find((head) => head && !lists.some((list) => list.indexOf(head) > 0));
    if (!next) return null;
    order.push(next);
    for (const list of lists) if (list[0] === next) list.shift();
  }
  return order;
}

/** `Class(…)`. */
export function instantiate(
  vm: Evaluator,
  type: PyClass,
  args: readonly Value[],
  kwargs: Kwargs = noKwargs,
  site: Site | null = null,
): Value {
  const [module] = args;
  // One way of an unknown condition has the module alone, and it gives the same sizes.
  if (vm.forks > 0 && module !== undefined && type.names.get('__hands_on__') === true) return module;
  const special = inClass(type, '__class_call__');
  if (special instanceof NativeFunction) return special.run(vm, { args: [type, ...args], kwargs, site });
  return vm.construct(type, args, kwargs, site, (given, named) => construct(vm, type, given, named, site));
}

function construct(
  vm: Evaluator,
  type: PyClass,
  args: readonly Value[],
  kwargs: Kwargs,
  site: Site | null,
): Value {
  const make = inClass(type, '__new__');
  let made: Value = new PyInstance(type, site);
  if (make instanceof NativeFunction) {
    const value = make.run(vm, { args: [type, ...args], kwargs, site });
    if (!type.definition) return value;
    made.base = value;
  } else if (make !== undefined) {
    made = vm.call(make instanceof PyDescriptor ? make.target : make, [type, ...args], kwargs, site);
    if (!(made instanceof PyInstance) || !made.type.isSubclassOf(type)) return made;
  }
  initialize(vm, made, args, kwargs, site);
  vm.hooks.made(made);
  return made;
}

function initialize(
  vm: Evaluator,
  made: PyInstance,
  args: readonly Value[],
  kwargs: Kwargs,
  site: Site | null,
): void {
  const start = inClass(made.type, '__init__');
  if (start === undefined) {
    if (args.length > 0 && made.base === undefined && !made.type.open) {
      vm.raise('TypeError', `${made.type.name}() takes no arguments`, true);
    }
    return;
  }
  if (start instanceof Unknown) made.open = start;
  else vm.call(start, [made, ...args], kwargs, site);
}
