import type { Combine } from '../../../../model/graph/operation.ts';
import { greatestCommonDivisor } from '../../../../util/whole-numbers.ts';
import type { DType } from '../../interpreter/atoms.ts';

const pythonModulo = (left: number, right: number): number => left - Math.floor(left / right) * right;

export interface BinaryRule {
  readonly combine: Combine['name'];
  readonly compute: (left: number, right: number) => number;
  readonly dtype?: DType;
}

const bool = (compute: (left: number, right: number) => boolean): BinaryRule => ({
  combine: 'other',
  compute: (left, right) => Number(compute(left, right)),
  dtype: 'bool',
});

/** Operations on two tensors, or a tensor and a number, that broadcast. */
export const binary: Readonly<Record<string, BinaryRule>> = {
  add: { combine: 'add', compute: (a, b) => a + b },
  sub: { combine: 'subtract', compute: (a, b) => a - b },
  mul: { combine: 'multiply', compute: (a, b) => a * b },
  div: { combine: 'divide', compute: (a, b) => a / b },
  floor_divide: { combine: 'other', compute: (a, b) => Math.floor(a / b) },
  remainder: { combine: 'other', compute: pythonModulo },
  fmod: { combine: 'other', compute: (a, b) => a % b },
  pow: { combine: 'other', compute: (a, b) => a ** b },
  maximum: { combine: 'maximum', compute: Math.max },
  minimum: { combine: 'minimum', compute: Math.min },
  atan2: { combine: 'other', compute: Math.atan2 },
  hypot: { combine: 'other', compute: Math.hypot },
  logaddexp: { combine: 'other', compute: (a, b) => Math.log(Math.exp(a) + Math.exp(b)) },
  float_power: { combine: 'other', compute: (a, b) => a ** b },
  copysign: { combine: 'other', compute: (a, b) => Math.abs(a) * (b < 0 || Object.is(b, -0) ? -1 : 1) },
  fmax: {
    combine: 'maximum',
    compute: (a, b) => (Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.max(a, b)),
  },
  fmin: {
    combine: 'minimum',
    compute: (a, b) => (Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.min(a, b)),
  },
  ldexp: { combine: 'other', compute: (a, b) => a * 2 ** b },
  logaddexp2: { combine: 'other', compute: (a, b) => Math.log2(2 ** a + 2 ** b) },
  bitwise_left_shift: { combine: 'other', compute: (a, b) => Math.trunc(a) * 2 ** b },
  bitwise_right_shift: { combine: 'other', compute: (a, b) => Math.floor(Math.trunc(a) / 2 ** b) },
  gcd: { combine: 'other', compute: greatestCommonDivisor },
  lcm: {
    combine: 'other',
    compute: (a, b) => (a === 0 || b === 0 ? 0 : Math.abs(a * b) / greatestCommonDivisor(a, b)),
  },
  heaviside: { combine: 'other', compute: (a, b) => (a === 0 ? b : Number(a > 0)) },
  xlogy: { combine: 'other', compute: (a, b) => (a === 0 ? 0 : a * Math.log(b)) },
  eq: bool((a, b) => a === b),
  ne: bool((a, b) => a !== b),
  lt: bool((a, b) => a < b),
  le: bool((a, b) => a <= b),
  gt: bool((a, b) => a > b),
  ge: bool((a, b) => a >= b),
  logical_and: bool((a, b) => a !== 0 && b !== 0),
  logical_or: bool((a, b) => a !== 0 || b !== 0),
  logical_xor: bool((a, b) => (a !== 0) !== (b !== 0)),
  bitwise_and: { combine: 'other', compute: (a, b) => Number(BigInt(Math.trunc(a)) & BigInt(Math.trunc(b))) },
  bitwise_or: { combine: 'other', compute: (a, b) => Number(BigInt(Math.trunc(a)) | BigInt(Math.trunc(b))) },
  bitwise_xor: { combine: 'other', compute: (a, b) => Number(BigInt(Math.trunc(a)) ^ BigInt(Math.trunc(b))) },
};
