import type { ScalarValue } from '../tree/tree.ts';

const words: ReadonlyMap<string, ScalarValue> = new Map<string, ScalarValue>([
  ['', null],
  ['~', null],
  ...['null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Infinity] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, -Infinity] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, NaN] as const),
]);

const decimal = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const octal = /^0o[0-7]+$/;
const hexadecimal = /^0x[0-9a-fA-F]+$/;
const mayBeNumber = /^[-+.\d]/;

/** The value of an unquoted scalar by the core schema of YAML 1.2.2, section 10.3. */
export function coreScalar(text: string): ScalarValue {
  if (mayBeNumber.test(text)) {
    if (decimal.test(text) || octal.test(text) || hexadecimal.test(text)) return Number(text);
  } else if (text.length > 5) {
    return text;
  }
  return words.get(text) ?? (words.has(text) ? null : text);
}
