import type { Machine } from '../interpreter/machine.ts';
import { libraryClass, native, natives, type Bound } from '../interpreter/native.ts';
import { PyFloat, PySymbol } from '../interpreter/atoms.ts';
import { fixed } from '../interpreter/number-format.ts';
import { PyDescriptor, PyInstance, PyTensor, PyTuple, Unknown, type Value } from '../interpreter/values.ts';
import { objectType } from './object.ts';

/** Whatever it is, it is a number: what `int`, `len` and `max` of something unknown give. */
export function unknownNumber(value: Unknown): Unknown {
  return value.numeric ? value : new Unknown(value.why, value.place, true);
}

export function numberOf(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  return value instanceof PyFloat ? value.value : undefined;
}

/** The number that a tensor of one known cell holds. */
function scalar(vm: Machine, value: Value): Value {
  if (!(value instanceof PyTensor)) return value;
  const cell = value.data?.length === 1 ? value.data[0] : undefined;
  if (cell === undefined) return new Unknown('the value of a tensor', vm.place, true);
  return value.dtype === 'int' || value.dtype === 'bool' ? cell : new PyFloat(cell);
}

const bases: Readonly<Record<string, number>> = { '0b': 2, '0o': 8, '0x': 16 };

/** The whole number that a text is; NaN where it is none. */
function wholeNumber(text: string, given: number): number {
  const [, sign = '', prefix = '', digits = ''] = /^([+-]?)(0[box])?([0-9a-z]+)$/.exec(text) ?? [];
  const written = bases[prefix] ?? given;
  const base = given === 0 ? (prefix === '' ? 10 : written) : given;
  // In base 16 a `0b` is digits.
  const all = written === base ? digits : prefix + digits;
  const isOfBase = Array.from(all).every((digit) => parseInt(digit, 36) < base);
  return all !== '' && isOfBase ? Number(`${sign}1`) * parseInt(all, base) + 0 : NaN;
}

function toInt({ vm, ...args }: { vm: Machine; value: Value; base: Value }): Value {
  const value = scalar(vm, args.value);
  if (value instanceof Unknown) return unknownNumber(value);
  if (value instanceof PySymbol) return value;
  const number = numberOf(value);
  if (number !== undefined) {
    if (Number.isFinite(number))
      return Number.isSafeInteger(Math.trunc(number))
        ? Math.trunc(number) + 0
        : vm.unknown('a number beyond 2^53');
    return vm.raise('OverflowError', 'cannot convert float infinity or NaN to integer');
  }
  if (typeof value === 'string') {
    const text = value.trim().replaceAll('_', '').toLowerCase();
    const digits = wholeNumber(text, numberOf(args.base) ?? 10);
    return Number.isSafeInteger(digits)
      ? digits
      : vm.raise('ValueError', `invalid literal for int(): '${value}'`);
  }
  if (value instanceof PyInstance && value.base !== undefined)
    return toInt({ vm, ...args, value: value.base });
  for (const name of ['__int__', '__index__']) {
    const method = vm.find(value, name);
    if (method !== undefined) return vm.call(method, []);
  }
  return vm.raise('TypeError', `int() argument must be a number, not '${vm.typeOf(value).name}'`);
}

function toFloat(vm: Machine, given: Value): Value {
  const value = scalar(vm, given);
  if (value instanceof Unknown) return unknownNumber(value);
  if (value instanceof PySymbol)
    return new Unknown('a number that depends on the batch size', vm.place, true);
  const number = numberOf(value);
  if (number !== undefined) return new PyFloat(number);
  if (typeof value === 'string') {
    const text = value.trim().toLowerCase().replaceAll('_', '');
    if (/^[+-]?inf(inity)?$/.test(text)) return new PyFloat(text.startsWith('-') ? -Infinity : Infinity);
    if (text === 'nan') return new PyFloat(NaN);
    const parsed = text === '' ? NaN : Number(text);
    return Number.isNaN(parsed)
      ? vm.raise('ValueError', `could not convert string to float: '${value}'`)
      : new PyFloat(parsed);
  }
  const method = vm.find(value, '__float__');
  return method === undefined
    ? vm.raise('TypeError', 'float() argument must be a number')
    : vm.call(method, []);
}

/** Halves go to the even neighbour. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest < 0.5) return floor;
  if (rest > 0.5) return floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

/** `round(x)` and `round(x, digits)`. */
export function round(vm: Machine, value: Value, digits: Value): Value {
  if (value instanceof Unknown) return unknownNumber(value);
  const number = numberOf(value);
  if (number === undefined) {
    const method = vm.find(value, '__round__');
    return method === undefined ? vm.raise('TypeError', 'type has no __round__ method') : vm.call(method, []);
  }
  if (digits === null) {
    return Number.isFinite(number)
      ? roundHalfEven(number) + 0
      : vm.raise('ValueError', 'cannot convert float NaN to integer');
  }
  if (typeof digits !== 'number') return vm.unknown('a number of digits that is not known');
  if (typeof value === 'number' && digits >= 0) return value;
  const scale = 10 ** digits;
  const rounded =
    digits >= 0 && digits <= 15
      ? Math.sign(number) * Number(fixed(Math.abs(number), digits))
      : roundHalfEven(number * scale) / scale;
  return typeof value === 'number' ? rounded : new PyFloat(rounded);
}

function self(args: Bound): number {
  return numberOf(args.value('self')) ?? NaN;
}

const real = new PyDescriptor(
  'property',
  native('real', 'self', (args) => args.value('self')),
);

export const intType = libraryClass('int', [objectType], {
  __new__: native(
    'int',
    'cls, x=0, base=10',
    (args) => toInt({ vm: args.vm, value: args.value('x'), base: args.value('base') }),
    { takesUnknown: true },
  ),
  real,
  ...natives({
    bit_length: ['self', (args) => (self(args) === 0 ? 0 : Math.floor(Math.log2(Math.abs(self(args)))) + 1)],
    __add__: ['self, other', (args) => args.vm.binary('+', args.value('self'), args.value('other'))],
    __mul__: ['self, other', (args) => args.vm.binary('*', args.value('self'), args.value('other'))],
    item: ['self', (args) => args.value('self')],
  }),
});

export const boolType = libraryClass('bool', [intType], {
  __new__: native(
    'bool',
    'cls, x=False',
    (args) => {
      const truth = args.vm.truth(args.value('x'));
      return truth instanceof Unknown ? unknownNumber(truth) : truth;
    },
    { takesUnknown: true },
  ),
});

export const floatType = libraryClass('float', [objectType], {
  __new__: native('float', 'cls, x=0.0', (args) => toFloat(args.vm, args.value('x')), { takesUnknown: true }),
  real,
  ...natives({
    as_integer_ratio: [
      'self',
      (args) => {
        let [top, bottom] = [self(args), 1];
        while (!Number.isInteger(top) && Number.isFinite(top)) [top, bottom] = [top * 2, bottom * 2];
        return Number.isSafeInteger(top) && Number.isSafeInteger(bottom)
          ? new PyTuple([top, bottom])
          : args.vm.unknown('a number beyond 2^53');
      },
    ],
    is_integer: ['self', (args) => Number.isInteger(self(args))],
    item: ['self', (args) => args.value('self')],
  }),
});
