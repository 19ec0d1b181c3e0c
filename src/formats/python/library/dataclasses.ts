import { dictOf } from '../interpreter/keys.ts';
import { NativeFunction, type Machine } from '../interpreter/machine.ts';
import { inClass } from '../interpreter/attributes.ts';
import { bind, libraryClass, native, natives, type Bound } from '../interpreter/native.ts';
import { Signature, type SignatureParameter } from '../interpreter/signature.ts';
import { PyToken } from '../interpreter/atoms.ts';
import { PyClass, PyDict, PyInstance, PyList, PyTuple, Unknown, type Value } from '../interpreter/values.ts';
import { objectType } from './object.ts';

const missing = new PyToken('MISSING');
const fieldType = libraryClass('Field', [objectType]);

interface Field {
  readonly name: string;
  readonly fallback: Value | undefined;
  readonly factory: Value;
  readonly init: boolean;
}

function fieldOf(name: string, value: Value | undefined): Field {
  if (!(value instanceof PyInstance) || value.type !== fieldType)
    return { name, fallback: value, factory: null, init: true };
  const fallback = value.attributes.get('default');
  return {
    name,
    fallback: fallback === missing ? undefined : fallback,
    factory: value.attributes.get('default_factory') ?? null,
    init: value.attributes.get('init') !== false,
  };
}

/** The fields of a class and its bases, in the order in which they were first annotated. */
function fieldsOf(type: PyClass): Field[] {
  const fields = new Map<string, Field>();
  for (const each of type.mro.toReversed()) {
    const annotations = each.names.get('__annotations__');
    if (!(annotations instanceof PyDict) || !each.names.has('__dataclass__')) continue;
    const plain = each.names.get('__dataclass__');
    for (const { key, value } of annotations.entries.values()) {
      if (typeof key !== 'string' || (typeof value === 'string' && /^(typing\.)?ClassVar\b/.test(value)))
        continue;
      const own = plain instanceof PyDict ? plain.entries.get(key)?.value : undefined;
      fields.set(key, fieldOf(key, own));
    }
  }
  return [...fields.values()];
}

function construct(vm: Machine, type: PyClass, call: Parameters<NativeFunction['run']>[1]): Value {
  const [self, ...args] = call.args;
  if (!(self instanceof PyInstance)) return null;
  const fields = fieldsOf(type);
  const parameters = fields
    .filter(({ init }) => init)
    .map(({ name, fallback, factory }): SignatureParameter => {
      return { name, kind: 'plain', fallback: factory === null ? fallback : missing };
    });
  const bound = bind(vm, type.name, new Signature(parameters), { ...call, args });
  vm.journal.touch(self);
  for (const { name, factory, fallback } of fields) {
    const place = bound.signature.places.get(name);
    const given = place === undefined ? undefined : bound.values[place];
    const value =
      given === undefined || given === missing ? (factory === null ? fallback : vm.call(factory, [])) : given;
    if (value !== undefined) self.attributes.set(name, value);
  }
  const after = inClass(self.type, '__post_init__');
  if (after !== undefined) vm.call(after, [self]);
  return null;
}

function make(vm: Machine, type: Value): Value {
  if (!(type instanceof PyClass)) return type;
  vm.journal.touch(type);
  const annotations = type.names.get('__annotations__');
  const keys = annotations instanceof PyDict ? annotations.keys : [];
  const values = keys.flatMap((key) => {
    const value = typeof key === 'string' ? type.names.get(key) : undefined;
    return value === undefined ? [] : [[key, value] as const];
  });
  type.names.set('__dataclass__', dictOf(values));
  if (!type.names.has('__init__')) {
    type.names.set(
      '__init__',
      new NativeFunction('__init__', (machine, call) => construct(machine, type, call)),
    );
  }
  const fields = fieldsOf(type);
  for (const { name, fallback } of fields) {
    if (fallback !== undefined) type.names.set(name, fallback);
    else if (type.names.has(name)) type.names.delete(name);
  }
  type.names.set('__dataclass_fields__', dictOf(fields.map((field) => [field.name, listed(field)] as const)));
  type.names.set('__match_args__', new PyTuple(fields.map(({ name }) => name)));
  if (!type.names.has('__eq__')) type.names.set('__eq__', equality);
  return type;
}

const equality = native('__eq__', 'self, other', (args) => {
  const left = args.value('self');
  const right = args.value('other');
  if (!(left instanceof PyInstance) || !(right instanceof PyInstance) || left.type !== right.type)
    return false;
  return args.vm.equal(values(left), values(right));
});

function values(instance: PyInstance): PyTuple {
  return new PyTuple(fieldsOf(instance.type).map(({ name }) => instance.attributes.get(name) ?? null));
}

function asDict(args: Bound): Value {
  const plain = (value: Value): Value => {
    if (value instanceof PyInstance && inClass(value.type, '__dataclass__') !== undefined) {
      return dictOf(
        fieldsOf(value.type).map(({ name }) => [name, plain(value.attributes.get(name) ?? null)] as const),
      );
    }
    if (value instanceof PyList) return new PyList(value.items.map(plain));
    return value;
  };
  return plain(args.value('object'));
}

function listFields(args: Bound): Value {
  const given = args.value('type');
  const type = given instanceof PyInstance ? given.type : given;
  if (!(type instanceof PyClass))
    return given instanceof Unknown ? given : args.vm.unknown('the fields of an object');
  return new PyTuple(fieldsOf(type).map(listed));
}

/** A field as code sees it. */
function listed({ name, fallback, factory, init }: Field): PyInstance {
  const field = new PyInstance(fieldType, null);
  field.attributes.set('name', name);
  field.attributes.set('default', fallback === undefined ? missing : fallback);
  field.attributes.set('default_factory', factory ?? missing);
  field.attributes.set('init', init);
  return field;
}

/** Python's `dataclasses`. */
export const dataclasses: Readonly<Record<string, Value>> = {
  MISSING: missing,
  Field: fieldType,
  ...natives(
    {
      dataclass: [
        'cls=None, **kwargs',
        (args) =>
          args.value('cls') === null
            ? native('dataclass', 'cls', (inner) => make(inner.vm, inner.value('cls')), {
                takesUnknown: true,
              })
            : make(args.vm, args.value('cls')),
      ],
      field: [
        '*, default=None, default_factory=None, init=True, **kwargs',
        (args) => {
          const field = new PyInstance(fieldType, null);
          field.attributes.set('default', args.given('default') ? args.value('default') : missing);
          field.attributes.set('default_factory', args.value('default_factory'));
          field.attributes.set('init', args.value('init'));
          return field;
        },
      ],
      fields: ['type', listFields],
      asdict: ['object, **kwargs', asDict],
      is_dataclass: [
        'object',
        (args) => {
          const object = args.value('object');
          const type = object instanceof PyInstance ? object.type : object;
          return type instanceof PyClass && inClass(type, '__dataclass__') !== undefined;
        },
      ],
      replace: [
        'object, /, **changes',
        (args) => {
          const object = args.value('object');
          const changes = args.value('changes');
          if (!(object instanceof PyInstance) || !(changes instanceof PyDict)) return object;
          // It is built anew: what `__post_init__` works out is so, too (CPython: Lib/dataclasses.py, replace).
          const kept = fieldsOf(object.type).flatMap(({ name, init }) => {
            const value = object.attributes.get(name);
            return init && value !== undefined ? [[name, value] as const] : [];
          });
          const changed = [...changes.entries.values()].flatMap(({ key, value }) =>
            typeof key === 'string' ? [[key, value] as const] : [],
          );
          return args.vm.call(object.type, [], new Map([...kept, ...changed]));
        },
      ],
    },
    { takesUnknown: true },
  ),
};
