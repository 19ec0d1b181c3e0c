import { stringValue } from '../syntax/literals.ts';
import { PyFloat } from './atoms.ts';
import { PyTuple, type Value } from './values.ts';

export interface SignatureParameter {
  readonly name: string;
  readonly kind: 'positional-only' | 'plain' | 'keyword-only' | '*' | '**';
  /** Undefined where the caller must give it. */
  readonly fallback: Value | undefined;
}

/** The parameters of a library function, with what every call of it looks up. */
export class Signature {
  /** Names in order. */
  readonly names: readonly string[];
  /** The place of each parameter. */
  readonly places: ReadonlyMap<string, number>;
  readonly fallbacks: readonly (Value | undefined)[];
  /** How many come first that take one argument each, by position or by name. */
  readonly leading: number;

  constructor(readonly parameters: readonly SignatureParameter[]) {
    this.names = parameters.map(({ name }) => name);
    this.places = new Map(this.names.map((name, place) => [name, place]));
    this.fallbacks = parameters.map(({ fallback }) => fallback);
    const others = parameters.findIndex(({ kind }) => kind !== 'plain' && kind !== 'positional-only');
    this.leading = others < 0 ? parameters.length : others;
  }
}

/**
 * Reads a signature as PyTorch's documentation prints it: `in_channels, kernel_size, stride=1, *, device=None`.
 * Defaults are numbers, strings, True, False, None and tuples of these.
 */
export function parseSignature(text: string): Signature {
  const parameters: SignatureParameter[] = [];
  let keywordOnly = false;
  for (const part of splitTop(text)) {
    if (part === '*') keywordOnly = true;
    else if (part === '/') {
      parameters.forEach((each, index) => {
        parameters[index] = { ...each, kind: 'positional-only' };
      });
    } else if (part.startsWith('**')) parameters.push({ name: part.slice(2), kind: '**', fallback: null });
    else if (part.startsWith('*')) {
      parameters.push({ name: part.slice(1), kind: '*', fallback: null });
      keywordOnly = true;
    } else {
      const at = part.indexOf('=');
      parameters.push({
        name: at < 0 ? part : part.slice(0, at),
        kind: keywordOnly ? 'keyword-only' : 'plain',
        fallback: at < 0 ? undefined : defaultOf(part.slice(at + 1)),
      });
    }
  }
  return new Signature(parameters);
}

/** Cuts at commas that stand outside of parentheses. */
function splitTop(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const character of text) {
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (character === ',' && depth === 0) {
      parts.push(part.trim());
      part = '';
    } else part += character;
  }
  parts.push(part.trim());
  return parts.filter((each) => each !== '');
}

function defaultOf(text: string): Value {
  if (text === 'None') return null;
  if (text === 'True' || text === 'False') return text === 'True';
  if (/^["']/.test(text)) return stringValue(text);
  if (text.startsWith('(')) return new PyTuple(splitTop(text.slice(1, -1)).map(defaultOf));
  const number = Number(text);
  return /[.e]/.test(text) ? new PyFloat(number) : number;
}
