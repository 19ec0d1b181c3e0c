import { said } from '../../../../model/text/text.ts';
import type { Bound } from '../../interpreter/native.ts';
import { Unknown } from '../../interpreter/values.ts';
import { refuse } from '../refusals.ts';

export const letters = /[a-zA-Z]/g;

/** aten/src/ATen/native/Linear.cpp, einsum: an operand for each part of the equation; whether there are others. */
export function refuseCount(args: Bound, equation: string, wanted: number, given: number): boolean {
  // What is not read may be a list of several.
  if (args.rest('operands').some((each) => each instanceof Unknown)) return false;
  refuse(args, 'invalid-value', said("'{0}' takes {1} operands: {2} are given.", equation, wanted, given));
  return true;
}

/** What comes out has a letter of the operands for each dimension, each once. */
export function refuseOutput(args: Bound, equation: string, order: readonly string[], terms: string): void {
  const unknown = order.find((label) => !label.startsWith('.') && !terms.includes(label));
  const twice = order.find((label, place) => order.indexOf(label) < place);
  if (unknown !== undefined)
    refuse(args, 'invalid-value', said("In '{0}' {1} comes out, which no operand has.", equation, unknown));
  else if (twice !== undefined)
    refuse(args, 'invalid-value', said("In '{0}' {1} comes out twice.", equation, twice));
}

/** Without `->`: letters that occur once, in alphabetical order. */
export function implicitOutput(input: string, dots: boolean): string {
  const all: readonly string[] = input.match(letters) ?? [];
  const once = all.filter((letter) => all.indexOf(letter) === all.lastIndexOf(letter)).sort();
  return (dots ? '...' : '') + once.join('');
}
