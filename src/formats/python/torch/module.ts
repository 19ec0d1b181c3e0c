import { leaveOpen } from '../interpreter/attributes.ts';
import type { Form } from '../interpreter/form.ts';
import { dictOf } from '../interpreter/keys.ts';
import { NativeFunction, type Kwargs } from '../interpreter/machine.ts';
import { callPlace, mistaken } from '../interpreter/mistaken.ts';
import { libraryClass, native, natives, type Bound } from '../interpreter/native.ts';
import type { PyClass } from '../interpreter/values.ts';
import {
  PyDescriptor,
  PyInstance,
  PyIterator,
  PyTensor,
  PyTuple,
  Unknown,
  type Value,
} from '../interpreter/values.ts';
import { objectType } from '../library/object.ts';
import { calledWithHooks, hookMethods } from './forward-hooks.ts';
import { ModuleWalk } from './module-walk.ts';
import { cellCount } from './tensors.ts';
import { PyToken } from '../interpreter/atoms.ts';
import { orderedDict } from '../library/collections.ts';
import { said } from '../../../model/text/text.ts';

export function isModule(value: Value | undefined): value is PyInstance {
  return value instanceof PyInstance && value.type.isSubclassOf(moduleType);
}

const none: ReadonlyMap<string, Value> = new Map();

/** The attributes among which a module's submodules are. */
export function withModules(module: PyInstance): ReadonlyMap<string, Value> {
  return module.form?.hasModules === false ? none : module.attributes;
}

/** A module's own submodules, in the order of their registration. */
export function childrenOf(module: PyInstance): [string, PyInstance][] {
  const children: [string, PyInstance][] = [];
  for (const [name, value] of withModules(module)) if (isModule(value)) children.push([name, value]);
  return children;
}

/** A module's own submodules. */
function modulesOf(module: PyInstance): readonly PyInstance[] {
  return [...withModules(module).values()].filter(isModule);
}

export function hasChildren(module: PyInstance): boolean {
  if (module.form?.hasModules === false) return false;
  for (const value of module.shown.values()) if (isModule(value)) return true;
  return false;
}

/** A module below another one by what follows the other one's name: `.0.conv1`; undefined where there is none. */
export function moduleAt(root: PyInstance, path: string): PyInstance | undefined {
  let module: PyInstance | undefined = root;
  for (const name of path.split('.').slice(1)) {
    const next: Value | undefined = module.attributes.get(name);
    if (!isModule(next)) return undefined;
    module = next;
  }
  return module;
}

/** The classes of a module and of all below it. */
export function classesIn(
  module: PyInstance,
  found = new Set<PyClass>(),
  seen = new Set<PyInstance | Form>(),
): Set<PyClass> {
  const { form, type } = module;
  // What is of one form consists of modules of the same classes.
  const kind = form ?? module;
  if (seen.has(kind)) return found;
  seen.add(kind);
  found.add(type);
  if (form?.hasModules !== false)
    for (const value of module.shown.values()) if (isModule(value)) classesIn(value, found, seen);
  return found;
}

/** Goes through a module and all below it, each once, under the first of its qualified names. */
export function visitModules(
  root: PyInstance,
  visit: (module: PyInstance, name: string) => void,
  name = '',
  seen = new Set<PyInstance>(),
): void {
  if (seen.has(root)) return;
  seen.add(root);
  visit(root, name);
  for (const [key, value] of withModules(root))
    if (isModule(value)) visitModules(value, visit, name === '' ? key : `${name}.${key}`, seen);
}

/** Goes through a module and all below it, each once, until `visit` answers true; whether it did. */
export function someModule(
  root: PyInstance,
  visit: (module: PyInstance) => boolean,
  seen = new Set<PyInstance>(),
): boolean {
  if (seen.has(root)) return false;
  seen.add(root);
  if (visit(root)) return true;
  for (const value of withModules(root).values())
    if (isModule(value) && someModule(value, visit, seen)) return true;
  return false;
}

/** Modules below and including this one, each once, without those inside of copies that nothing has looked into. */
export function openModules(root: PyInstance, seen = new Set<PyInstance>()): ReadonlySet<PyInstance> {
  if (seen.has(root)) return seen;
  seen.add(root);
  if (root.latent) return seen;
  for (const value of withModules(root).values()) if (isModule(value)) openModules(value, seen);
  return seen;
}

const tree = { childrenOf: modulesOf, openModules };

/** All modules below and including this one, each once. */
export function allModules(root: PyInstance): ReadonlySet<PyInstance> {
  const seen = new Set<PyInstance>();
  someModule(root, () => false, seen);
  return seen;
}

/** All modules below and including this one with their qualified names; one that occurs twice has its first name. */
export function namedModules(module: PyInstance): [string, PyInstance][] {
  const all: [string, PyInstance][] = [];
  visitModules(module, (each, name) => all.push([name, each]));
  return all;
}

/** Learned tensors (or buffers) of a module and all below it, each once. */
export function namedTensors(module: PyInstance, role: 'parameter' | 'buffer'): [string, PyTensor][] {
  const seen = new Set<PyTensor>();
  const all: [string, PyTensor][] = [];
  visitModules(module, (each, prefix) => {
    for (const [name, value] of each.attributes) {
      if (!(value instanceof PyTensor) || value.role !== role || seen.has(value)) continue;
      seen.add(value);
      all.push([prefix === '' ? name : `${prefix}.${name}`, value]);
    }
  });
  return all;
}

/** How many numbers a module and all below it learn, each once; null where a size is unknown, or no count. */
export function parameterTotal(module: PyInstance): number | null {
  return totalBelow(module, new Set());
}

function totalBelow(module: PyInstance, seen: Set<PyTensor | PyInstance>): number | null {
  if (seen.has(module)) return 0;
  seen.add(module);
  // What nothing has looked into shares no weights.
  const { form, latent } = module;
  if (form && latent) {
    if (form.parameters === undefined) form.parameters = sumBelow(module, new Set());
    return form.parameters;
  }
  return sumBelow(module, seen);
}

function sumBelow({ shown }: PyInstance, seen: Set<PyTensor | PyInstance>): number | null {
  let total = 0;
  for (const value of shown.values()) {
    let cells: number | null = 0;
    if (value instanceof PyTensor && value.role === 'parameter' && !seen.has(value)) {
      seen.add(value);
      cells = cellCount(value.shape);
    } else if (isModule(value)) cells = totalBelow(value, seen);
    if (cells === null) return null;
    total += cells;
  }
  return Number.isSafeInteger(total) ? total : null;
}

function self(args: Bound): PyInstance {
  const value = args.value('self');
  return value instanceof PyInstance ? value : new PyInstance(moduleType, null);
}

function listed(args: Bound, items: readonly Value[]): Value {
  return self(args).open && items.length === 0 ? (self(args).open ?? null) : new PyIterator(items);
}

function pairs(items: readonly (readonly [string, Value])[]): PyTuple[] {
  return items.map(([name, value]) => new PyTuple([name, value]));
}

function prefixed(args: Bound, items: readonly (readonly [string, Value])[]): PyTuple[] {
  const prefix = args.string('prefix') ?? '';
  return pairs(
    items.map(([name, value]) => [prefix === '' ? name : `${prefix}${name === '' ? '' : '.'}${name}`, value]),
  );
}

/** A submodule or parameter by its dotted name. */
function byPath(args: Bound): Value {
  const path = args.string('target');
  if (path === undefined) return args.vm.unknown('a name that is not known');
  return path === ''
    ? self(args)
    : path.split('.').reduce<Value>((object, name) => args.vm.attribute(object, name), self(args));
}

function register(args: Bound, value: Value): null {
  const name = args.value('name');
  const module = self(args);
  if (typeof name === 'string') args.vm.setAttribute(module, name, value);
  else
    leaveOpen(args.vm, module, name instanceof Unknown ? name : args.vm.unknown('a name that is not known'));
  return null;
}

/** The tensor under the role that registering gives it. */
export function withRole(value: Value, role: 'parameter' | 'buffer' | 'value'): Value {
  if (!(value instanceof PyTensor)) return value;
  const tensor = new PyTensor(value.shape, value.dtype);
  tensor.data = value.data;
  tensor.role = role;
  return tensor;
}

/** A list or dict of layers is not called; what a class derives from may have a forward pass that is not read. */
function withoutForward(args: Bound): never {
  const { type, open } = self(args);
  const isContainer = type.mro.some(
    ({ name, definition }) => !definition && /^(?:Module|Parameter)(?:List|Dict)$/.test(name),
  );
  if (args.site && isContainer && !type.open && !open)
    return mistaken(args.vm, {
      message: said('{0} holds layers, and is not called itself: call them one by one.', type.name),
      place: callPlace(args.site),
    });
  return args.vm.raise('NotImplementedError', `${type.name} has no forward`);
}

const same = ['self, *args, **kwargs', self] as const;
const nothing = ['self, *args, **kwargs', () => null] as const;

/** `torch.nn.Module`. */
export const moduleType: PyClass = libraryClass('Module', [objectType], {
  // What is shown is inference: dropout and batch statistics change no shape, auxiliary heads do not run.
  training: false,
  // Every layer of every model is called and built by these two: they take their arguments as they come.
  __call__: new NativeFunction('__call__', (vm, { args: all, kwargs, site }) => {
    const module = all[0] ?? null;
    const given = all.slice(1);
    if (!(module instanceof PyInstance))
      return vm.raise('TypeError', "__call__() missing required argument 'self'");
    const run = (args: readonly Value[], named: Kwargs): Value =>
      vm.hooks.module(module, args, named, site, () =>
        vm.call(vm.attribute(module, 'forward'), args, named, site),
      );
    return vm.hasForwardHooks ? calledWithHooks(vm, module, given, kwargs, run) : run(given, kwargs);
  }),
  __init__: new NativeFunction('__init__', () => null),
  _modules: new PyDescriptor(
    'property',
    native('_modules', 'self', (args) => {
      const modules = dictOf(childrenOf(self(args)), orderedDict);
      modules.mirrors = self(args);
      return modules;
    }),
  ),
  // Lightning's modules have one; others set it.
  device: new PyToken('device'),
  ...natives(
    {
      forward: ['self, *input', (args) => withoutForward(args)],
      children: [
        'self',
        (args) =>
          listed(
            args,
            childrenOf(self(args)).map(([, child]) => child),
          ),
      ],
      named_children: ['self', (args) => listed(args, pairs(childrenOf(self(args))))],
      modules: ['self', (args) => new PyIterator(new ModuleWalk(self(args), tree))],
      named_modules: [
        'self, memo=None, prefix="", remove_duplicate=True',
        (args) => listed(args, prefixed(args, namedModules(self(args)))),
      ],
      parameters: [
        'self, recurse=True',
        (args) =>
          listed(
            args,
            namedTensors(self(args), 'parameter').map(([, tensor]) => tensor),
          ),
      ],
      named_parameters: [
        'self, prefix="", recurse=True',
        (args) => listed(args, prefixed(args, namedTensors(self(args), 'parameter'))),
      ],
      buffers: [
        'self, recurse=True',
        (args) =>
          listed(
            args,
            namedTensors(self(args), 'buffer').map(([, tensor]) => tensor),
          ),
      ],
      named_buffers: [
        'self, prefix="", recurse=True',
        (args) => listed(args, prefixed(args, namedTensors(self(args), 'buffer'))),
      ],
      add_module: ['self, name, module', (args) => register(args, args.value('module'))],
      register_module: ['self, name, module', (args) => register(args, args.value('module'))],
      register_parameter: ['self, name, param', (args) => register(args, args.value('param'))],
      register_buffer: [
        'self, name, tensor, persistent=True',
        (args) => register(args, withRole(args.value('tensor'), 'buffer')),
      ],
      get_submodule: ['self, target', byPath],
      get_parameter: ['self, target', byPath],
      get_buffer: ['self, target', byPath],
      apply: [
        'self, fn',
        (args) => {
          for (const [, module] of namedModules(self(args)).reverse())
            args.vm.call(args.value('fn'), [module]);
          return self(args);
        },
      ],
      state_dict: ['self, *args, **kwargs', (args) => args.vm.unknown('the state of a module')],
      extra_repr: ['self', () => ''],
      _get_name: ['self', (args) => self(args).type.name],
      ...hookMethods,
      load_state_dict: nothing,
      zero_grad: nothing,
      train: same,
      eval: same,
      to: same,
      cuda: same,
      cpu: same,
      half: same,
      float: same,
      double: same,
      bfloat16: same,
      type: same,
      requires_grad_: same,
      share_memory: same,
      compile: nothing,
    },
    { takesUnknown: true },
  ),
});
