import { dictOf, getItem } from '../interpreter/keys.ts';
import type { Machine } from '../interpreter/machine.ts';
import { inClass } from '../interpreter/attributes.ts';
import { libraryClass, native, natives, type Bound } from '../interpreter/native.ts';
import { PyToken } from '../interpreter/atoms.ts';
import {
  PyClass,
  PyDescriptor,
  PyDict,
  PyFunction,
  PyInstance,
  PyList,
  PyTuple,
  Unknown,
  type Value,
} from '../interpreter/values.ts';
import { intType } from './numbers.ts';
import { objectType, typeType } from './object.ts';
import { strType } from './strings.ts';

const automatic = new PyToken('auto');

function members(type: Value): PyDict | null {
  const found = type instanceof PyClass ? inClass(type, '__members__') : null;
  return found instanceof PyDict ? found : null;
}

/** Turns the plain values of an enum's body into its members. */
function created(args: Bound): Value {
  const type = args.value('cls');
  if (!(type instanceof PyClass)) return null;
  const made: [string, PyInstance][] = [];
  for (const [name, value] of type.names) {
    if (name.startsWith('_') || value instanceof PyFunction || value instanceof PyDescriptor) continue;
    if (value !== null && typeof value === 'object' && value.kind === 'native') continue;
    const alias = made.find(
      ([, member]) => args.vm.equal(member.attributes.get('_value_') ?? null, value) === true,
    );
    made.push([name, alias?.[1] ?? member(args.vm, type, name, value, made.length)]);
  }
  args.vm.journal.touch(type);
  for (const [name, value] of made) type.names.set(name, value);
  type.names.set('__members__', dictOf(made));
  return null;
}

function member(vm: Machine, type: PyClass, name: string, given: Value, index: number): PyInstance {
  const value = given === automatic ? (type.isSubclassOf(strType) ? name.toLowerCase() : index + 1) : given;
  const made = new PyInstance(type, null);
  made.attributes.set('_name_', name);
  made.attributes.set('_value_', value);
  if (type.isSubclassOf(strType) || type.isSubclassOf(intType)) made.base = value;
  const start = inClass(type, '__init__');
  if (start instanceof PyFunction)
    vm.call(start, [made, ...(value instanceof PyTuple ? value.items : [value])]);
  return made;
}

/** `Enum(value)`. */
function byValue(args: Bound): Value {
  const all = members(args.value('cls'));
  const value = args.value('value');
  if (!all || all.entries.size === 0) return args.vm.unknown('an enum that is made when the program runs');
  if (value instanceof Unknown) return value;
  for (const each of all.values) {
    if (!(each instanceof PyInstance)) continue;
    if (each === value || args.vm.equal(each.attributes.get('_value_') ?? null, value) === true) return each;
  }
  const shown = args.vm.repr(value);
  return args.vm.raise('ValueError', `${typeof shown === 'string' ? shown : 'it'} is not a valid member`);
}

function attribute(name: string): PyDescriptor {
  return new PyDescriptor(
    'property',
    native(name, 'self', (args) => {
      const self = args.value('self');
      return self instanceof PyInstance ? (self.attributes.get(`_${name}_`) ?? null) : null;
    }),
  );
}

const enumMeta = libraryClass('EnumMeta', [typeType]);

const enumType = libraryClass('Enum', [objectType], {
  name: attribute('name'),
  value: attribute('value'),
  ...natives(
    {
      __class_created__: ['cls, **kwargs', created],
      __class_call__: ['cls, value, *args, **kwargs', byValue],
      __class_item__: [
        'cls, name',
        (args) => {
          const all = members(args.value('cls'));
          const found = all ? getItem(all, args.value('name')) : undefined;
          return found ?? args.vm.raise('KeyError', args.string('name') ?? '');
        },
      ],
      __class_iter__: ['cls', (args) => new PyList([...new Set(members(args.value('cls'))?.values ?? [])])],
      __str__: [
        'self',
        (args) => {
          const self = args.value('self');
          const name = self instanceof PyInstance ? self.attributes.get('_name_') : null;
          return self instanceof PyInstance && typeof name === 'string' ? `${self.type.name}.${name}` : '';
        },
      ],
      __hash__: ['self', (args) => args.vm.unknown('the hash of an object')],
    },
    { takesUnknown: true },
  ),
});
enumType.meta = enumMeta;

/** Python's `enum`. */
export const enums: Readonly<Record<string, Value>> = {
  Enum: enumType,
  EnumMeta: enumMeta,
  EnumType: enumMeta,
  IntEnum: libraryClass('IntEnum', [enumType, intType]),
  StrEnum: libraryClass('StrEnum', [enumType, strType]),
  Flag: libraryClass('Flag', [enumType]),
  IntFlag: libraryClass('IntFlag', [enumType, intType]),
  auto: native('auto', '', () => automatic),
  unique: native('unique', 'cls', (args) => args.value('cls'), { takesUnknown: true }),
};
for (const [name, base] of [
  ['IntEnum', intType],
  ['StrEnum', strType],
  ['IntFlag', intType],
] as const) {
  const type = enums[name];
  if (type instanceof PyClass) type.mro = [type, ...enumType.mro.slice(0, -1), ...base.mro];
}
