import { leaveOpen } from '../../interpreter/attributes.ts';
import type { Machine } from '../../interpreter/machine.ts';
import { libraryClass, natives, type Bound } from '../../interpreter/native.ts';
import type { PyClass } from '../../interpreter/values.ts';
import {
  PyDict,
  PyInstance,
  PyIterator,
  PySlice,
  PyTensor,
  PyTuple,
  Unknown,
  type Value,
} from '../../interpreter/values.ts';
import { moduleType, withRole } from '../module.ts';
import { layersGiven, takesModules } from './takes-modules.ts';

function self(args: Bound): PyInstance {
  const value = args.value('self');
  return value instanceof PyInstance ? value : new PyInstance(moduleType, null);
}

/** What a container holds: modules, and in a ModuleList None; for parameter lists, tensors. */
function held(container: PyInstance): [string, Value][] {
  return [...container.attributes].filter(
    ([name, value]) =>
      (value instanceof PyInstance && value.type.isSubclassOf(moduleType)) ||
      (value instanceof PyTensor && container.type.isSubclassOf(parameterList)) ||
      (value instanceof PyTensor && container.type.isSubclassOf(parameterDict)) ||
      (value === null && isPlace(name)) ||
      value instanceof Unknown,
  );
}

/** `ModuleList([None, layer])` keeps a place for what is not there. */
function isPlace(name: string): boolean {
  return /^\d+$/.test(name);
}

/** Puts a new order of items in place of the old one, named by their places. */
function refill(vm: Machine, container: PyInstance, items: readonly Value[]): void {
  vm.journal.touch(container);
  for (const [name] of held(container)) container.attributes.delete(name);
  items.forEach((item, index) => container.attributes.set(String(index), item));
}

function add(vm: Machine, container: PyInstance, name: string, value: Value): void {
  const { type } = container;
  const holdsModules = !type.isSubclassOf(parameterList) && !type.isSubclassOf(parameterDict);
  if (holdsModules && type.isSubclassOf(moduleType)) takesModules(vm, value);
  vm.journal.touch(container);
  if (container.attributes.get(name) === null && !isPlace(name)) container.attributes.delete(name);
  container.attributes.set(
    name,
    container.type.isSubclassOf(moduleType) && value instanceof PyTensor
      ? withRole(value, 'parameter')
      : value,
  );
}

function extend(vm: Machine, container: PyInstance, values: Value): void {
  const items = vm.items(values);
  if (items instanceof Unknown) leaveOpen(vm, container, items);
  else items.forEach((item) => add(vm, container, String(held(container).length), item));
}

function addNamed(vm: Machine, container: PyInstance, source: Value): void {
  if (source === null) return;
  const items = source instanceof Unknown ? undefined : vm.find(source, 'items');
  const pairs = vm.items(items === undefined ? source : vm.call(items, []));
  if (pairs instanceof Unknown) {
    leaveOpen(vm, container, pairs);
    return;
  }
  for (const pair of pairs) {
    const parts = vm.items(pair);
    const name = parts instanceof Unknown ? null : parts[0];
    if (typeof name === 'string' && !(parts instanceof Unknown)) add(vm, container, name, parts[1] ?? null);
    else leaveOpen(vm, container, vm.unknown('a name that is not known'));
  }
}

function place(args: Bound, items: readonly unknown[]): number | undefined {
  const index = args.int('index');
  return index === undefined ? undefined : index < 0 ? index + items.length : index;
}

function itemAt(args: Bound): Value {
  const container = self(args);
  const items = held(container);
  if (container.open && !(args.value('index') instanceof PySlice)) return container.open;
  const index = args.value('index');
  if (index instanceof PySlice) {
    const part = args.vm.subscript(
      new PyTuple(items.map(([name, value]) => new PyTuple([name, value]))),
      index,
    );
    const pairs = part instanceof PyTuple ? part.items : [];
    const copy = new PyInstance(
      container.type.definition
        ? (container.type.mro.find((type) => !type.definition) ?? container.type)
        : container.type,
      container.site,
    );
    pairs.forEach((pair, position) => {
      if (!(pair instanceof PyTuple)) return;
      const name = copy.type.isSubclassOf(sequential) ? pair.items[0] : String(position);
      copy.attributes.set(typeof name === 'string' ? name : String(position), pair.items[1] ?? null);
    });
    return part instanceof Unknown ? part : copy;
  }
  if (index instanceof Unknown) return index;
  const at = place(args, items);
  const found = at === undefined ? undefined : items[at]?.[1];
  return found !== undefined
    ? found
    : args.vm.raise('IndexError', `index ${args.int('index') ?? ''} is out of range`, true);
}

function setItem(args: Bound): Value {
  const container = self(args);
  const items = held(container);
  const at = place(args, items);
  const name = at === undefined ? undefined : items[at]?.[0];
  if (name === undefined) leaveOpen(args.vm, container, args.vm.unknown('an index that is not known'));
  else add(args.vm, container, name, args.value('module'));
  return null;
}

function deleteItem(args: Bound): Value {
  const container = self(args);
  const items = held(container);
  const index = args.value('index');
  const at = place(args, items);
  if (index instanceof PySlice) {
    const gone = args.vm.subscript(new PyTuple(items.map(([, value]) => value)), index);
    const rest = items.filter(([, value]) => !(gone instanceof PyTuple && gone.items.includes(value)));
    refill(
      args.vm,
      container,
      rest.map(([, value]) => value),
    );
  } else if (at !== undefined) {
    refill(
      args.vm,
      container,
      items.filter((_, position) => position !== at).map(([, value]) => value),
    );
  }
  return null;
}

function insert(args: Bound): Value {
  const items = held(self(args)).map(([, value]) => value);
  items.splice(args.int('index') ?? items.length, 0, args.value('module'));
  refill(args.vm, self(args), items);
  return null;
}

function all(args: Bound, items: readonly Value[]): Value {
  return self(args).open ?? new PyIterator(items);
}

const values = (args: Bound): Value[] => held(self(args)).map(([, value]) => value);

const always = { takesUnknown: true };

/** What lists of modules have in common. */
const listMembers = natives(
  {
    __getitem__: ['self, index', itemAt],
    __setitem__: ['self, index, module', setItem],
    __delitem__: ['self, index', deleteItem],
    __len__: ['self', (args) => self(args).open ?? held(self(args)).length],
    __iter__: ['self', (args) => all(args, values(args))],
    __contains__: ['self, item', (args) => values(args).includes(args.value('item'))],
    append: [
      'self, module',
      (args) => {
        add(args.vm, self(args), String(held(self(args)).length), args.value('module'));
        return self(args);
      },
    ],
    extend: [
      'self, modules',
      (args) => {
        extend(args.vm, self(args), args.value('modules'));
        return self(args);
      },
    ],
    insert: ['self, index, module', insert],
    pop: [
      'self, index=-1',
      (args) => {
        const popped = itemAt(args);
        deleteItem(args);
        return popped;
      },
    ],
    __add__: [
      'self, other',
      (args) => {
        const copy = new PyInstance(self(args).type, self(args).site);
        values(args).forEach((value, index) => copy.attributes.set(String(index), value));
        extend(args.vm, copy, args.value('other'));
        return copy;
      },
    ],
    __iadd__: [
      'self, other',
      (args) => {
        extend(args.vm, self(args), args.value('other'));
        return self(args);
      },
    ],
  },
  always,
);

const sequential: PyClass = libraryClass('Sequential', [moduleType], {
  ...listMembers,
  ...natives(
    {
      __init__: [
        'self, *args',
        (args) => {
          const given = args.rest('args');
          const [first] = given;
          if (given.length === 1 && first instanceof PyDict) addNamed(args.vm, self(args), first);
          else given.forEach((module, index) => add(args.vm, self(args), String(index), module));
          return null;
        },
      ],
      forward: [
        'self, *inputs',
        (args) => {
          const [input, ...more] = args.rest('inputs');
          if (self(args).open) return self(args).open;
          if (input === undefined || more.length > 0) {
            return args.vm.raise(
              'TypeError',
              `Sequential.forward() takes 1 input but ${args.rest('inputs').length} were given`,
              true,
            );
          }
          return values(args).reduce<Value>(
            (value, module) => args.vm.call(module, [value], undefined, args.site),
            input,
          );
        },
      ],
    },
    always,
  ),
});

function listClass(name: string): PyClass {
  const type = libraryClass(name, [moduleType], { ...listMembers });
  for (const [method, value] of Object.entries(
    natives(
      {
        __init__: [
          'self, modules=None, *others',
          (args) => {
            const given = [args.value('modules'), ...args.rest('others')];
            const modules = layersGiven(args.vm, args.site, name, given);
            if (modules !== null) extend(args.vm, self(args), modules);
            return null;
          },
        ],
      },
      always,
    ),
  ))
    type.names.set(method, value);
  return type;
}

function dictClass(name: string): PyClass {
  const members = natives(
    {
      __init__: [
        'self, modules=None',
        (args) => {
          addNamed(args.vm, self(args), args.value('modules'));
          return null;
        },
      ],
      __getitem__: [
        'self, key',
        (args) => {
          const key = args.value('key');
          if (key instanceof Unknown) return key;
          const found = typeof key === 'string' ? self(args).attributes.get(key) : undefined;
          return (
            found ?? self(args).open ?? args.vm.raise('KeyError', typeof key === 'string' ? `'${key}'` : '')
          );
        },
      ],
      __setitem__: [
        'self, key, module',
        (args) => {
          const key = args.value('key');
          if (typeof key === 'string') add(args.vm, self(args), key, args.value('module'));
          else leaveOpen(args.vm, self(args), args.vm.unknown('a key that is not known'));
          return null;
        },
      ],
      __delitem__: [
        'self, key',
        (args) => {
          args.vm.deleteAttribute(self(args), args.string('key') ?? '');
          return null;
        },
      ],
      __len__: ['self', (args) => self(args).open ?? held(self(args)).length],
      __iter__: [
        'self',
        (args) =>
          all(
            args,
            held(self(args)).map(([key]) => key),
          ),
      ],
      __contains__: ['self, key', (args) => held(self(args)).some(([key]) => key === args.value('key'))],
      keys: [
        'self',
        (args) =>
          all(
            args,
            held(self(args)).map(([key]) => key),
          ),
      ],
      values: ['self', (args) => all(args, values(args))],
      items: [
        'self',
        (args) =>
          all(
            args,
            held(self(args)).map(([key, value]) => new PyTuple([key, value])),
          ),
      ],
      get: [
        'self, key, default=None',
        (args) => self(args).attributes.get(args.string('key') ?? '') ?? args.value('default'),
      ],
      update: [
        'self, modules',
        (args) => {
          addNamed(args.vm, self(args), args.value('modules'));
          return null;
        },
      ],
      pop: [
        'self, key',
        (args) => {
          const found = self(args).attributes.get(args.string('key') ?? '');
          args.vm.deleteAttribute(self(args), args.string('key') ?? '');
          return found ?? null;
        },
      ],
    },
    always,
  );
  return libraryClass(name, [moduleType], members);
}

const listType = listClass('ModuleList');
const dictType = dictClass('ModuleDict');
const parameterList = listClass('ParameterList');
const parameterDict = dictClass('ParameterDict');

export const containerTypes: readonly PyClass[] = [
  sequential,
  listType,
  dictType,
  parameterList,
  parameterDict,
];

export const containers: Readonly<Record<string, PyClass>> = {
  Module: moduleType,
  Sequential: sequential,
  ModuleList: listType,
  ModuleDict: dictType,
  ParameterList: parameterList,
  ParameterDict: parameterDict,
};
