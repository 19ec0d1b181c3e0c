import { greatestCommonDivisor } from '../../util/whole-numbers.ts';
import { exactCount, isSymbolic } from '../shapes/dims.ts';
import type { Dim } from '../graph/shape.ts';

/** An exact fraction, of a name where there is one: num/den·symbol. The denominator is positive. */
export interface Amount {
  readonly num: number;
  readonly den: number;
  readonly symbol: string | null;
}

/** What cannot be known, or is more than can be counted exactly. */
type Known = Amount | null;

export const whole = (value: number): Amount => ({ num: value, den: 1, symbol: null });

export function ofDim(dim: Dim): Known {
  if (dim === null) return null;
  return isSymbolic(dim) ? { num: dim.factor, den: 1, symbol: dim.symbol } : whole(dim);
}

/** A size of at least 1, or a whole multiple of a name; null for all else. */
export function toDim({ num, den, symbol }: Amount): Dim {
  if (den !== 1 || num < 1) return null;
  return symbol === null ? num : { symbol, factor: num };
}

/** A decimal number as it is written: `0.25` is 1/4. */
export function ofText(text: string): Known {
  const [digits = '', decimals = ''] = text.split('.');
  return fraction(Number(digits + decimals), 10 ** decimals.length, null);
}

/** A field's value: of a fraction that which its shortest decimal notation says. */
export function ofNumber(value: number): Known {
  if (Number.isSafeInteger(value)) return whole(value);
  const text = String(Math.abs(value));
  if (!/^\d+\.\d+$/.test(text)) return null;
  const size = ofText(text);
  return size && value < 0 ? negative(size) : size;
}

function fraction(num: number, den: number, symbol: string | null): Known {
  if (exactCount(Math.abs(num)) === null || exactCount(Math.abs(den)) === null) return null;
  const divisor = Math.sign(den) * greatestCommonDivisor(num, den);
  const reduced = { num: num / divisor + 0, den: den / divisor };
  return { ...reduced, symbol: num === 0 ? null : symbol };
}

export const negative = ({ num, den, symbol }: Amount): Amount => ({ num: 0 - num, den, symbol });

/** Of a name and a number, or two names, nothing is known but where one of them is 0. */
export function sum(a: Amount, b: Amount): Known {
  if (a.num === 0) return b;
  if (b.num === 0) return a;
  return a.symbol === b.symbol ? fraction(a.num * b.den + b.num * a.den, a.den * b.den, a.symbol) : null;
}

export function product(a: Amount, b: Amount): Known {
  if (a.symbol !== null && b.symbol !== null) return null;
  return fraction(a.num * b.num, a.den * b.den, a.symbol ?? b.symbol);
}

/** The divisor is not 0. */
export function quotient(a: Amount, b: Amount): Known {
  if (b.symbol !== null && a.symbol !== b.symbol) return null;
  return fraction(a.num * b.den, a.den * b.num, b.symbol === null ? a.symbol : null);
}

export function rounded({ num, den, symbol }: Amount, round: (value: number) => number): Known {
  if (den === 1) return { num, den, symbol };
  return symbol === null ? whole(round(num / den)) : null;
}

/** The larger of two, or with `sign` −1 the smaller. */
export function extreme(a: Amount, b: Amount, sign: 1 | -1): Known {
  if (a.symbol !== b.symbol) return null;
  return sign * (a.num / a.den - b.num / b.den) >= 0 ? a : b;
}
