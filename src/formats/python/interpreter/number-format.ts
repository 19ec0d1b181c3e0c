import { PyFloat } from './atoms.ts';
import type { Value } from './values.ts';

/** How a value is shown: Python's mini-language of formats, and the flags of `%`. */
export interface Format {
  readonly fill: string;
  readonly align: string | undefined;
  /** What stands before a number that is not negative. */
  readonly sign: string;
  /** `#`: the base stands before the digits. */
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: string;
  readonly precision: number | undefined;
  readonly type: string;
}

/** Wider than any text that somebody shows. */
const widest = 1000;
/** JavaScript shows no more decimals. */
const mostDecimals = 100;
/** Decimals that tell whether a number lies half way between two others. */
const further = 20;

/** A number, signed, grouped and padded. */
export function formattedNumber(value: Value, format: Format): string | undefined {
  const number = value instanceof PyFloat ? value.value : Number(value);
  const digits = digitsOf(Math.abs(number), value instanceof PyFloat, format);
  if (digits === undefined) return undefined;
  const every = /[boxX]/.test(format.type) ? 4 : 3;
  const grouped = format.grouping === '' ? digits : inGroups(digits, every, format.grouping);
  const prefix = format.alternate && /[boxX]/.test(format.type) ? `0${format.type}` : '';
  const sign = (number < 0 || Object.is(number, -0) ? '-' : format.sign) + prefix;
  return format.align === '='
    ? sign + padded(grouped, { ...format, align: '>', width: format.width - sign.length })
    : padded(sign + grouped, { ...format, align: format.align ?? '>' });
}

/** A text between what fills it up to its width. */
export function padded(shown: string, { width, fill, align }: Format): string {
  const missing = Math.max(0, Math.min(width, widest) - shown.length);
  if (align === '>') return fill.repeat(missing) + shown;
  if (align !== '^') return shown + fill.repeat(missing);
  const left = Math.floor(missing / 2);
  return fill.repeat(left) + shown + fill.repeat(missing - left);
}

function inGroups(digits: string, every: number, between: string): string {
  const [, whole = '', rest = ''] = /^([0-9a-fA-F]*)(.*)$/.exec(digits) ?? [];
  return whole.replace(new RegExp(`.(?=(.{${every}})+$)`, 'g'), `$&${between}`) + rest;
}

/** A number that is not negative; undefined where it has no such form. */
function digitsOf(value: number, isFloat: boolean, { type, precision }: Format): string | undefined {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : 'inf';
  const decimals = Math.min(precision ?? 6, mostDecimals);
  switch (type) {
    case 'd':
    case 'n':
      return isFloat ? undefined : String(value);
    case 'b':
      return isFloat ? undefined : value.toString(2);
    case 'o':
      return isFloat ? undefined : value.toString(8);
    case 'x':
      return isFloat ? undefined : value.toString(16);
    case 'X':
      return isFloat ? undefined : value.toString(16).toUpperCase();
    case 'c':
      return isFloat ? undefined : String.fromCodePoint(Math.min(value, 0x10ffff));
    case 'f':
    case 'F':
      return fixed(value, decimals);
    case '%':
      return `${fixed(value * 100, decimals)}%`;
    case 'e':
      return exponential(value, decimals);
    case 'E':
      return exponential(value, decimals).toUpperCase();
    case 'g':
      return general(value, decimals);
    case 'G':
      return general(value, decimals).toUpperCase();
    case '':
      return isFloat ? plain(value, precision) : String(value);
    default:
      return undefined;
  }
}

/** A float without a form of its own. */
function plain(value: number, precision: number | undefined): string {
  const shown = precision === undefined ? String(value) : general(value, precision, 1);
  return /[.e]/.test(shown) ? shown : `${shown}.0`;
}

/** So many decimals of a number that is not negative; half way between two it goes to the even one. */
export function fixed(value: number, decimals: number): string {
  // JavaScript shows larger ones with an exponent; they are whole.
  const rounded =
    value >= 1e21 ? fixed(0, decimals).replace('0', BigInt(value).toString()) : value.toFixed(decimals);
  if (decimals + further > mostDecimals || value >= 1e21) return rounded;
  const exact = value.toFixed(decimals + further);
  const kept = exact.slice(0, -further).replace(/\.$/, '');
  return /^50*$/.test(exact.slice(-further)) && /[02468]$/.test(kept) ? kept : rounded;
}

function exponential(value: number, decimals: number): string {
  return value.toExponential(decimals).replace(/e([+-])(\d)$/, 'e$10$2');
}

/** So many significant digits, without zeros at the end; `kept` of them for what follows the point. */
function general(value: number, precision: number, kept = 0): string {
  const digits = Math.max(1, precision);
  const shown = exponential(value, digits - 1);
  const exponent = Number(shown.split('e')[1]);
  if (exponent >= -4 && exponent < digits - kept)
    return withoutZeros(fixed(value, Math.max(0, digits - 1 - exponent)));
  const [mantissa = '', power = ''] = shown.split('e');
  return `${withoutZeros(mantissa)}e${power}`;
}

function withoutZeros(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
}
