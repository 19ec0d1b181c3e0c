import { libraryClass, native, natives } from '../interpreter/native.ts';
import type { PyClass } from '../interpreter/values.ts';
import type { Value } from '../interpreter/values.ts';
import { abstractTypes, namedTupleBase } from './collections.ts';
import { dictType, setType } from './mappings.ts';
import { objectType } from './object.ts';
import { listType, tupleType } from './sequences.ts';
import { strType } from './strings.ts';

const marks = [
  'Any', 'Optional', 'Union', 'Literal', 'Final', 'ClassVar', 'Annotated', 'Concatenate', 'TypeAlias', 'Self', 'Never', 'NoReturn',
  'Required', 'NotRequired', 'Unpack', 'ParamSpec', 'TypeVarTuple', 'SupportsInt', 'SupportsFloat', 'SupportsIndex',
]; // prettier-ignore

const bases = ['Generic', 'Protocol', 'TypedDict'];

function named(names: readonly string[], parents: readonly PyClass[]): Record<string, Value> {
  return Object.fromEntries(names.map((name) => [name, libraryClass(name, parents)]));
}

/** Python's `typing`: what annotations are made of. Types are not checked. */
export const typing: Readonly<Record<string, Value>> = {
  ...named(marks, []),
  ...named(bases, [objectType]),
  ...abstractTypes,
  List: listType,
  Dict: dictType,
  DefaultDict: dictType,
  OrderedDict: dictType,
  Tuple: tupleType,
  FrozenSet: setType,
  Text: strType,
  Type: libraryClass('Type', []),
  BinaryIO: libraryClass('BinaryIO', []),
  TextIO: libraryClass('TextIO', []),
  IO: libraryClass('IO', []),
  NamedTuple: namedTupleBase,
  TYPE_CHECKING: false,
  ...natives(
    {
      TypeVar: ['name, *args, **kwargs', () => objectType],
      NewType: ['name, type', (args) => args.value('type')],
      cast: ['type, value', (args) => args.value('value')],
      overload: ['function', (args) => args.value('function')],
      runtime_checkable: ['cls', (args) => args.value('cls')],
      final: ['function', (args) => args.value('function')],
      no_type_check: ['function', (args) => args.value('function')],
      get_type_hints: ['object, *args', (args) => args.vm.unknown('annotations at run time')],
      get_args: ['type', (args) => args.vm.unknown('annotations at run time')],
      get_origin: ['type', (args) => args.vm.unknown('annotations at run time')],
    },
    { takesUnknown: true },
  ),
};

/** `abc`. */
export const abc: Readonly<Record<string, Value>> = {
  ABC: libraryClass('ABC', [objectType]),
  ABCMeta: libraryClass('ABCMeta', []),
  abstractmethod: native('abstractmethod', 'function', (args) => args.value('function'), {
    takesUnknown: true,
  }),
  abstractproperty: native('abstractproperty', 'function', (args) => args.value('function'), {
    takesUnknown: true,
  }),
};
