import { native } from '../interpreter/native.ts';
import type { PyClass } from '../interpreter/values.ts';
import { PyInstance, Unknown, type Value } from '../interpreter/values.ts';
import { inClass } from '../interpreter/attributes.ts';
import { dictType, setType } from './mappings.ts';
import { boolType, floatType, intType } from './numbers.ts';
import {
  descriptorType,
  functionType,
  iteratorType,
  methodType,
  namespaceType,
  noneType,
  objectType,
  tokenType,
  typeType,
} from './object.ts';
import { listType, rangeType, sliceType, tupleType } from './sequences.ts';
import { strType } from './strings.ts';

/** The class of a value that no other library defines. */
export function builtinTypeOf(value: Exclude<Value, { kind: 'tensor' }>): PyClass {
  if (value === null) return noneType;
  if (typeof value === 'boolean') return boolType;
  if (typeof value === 'number') return intType;
  if (typeof value === 'string') return strType;
  switch (value.kind) {
    case 'float':
      return floatType;
    case 'symbol':
      return intType;
    case 'tuple':
      return value.type ?? tupleType;
    case 'list':
      return listType;
    case 'dict':
      return value.type ?? dictType;
    case 'set':
      return setType;
    case 'range':
      return rangeType;
    case 'slice':
      return sliceType;
    case 'iterator':
      return iteratorType;
    case 'function':
    case 'native':
      return functionType;
    case 'method':
      return methodType;
    case 'descriptor':
      return descriptorType;
    case 'class':
      return value.mro.find((each) => each.meta)?.meta ?? typeType;
    case 'instance':
      return value.type;
    case 'namespace':
      return namespaceType;
    case 'super':
      return objectType;
    case 'token':
      return tokenType;
    case 'unknown':
      return objectType;
  }
}

/** `type(x)` gives the class of a value; the form with three arguments is not read. */
const typeCall = native(
  'type',
  'cls, *args',
  (args) => {
    const [value, ...more] = args.rest('args');
    if (value === undefined || more.length > 0)
      return args.vm.unknown('a class that is made when the program runs');
    if (value instanceof Unknown) return value;
    return value instanceof PyInstance ? value.type : args.vm.typeOf(value);
  },
  { takesUnknown: true },
);
typeType.names.set('__new__', typeCall);

/** Whether a class or one of its bases defines a method. */
export function defines(type: PyClass, method: string): boolean {
  return inClass(type, method) !== undefined;
}

/** Python's built-in types by name. */
export const builtinTypes: Readonly<Record<string, Value>> = {
  object: objectType,
  type: typeType,
  int: intType,
  float: floatType,
  bool: boolType,
  str: strType,
  bytes: strType,
  list: listType,
  tuple: tupleType,
  dict: dictType,
  set: setType,
  frozenset: setType,
  range: rangeType,
  slice: sliceType,
};
