const minus = '−';

/** Digits after the point that a plane's numbers need, at most two. */
export function decimalsFor(values: ArrayLike<number>): number {
  let decimals = 0;
  for (let i = 0; i < values.length && decimals < 2; i++) {
    const value = values[i] ?? 0;
    while (decimals < 2 && Math.abs(value * 10 ** decimals - Math.round(value * 10 ** decimals)) > 1e-9)
      decimals++;
  }
  return decimals;
}

/** A whole number with its thousands apart: `1,204,352`; a fraction's digits stay together. */
export const grouped = (value: number | string): string =>
  String(value).replace(/^\D*\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','));

/** A number in at most six characters, with a true minus sign: `−1.25`, `12.5`, `1,234`, `31k`. */
export function shortNumber(value: number, decimals = 2): string {
  if (Number.isNaN(value)) return 'NaN';
  const size = Math.abs(value);
  const sign = value < 0 ? minus : '';
  if (size === Infinity) return `${sign}∞`;
  if (size >= 1e9) return sign + size.toExponential(1).replace('e+', 'e');
  if (size >= 1e6) return `${sign}${significant(size / 1e6)}M`;
  if (size >= 9999.5) return `${sign}${significant(size / 1e3)}k`;
  const digits = Math.min(decimals, size >= 1000 ? 0 : size >= 100 ? 1 : 2);
  const text = size.toFixed(digits);
  // A value that is not 0 must not read as 0.
  if (size !== 0 && Number(text) === 0) return `${sign}${size < 0.005 ? '<.01' : size.toFixed(2)}`;
  return Number(text) === 0 ? '0' : sign + grouped(trimmed(text));
}

/** Without zeros at the end of a fraction. */
const trimmed = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);

/** A number of things: `1,234`, `25.6 M`. */
export function count(value: number): string {
  if (value >= 1e12) return `${significant(value / 1e12)} T`;
  if (value >= 1e9) return `${significant(value / 1e9)} G`;
  if (value >= 1e6) return `${significant(value / 1e6)} M`;
  return grouped(Math.round(value));
}

function significant(value: number): string {
  return trimmed(value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2));
}

/** A number in a sentence or an equation: up to four decimals, without trailing zeros, thousands apart. */
export const plainNumber = (value: number): string => grouped(writtenNumber(value));

/** The same as one writes it into a field. */
export function writtenNumber(value: number): string {
  const size = Math.abs(value);
  // Halves away from 0, so that a number reads the same behind a minus sign as behind the sign of a subtraction.
  const text = size >= 1e6 ? size.toExponential(3) : String(Math.round(size * 1e4) / 1e4);
  return value < 0 && text !== '0' ? minus + text : text;
}

/** The same, also of what no number is: the −∞ that max pools pad with. */
export const spokenNumber = (value: number): string =>
  Number.isFinite(value) ? plainNumber(value) : shortNumber(value);

/** `[1, 2, 8, 8]` */
export const shapeList = (shape: readonly number[]): string => `[${shape.join(', ')}]`;
