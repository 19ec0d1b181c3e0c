import { isSettled } from './forms.ts';
import type { Evaluator } from './machine.ts';
import { NativeFunction } from './machine.ts';
import { PyToken } from './atoms.ts';
import {
  PyClass,
  PyDescriptor,
  PyFunction,
  PyInstance,
  PyMethod,
  PyNamespace,
  PySuper,
  Unknown,
  type Value,
} from './values.ts';
import { said } from '../../../model/text/text.ts';

/** An attribute of a class by its order of bases, as it lies there. */
export function inClass(type: PyClass, name: string, after: PyClass | null = null): Value | undefined {
  const { mro } = type;
  for (let index = after ? mro.indexOf(after) + 1 : 0; index < mro.length; index++) {
    const each = mro[index];
    const value = each?.names.get(name);
    each?.watch?.read(each, name, value);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Something that more than one object sees: where it can change, what uses it may not do the same again. */
function ofAll(vm: Evaluator, value: Value): Value {
  if (!isSettled(value)) vm.journal.breaks++;
  return value;
}

/** Makes what lies in a class into what an object sees of it. */
function bound(vm: Evaluator, value: Value, self: Value, type: PyClass): Value {
  if (value instanceof PyFunction) return new PyMethod(value, self);
  if (value instanceof NativeFunction) return value.binds ? new PyMethod(value, self) : value;
  if (value instanceof PyInstance) return describedBy(vm, value, self, type);
  if (!(value instanceof PyDescriptor)) return ofAll(vm, value);
  switch (value.form) {
    case 'property':
      return vm.call(value.target, [self]);
    case 'static':
      return value.target;
    case 'class':
      return new PyMethod(value.target, type);
  }
}

/** What an object in a class gives for one of its objects: where its own class has `__get__`, what that returns. */
function describedBy(vm: Evaluator, value: PyInstance, self: Value, type: PyClass): Value {
  const get = inClass(value.type, '__get__');
  return get === undefined ? ofAll(vm, value) : vm.call(get, [value, self, type]);
}

/** `object.name`; undefined where it surely does not exist. */
export function find(vm: Evaluator, object: Value, name: string): Value | undefined {
  if (object instanceof PyInstance) return ofInstance(vm, object, name);
  if (object instanceof PyClass) return ofClass(vm, object, name);
  if (object instanceof PyNamespace) return ofNamespace(vm, object, name);
  if (object instanceof Unknown) {
    return object.numeric || object.ref ? new Unknown(object.why, object.place, false, object.ref) : object;
  }
  if (object instanceof PySuper) return ofSuper(vm, object, name);
  if (object instanceof PyFunction) {
    const own = object.attributes.get(name);
    if (own !== undefined) return ofAll(vm, own);
  }
  if (object instanceof PyToken) return vm.unknown(said('{0} of {1}', name, object.name));
  const type = vm.typeOf(object);
  if (name === '__class__') return type;
  const found = inClass(type, name);
  return found === undefined ? undefined : bound(vm, found, object, type);
}

/** An attribute that the object itself has. One that nothing can change is the same in all copies. */
export function ownAttribute(object: PyInstance, name: string): Value | undefined {
  const shown = object.shown.get(name);
  return shown === undefined || isSettled(shown) ? shown : object.attributes.get(name);
}

/** Methods that operators and statements look up in the class alone: https://docs.python.org/3/reference/datamodel.html#special-lookup */
const ofType: ReadonlySet<string> = new Set([
  '__abs__', '__bool__', '__call__', '__contains__', '__delitem__', '__enter__', '__eq__', '__exit__', '__float__',
  '__getitem__', '__iter__', '__len__', '__lt__', '__repr__', '__round__', '__setitem__', '__str__',
]); // prettier-ignore

function ofInstance(vm: Evaluator, object: PyInstance, name: string): Value | undefined {
  const { type } = object;
  const found = inClass(type, name);
  if (found instanceof PyDescriptor && found.form === 'property') return vm.call(found.target, [object]);
  const own = ownAttribute(object, name);
  if (own !== undefined) return own;
  if (found !== undefined) return bound(vm, found, builtInSelf(object, found), type);
  if (name === '__class__') return type;
  const fallback = inClass(type, '__getattr__');
  if (fallback !== undefined && !ofType.has(name)) return vm.call(new PyMethod(fallback, object), [name]);
  if (name === '__getattr__') return lookup(object);
  return object.open ?? type.open ?? undefined;
}

/** `object.__getattr__(name)` where no class says otherwise: nn.Module finds its layers so. */
function lookup(object: PyInstance): Value {
  return new NativeFunction('__getattr__', (vm, { args: [name = null] }) =>
    typeof name === 'string' ? vm.attribute(object, name) : vm.unknown('a name that is not known'),
  );
}

/** Methods of int, str, list and dict work on what the instance holds. */
function builtInSelf(object: PyInstance, method: Value): Value {
  return object.base !== undefined && method instanceof NativeFunction ? object.base : object;
}

function ofClass(vm: Evaluator, object: PyClass, name: string): Value | undefined {
  const found = inClass(object, name);
  if (found instanceof PyDescriptor) {
    return found.form === 'property' ? found : bound(vm, found, object, object);
  }
  if (found instanceof PyInstance) return describedBy(vm, found, null, object);
  if (found !== undefined) return ofAll(vm, found);
  if (name === '__name__' || name === '__qualname__') return object.name;
  if (name === '__class__') return vm.typeOf(object);
  const meta = object.mro.find((each) => each.meta)?.meta ?? vm.typeOf(object);
  const own = inClass(meta, name);
  return own === undefined ? (object.open ?? undefined) : bound(vm, own, object, meta);
}

function ofNamespace(vm: Evaluator, object: PyNamespace, name: string): Value | undefined {
  const own = ownName(object.scope, name);
  if (object.file) vm.reads.read(object.scope, name, own);
  if (own !== undefined) return ofAll(vm, own);
  if (name === '__name__') return object.name;
  if (object.file) {
    const inner = vm.importModule(`${object.name}.${name}`);
    if (!(inner instanceof Unknown)) return inner;
  }
  return object.open ?? object.scope.open ?? undefined;
}

/** A name of one scope, computed now if nobody asked for it before. */
export function ownName(
  scope: { names: Map<string, Value>; lazy: Map<string, () => Value> | null },
  name: string,
): Value | undefined {
  const own = scope.names.get(name);
  if (own !== undefined) return own;
  const compute = scope.lazy?.get(name);
  if (!compute) return undefined;
  scope.lazy?.delete(name);
  const value = compute();
  // Where an attempt is taken back in which it was first asked for, it is still what it is.
  scope.lazy?.set(name, () => value);
  if (!scope.names.has(name)) scope.names.set(name, value);
  return scope.names.get(name);
}

function ofSuper(vm: Evaluator, object: PySuper, name: string): Value | undefined {
  const type = object.self instanceof PyClass ? object.self : vm.typeOf(object.self);
  const found = inClass(type, name, object.owner);
  if (found === undefined) return object.owner.open ?? undefined;
  if (name === '__new__') return found;
  const self = object.self instanceof PyInstance ? builtInSelf(object.self, found) : object.self;
  return bound(vm, found, self, type);
}

/** From here on the object may have attributes that are not known. */
export function leaveOpen(vm: Pick<Evaluator, 'journal'>, object: PyInstance, why: Unknown): void {
  if (object.open) return;
  vm.journal.touch(object);
  object.open = why;
}

/** Sets `object.name`; what cannot hold attributes ignores it. */
export function setAttribute(vm: Evaluator, object: Value, name: string, value: Value): void {
  if (object instanceof PyInstance) {
    const found = inClass(object.type, name);
    if (found instanceof PyDescriptor && found.form === 'property') {
      if (found.setter !== null) vm.call(found.setter, [object, value]);
      else vm.raise('AttributeError', `property '${name}' of '${object.type.name}' object has no setter`);
      return;
    }
    const custom = inClass(object.type, '__setattr__');
    if (custom instanceof PyFunction && vm.frame?.callee !== custom) {
      vm.call(new PyMethod(custom, object), [name, value]);
      return;
    }
    vm.journal.touch(object);
    // What was None before stands where it was set to something: the order of a module's layers.
    if (object.attributes.get(name) === null) object.attributes.delete(name);
    object.attributes.set(name, value);
  } else if (object instanceof PyClass) {
    // Classes of libraries are shared between analyses and stay as they are.
    if (!object.definition) return;
    vm.journal.touch(object);
    object.isAltered = true;
    object.names.set(name, value);
  } else if (object instanceof PyNamespace) {
    if (!object.file) return;
    vm.journal.epoch++;
    vm.reads.changed();
    vm.journal.touch(object.scope);
    object.scope.names.set(name, value);
  } else if (object instanceof PyFunction) {
    vm.journal.epoch++;
    vm.reads.changed();
    vm.journal.writes++;
    object.attributes.set(name, value);
  }
}

export function deleteAttribute(vm: Evaluator, object: Value, name: string): void {
  if (!(object instanceof PyInstance)) return;
  vm.journal.touch(object);
  if (!object.attributes.delete(name) && !object.open) {
    vm.raise('AttributeError', `'${object.type.name}' object has no attribute '${name}'`);
  }
}
