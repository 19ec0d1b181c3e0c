import type { TensorName } from '../../engine/trace/lesson.ts';
import type { Letter } from '../layer/letter-parts.ts';
import { plainNumber } from '../numbers.ts';

/** A formula as a tree, as MathML has them. */
export type MathNode =
  /** A letter or a word; of a tensor, or with a counterpart on its planes, it is lit together with the picture. */
  | { readonly kind: 'name'; readonly text: string; readonly tensor?: TensorName; readonly letter?: Letter }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'operator'; readonly text: string }
  | { readonly kind: 'row'; readonly parts: readonly MathNode[] }
  | { readonly kind: 'sub'; readonly base: MathNode; readonly below: MathNode }
  | { readonly kind: 'sup'; readonly base: MathNode; readonly above: MathNode }
  | { readonly kind: 'fraction'; readonly over: MathNode; readonly under: MathNode }
  /** Rounded: between brackets that are as high as what they hold. */
  | { readonly kind: 'floor' | 'ceiling'; readonly body: MathNode }
  /** A large operator with what it runs over below it. */
  | { readonly kind: 'under'; readonly base: MathNode; readonly below: MathNode };

type Part = MathNode | string | number;

const operators = new Set(Array.from('=+−·×→⋆⊙∑(),[]≤').concat('+=', 'max', 'min'));

/** Strings become letters or operators, numbers numbers. */
export function node(part: Part): MathNode {
  if (typeof part === 'number') return { kind: 'number', text: plainNumber(part) };
  if (typeof part !== 'string') return part;
  return operators.has(part) ? { kind: 'operator', text: part } : { kind: 'name', text: part };
}

export const row = (...parts: readonly Part[]): MathNode => ({ kind: 'row', parts: parts.map(node) });

export const tensor = (name: TensorName, text: string = name): MathNode => ({
  kind: 'name',
  text,
  tensor: name,
});

export const sub = (base: Part, ...below: readonly Part[]): MathNode => ({
  kind: 'sub',
  base: node(base),
  // Indices are told apart by commas: their thousands are not.
  below: row(...below.map((part) => (typeof part === 'number' ? digits(part) : part))),
});

const digits = (index: number): MathNode => ({ kind: 'number', text: String(index) });

export const transposed = (base: Part): MathNode => ({ kind: 'sup', base: node(base), above: node('⊤') });

/** The cell of a window that is its greatest. */
export const winning = (base: Part): MathNode => ({ kind: 'sup', base: node(base), above: node('∗') });

/** A kernel turned by half a circle. */
export const rotated = (base: Part): MathNode => ({ kind: 'sup', base: node(base), above: node('180°') });

export const fraction = (over: Part, under: Part): MathNode => ({
  kind: 'fraction',
  over: node(over),
  under: node(under),
});

export const floor = (body: MathNode): MathNode => ({ kind: 'floor', body });
export const ceiling = (body: MathNode): MathNode => ({ kind: 'ceiling', body });

const closing = new Map([
  ['(', ')'],
  ['[', ']'],
]);

/** Parentheses with what they hold as rows of their own: both are as high as that, and no higher. */
export function fenced(parts: readonly MathNode[]): readonly MathNode[] {
  const result: MathNode[] = [];
  for (let place = 0; place < parts.length; place++) {
    const part = parts[place];
    if (!part) break;
    const end = closingPlace(parts, place);
    if (end === null || (place === 0 && end === parts.length - 1)) result.push(part);
    else {
      result.push({ kind: 'row', parts: parts.slice(place, end + 1) });
      place = end;
    }
  }
  return result;
}

/** Where what opens at `place` is closed; null where nothing opens, or nothing closes it. */
function closingPlace(parts: readonly MathNode[], place: number): number | null {
  const signAt = (at: number): string => {
    const part = parts[at];
    return part?.kind === 'operator' ? part.text : '';
  };
  const open = signAt(place);
  const close = closing.get(open);
  if (close === undefined) return null;
  let depth = 0;
  for (let at = place; at < parts.length; at++) {
    if (signAt(at) === open) depth++;
    else if (signAt(at) === close && --depth === 0) return at;
  }
  return null;
}

/** The brackets of a rounded formula. */
export const brackets = { floor: ['⌊', '⌋'], ceiling: ['⌈', '⌉'] } as const;

export const sumOver = (...below: readonly Part[]): MathNode => ({
  kind: 'under',
  base: node('∑'),
  below: row(...below),
});

/** The formula as plain text, for a screen reader and for tests. */
export function mathText(math: MathNode): string {
  switch (math.kind) {
    case 'name':
    case 'number':
    case 'operator':
      return math.text;
    case 'row':
      return math.parts.map(mathText).join(' ');
    case 'sub':
      return `${mathText(math.base)}[${mathText(math.below)}]`;
    case 'sup':
      return `${mathText(math.base)}${mathText(math.above)}`;
    case 'fraction':
      return `(${mathText(math.over)}) / ${mathText(math.under)}`;
    case 'floor':
    case 'ceiling': {
      const [open, close] = brackets[math.kind];
      return `${open} ${mathText(math.body)} ${close}`;
    }
    case 'under':
      return `${mathText(math.base)} ${mathText(math.below)}`;
  }
}
