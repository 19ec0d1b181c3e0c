import type { PyInstance } from '../interpreter/values.ts';
import { wordPlaces } from '../syntax/word-places.ts';
import { isQuoted, isSet } from './mentions.ts';

/**
 * The keys by which a text takes entries of `self.name`: each by a number or word that stands there, or by the variable of a
 * loop over a range that is known. Null where a line does anything else with it but set it.
 */
export function entriesTaken(
  text: string,
  module: PyInstance,
  name: string,
  length: number,
): ReadonlySet<string> | null {
  if (isQuoted(text, name)) return null;
  const keys = new Set<string>();
  for (const at of wordPlaces(text, name)) {
    const rest = text.slice(at + name.length);
    if (text.charAt(at - 1) !== '.' || isSet.test(rest)) continue;
    const [, word, number, variable] =
      /^\[\s*(?:["']([^"'\n]+)["']|(-?\d+)|([A-Za-z_]\w*))\s*\](?!\s*=[^=])/.exec(rest) ?? [];
    if (word !== undefined) keys.add(word);
    else if (number !== undefined)
      keys.add((Number(number) < 0 ? Number(number) + length : Number(number)).toString());
    else {
      const range = variable === undefined ? null : rangeOf(text, at, variable, module);
      if (!range || range.some((each) => each < 0)) return null;
      for (const each of range) keys.add(each.toString());
    }
  }
  return keys;
}

/** The numbers that a variable goes through in the loop around a place; null where they do not stand there. */
function rangeOf(text: string, at: number, variable: string, module: PyInstance): readonly number[] | null {
  let limit = indentAt(text, text.lastIndexOf('\n', at) + 1);
  for (let end = text.lastIndexOf('\n', at); end > 0 && limit > 0;) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, end);
    end = start - 1;
    if (isSetIn(line, variable)) return null;
    if (line.trim() === '' || indentAt(text, start) >= limit) continue;
    limit = indentAt(text, start);
    const [, name, bounds] = /^\s*for\s+(\w+)\s+in\s+range\(([^()]*)\)\s*:\s*(?:#.*)?$/.exec(line) ?? [];
    if (name === variable && bounds !== undefined) return numbersOf(bounds, module);
    if (/^\s*(?:def|class)\b/.test(line)) return null;
  }
  return null;
}

/** Whether a line gives a variable another value. */
function isSetIn(line: string, variable: string): boolean {
  for (const at of wordPlaces(line, variable))
    if (/^\s*(?:[-+*/%]|\/\/)?=[^=]/.test(line.slice(at + variable.length))) return true;
  return false;
}

function indentAt(text: string, line: number): number {
  return /^[ \t]*/.exec(text.slice(line, line + 200))?.[0].length ?? 0;
}

/** More are no list of layers. */
const most = 10_000;

function numbersOf(bounds: string, { attributes }: PyInstance): readonly number[] | null {
  const numbers = bounds.split(',').map((each) => {
    const [, attribute, own, sign, more = '0'] =
      /^\s*(?:self\.(\w+)|(\d+))\s*(?:([-+])\s*(\d+))?\s*$/.exec(each) ?? [];
    const value = attribute === undefined ? Number(own) : attributes.get(attribute);
    return typeof value === 'number' ? value + (sign === '-' ? -1 : 1) * Number(more) : NaN;
  });
  const [first = NaN, second] = numbers;
  if (numbers.length > 2 || numbers.some((each) => !Number.isInteger(each))) return null;
  const [from, to] = second === undefined ? [0, first] : [first, second];
  return to - from > most ? null : Array.from({ length: Math.max(0, to - from) }, (_, place) => from + place);
}
