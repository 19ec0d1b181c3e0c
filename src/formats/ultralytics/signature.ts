import type { PythonValue } from './values.ts';

/** A parameter of a module's constructor; without a fallback it must be given. */
export interface Parameter {
  readonly name: string;
  readonly fallback?: PythonValue;
  /** The fallback as Python writes it. */
  readonly text?: string;
}

/** Parameters from Python's own notation: `c1, c2, k=1, p=None, act=True, kernels=(5, 9, 13)`. */
export function signature(text: string): readonly Parameter[] {
  return (text.match(/\w+(?:=(?:\([^)]*\)|[^,]+))?/g) ?? []).map((parameter) => {
    const [name = '', fallback] = parameter.split('=');
    return fallback === undefined ? { name } : { name, fallback: valueIn(fallback), text: fallback };
  });
}

function valueIn(text: string): PythonValue {
  if (text === 'None') return null;
  if (text === 'True' || text === 'False') return text === 'True';
  if (text.startsWith('(')) {
    const items = text
      .slice(1, -1)
      .split(',')
      .filter((item) => item.trim() !== '');
    return items.map((item) => ({ value: Number(item), place: null }));
  }
  const number = Number(text);
  return Number.isNaN(number) ? text.replace(/^'(.*)'$/, '$1') : number;
}
