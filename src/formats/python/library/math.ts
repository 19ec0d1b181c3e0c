import { greatestCommonDivisor } from '../../../util/whole-numbers.ts';
import { natives, type Bound } from '../interpreter/native.ts';
import { PyFloat } from '../interpreter/atoms.ts';
import { Unknown, type Value } from '../interpreter/values.ts';
import { numberOf, unknownNumber } from './numbers.ts';

function whole(args: Bound, body: (x: number) => number): Value {
  const value = args.vm.call(args.vm.lookup('float'), [args.value('x')]);
  if (typeof args.value('x') === 'number') return args.value('x');
  const number = numberOf(value);
  if (number === undefined)
    return value instanceof Unknown ? unknownNumber(value) : args.vm.unknown('a number that is not known');
  return Number.isFinite(number)
    ? body(number) + 0
    : args.vm.raise('OverflowError', 'cannot convert float infinity to integer');
}

function real(args: Bound, body: (...x: number[]) => number): Value {
  const numbers: number[] = [];
  for (const [place, value] of args.values.entries()) {
    if (value === null && !args.given(args.parameters[place] ?? '')) continue;
    const float = args.vm.call(args.vm.lookup('float'), [value]);
    const number = numberOf(float);
    if (number === undefined)
      return float instanceof Unknown ? unknownNumber(float) : args.vm.unknown('a number that is not known');
    numbers.push(number);
  }
  const result = body(...numbers);
  return Number.isNaN(result) && !numbers.some(Number.isNaN)
    ? args.vm.raise('ValueError', 'math domain error')
    : new PyFloat(result);
}

function logarithm(x = NaN, base = Math.E): number {
  if (base === 2) return Math.log2(x);
  if (base === 10) return Math.log10(x);
  return base === Math.E ? Math.log(x) : Math.log(x) / Math.log(base);
}

function product(args: Bound): Value {
  const items = args.vm.items(args.value('iterable'));
  if (items instanceof Unknown) return unknownNumber(items);
  return items.reduce<Value>((total, item) => args.vm.binary('*', total, item), args.value('start'));
}

function ints(args: Bound): readonly number[] {
  return args.rest('args').map((each) => numberOf(each) ?? 0);
}

/** Python's `math`. */
export const math: Readonly<Record<string, Value>> = {
  pi: new PyFloat(Math.PI),
  e: new PyFloat(Math.E),
  tau: new PyFloat(2 * Math.PI),
  inf: new PyFloat(Infinity),
  nan: new PyFloat(NaN),
  ...natives(
    {
      floor: ['x', (args) => whole(args, Math.floor)],
      ceil: ['x', (args) => whole(args, Math.ceil)],
      trunc: ['x', (args) => whole(args, Math.trunc)],
      sqrt: ['x', (args) => real(args, Math.sqrt)],
      exp: ['x', (args) => real(args, Math.exp)],
      log: ['x, base=None', (args) => real(args, logarithm)],
      log2: ['x', (args) => real(args, Math.log2)],
      log10: ['x', (args) => real(args, Math.log10)],
      pow: ['x, y', (args) => real(args, (x = NaN, y = NaN) => x ** y)],
      sin: ['x', (args) => real(args, Math.sin)],
      cos: ['x', (args) => real(args, Math.cos)],
      tan: ['x', (args) => real(args, Math.tan)],
      tanh: ['x', (args) => real(args, Math.tanh)],
      atan: ['x', (args) => real(args, Math.atan)],
      atan2: ['y, x', (args) => real(args, Math.atan2)],
      hypot: ['x, y', (args) => real(args, Math.hypot)],
      copysign: [
        'x, y',
        (args) => real(args, (x = NaN, y = NaN) => Math.abs(x) * (y < 0 || Object.is(y, -0) ? -1 : 1)),
      ],
      degrees: ['x', (args) => real(args, (x = NaN) => (x * 180) / Math.PI)],
      radians: ['x', (args) => real(args, (x = NaN) => (x * Math.PI) / 180)],
      fabs: ['x', (args) => real(args, Math.abs)],
      fmod: ['x, y', (args) => real(args, (x = NaN, y = NaN) => x % y)],
      prod: ['iterable, *, start=1', product],
    },
    { takesUnknown: true },
  ),
  ...natives({
    gcd: ['*args', (args) => ints(args).reduce(greatestCommonDivisor, 0)],
    lcm: [
      '*args',
      (args) =>
        ints(args).reduce(
          (a, b) => (a === 0 || b === 0 ? 0 : Math.abs(a * b) / greatestCommonDivisor(a, b)),
          1,
        ),
    ],
    isqrt: ['n', (args) => Math.floor(Math.sqrt(args.int('n') ?? 0))],
    isinf: ['x', (args) => Math.abs(args.number('x') ?? 0) === Infinity],
    isnan: ['x', (args) => Number.isNaN(args.number('x') ?? 0)],
    isfinite: ['x', (args) => Number.isFinite(args.number('x') ?? 0)],
    isclose: [
      'a, b, *, rel_tol=1e-09, abs_tol=0.0',
      (args) => {
        const [a, b] = [args.number('a') ?? 0, args.number('b') ?? 0];
        const near = (args.number('rel_tol') ?? 0) * Math.max(Math.abs(a), Math.abs(b));
        return Math.abs(a - b) <= Math.max(near, args.number('abs_tol') ?? 0);
      },
    ],
    perm: [
      'n, k',
      (args) => {
        const [n, k] = [args.int('n') ?? 0, args.int('k') ?? 0];
        let result = 1;
        for (let index = 0; index < Math.min(k, 18); index++) result *= n - index;
        return result;
      },
    ],
    factorial: [
      'n',
      (args) => {
        let result = 1;
        for (let factor = 2; factor <= Math.min(args.int('n') ?? 0, 18); factor++) result *= factor;
        return result;
      },
    ],
    comb: [
      'n, k',
      (args) => {
        const [n, k] = [args.int('n') ?? 0, args.int('k') ?? 0];
        let result = 1;
        for (let index = 1; index <= Math.min(k, 1000); index++) result = (result * (n - k + index)) / index;
        return Math.round(result);
      },
    ],
  }),
};
