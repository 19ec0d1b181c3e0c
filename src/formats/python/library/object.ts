import { libraryClass, native } from '../interpreter/native.ts';
import { PyClass, PyDescriptor, PyFunction, PyInstance, PyTuple, type Value } from '../interpreter/values.ts';
import { attributesOf } from './attribute-dict.ts';

/** What `property`, `staticmethod` and the like see as a class. */
function property(name: string, read: (self: Value) => Value): PyDescriptor {
  return new PyDescriptor(
    'property',
    native(name, 'self', (args) => read(args.value('self')), { takesUnknown: true }),
  );
}

/** `object`: the end of every order of bases. */
export const objectType = libraryClass('object', [], {
  __init__: native('__init__', 'self, *args, **kwargs', () => null, { takesUnknown: true }),
  __init_subclass__: native('__init_subclass__', '*args, **kwargs', () => null, { takesUnknown: true }),
  __setattr__: native(
    '__setattr__',
    'self, name, value',
    (args) => {
      const self = args.value('self');
      const name = args.string('name');
      if (self instanceof PyInstance && name !== undefined) {
        args.vm.journal.touch(self);
        self.attributes.set(name, args.value('value'));
      }
      return null;
    },
    { takesUnknown: true },
  ),
  __getattribute__: native('__getattribute__', 'self, name', (args) => {
    const name = args.string('name');
    const self = args.value('self');
    if (name === undefined) return args.vm.unknown('a name that is not known');
    const own = self instanceof PyInstance ? self.attributes.get(name) : undefined;
    return own === undefined ? args.vm.attribute(self, name) : own;
  }),
  __dict__: property('__dict__', (self) => (self instanceof PyInstance ? attributesOf(self) : null)),
  __doc__: property('__doc__', () => null),
});

function type(
  name: string,
  bases: readonly PyClass[] = [objectType],
  members: Record<string, Value> = {},
): PyClass {
  return libraryClass(name, bases, members);
}

/** Types that have no methods here. */
export const noneType = type('NoneType');
export const tokenType = type('token');
export const methodType = type('method', [objectType], {
  __self__: property('__self__', (self) =>
    self !== null && typeof self === 'object' && self.kind === 'method' ? self.self : null,
  ),
  __func__: property('__func__', (self) =>
    self !== null && typeof self === 'object' && self.kind === 'method' ? self.callable : null,
  ),
  __name__: property('__name__', (self) => nameOf(self)),
});
export const namespaceType = type('module');
export const iteratorType = type('generator', [objectType], {
  __iter__: native('__iter__', 'self', (args) => args.value('self')),
  __next__: native('__next__', 'self', (args) => args.vm.call(args.vm.lookup('next'), [args.value('self')])),
});
export const descriptorType = type('property', [objectType], {
  setter: native('setter', 'self, function', (args) => {
    const self = args.value('self');
    return self instanceof PyDescriptor
      ? new PyDescriptor('property', self.target, args.value('function'))
      : self;
  }),
});

function nameOf(value: Value): Value {
  if (value === null || typeof value !== 'object') return null;
  if (value.kind === 'function' || value.kind === 'native' || value.kind === 'class') return value.name;
  return value.kind === 'method' ? nameOf(value.callable) : null;
}

export const functionType = type('function', [objectType], {
  __name__: property('__name__', nameOf),
  __qualname__: property('__qualname__', nameOf),
  __module__: property('__module__', (self) => (self instanceof PyFunction ? self.module.name : null)),
  __defaults__: property('__defaults__', (self) =>
    self instanceof PyFunction ? new PyTuple(self.defaults.values) : null,
  ),
});

/** `type`: what classes are. */
export const typeType = type('type', [objectType], {
  __mro__: property('__mro__', (self) => (self instanceof PyClass ? new PyTuple(self.mro) : null)),
  __bases__: property('__bases__', (self) => (self instanceof PyClass ? new PyTuple(self.bases) : null)),
  mro: native('mro', 'self', (args) => args.vm.attribute(args.value('self'), '__mro__')),
  __subclasses__: native('__subclasses__', 'self', (args) => args.vm.unknown('the subclasses of a class')),
});
