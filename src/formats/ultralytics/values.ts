import type { Place } from '../problem-list.ts';
import type { Tree } from '../tree/tree.ts';

/** Text that could not be read, or a value that ConvLens does not follow; a problem was reported where it is one. */
export const unknownValue = { kind: 'unknown' } as const;

/** A value as the frameworks' parser hands it to a module. A tuple is a list. */
export type PythonValue = number | boolean | string | null | readonly Argument[] | typeof unknownValue;

/** A value with where it is written; null where it is not: a default, or a number that the parser works out. */
export interface Argument {
  readonly value: PythonValue;
  readonly place: Place | null;
  /** The parser changes what is written there. */
  readonly computed?: boolean;
}

/** Values that a string among the arguments may name, such as `nc`. */
export type Names = ReadonlyMap<string, PythonValue>;

export function isUnknown(value: PythonValue): value is typeof unknownValue {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

export function isList(value: PythonValue): value is readonly Argument[] {
  return Array.isArray(value);
}

/** Whether something in it is unknown. */
export function holdsUnknown({ value }: Argument): boolean {
  return isUnknown(value) || (isList(value) && value.some(holdsUnknown));
}

/** Python's truth of a value. */
export function isTrue(value: PythonValue): boolean {
  return isList(value) ? value.length > 0 : Boolean(value);
}

/** True and False are 1 and 0 to Python's arithmetic; null where it has no number. */
export function numberOf(value: PythonValue): number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'number' ? value : null;
}

/** Two values that are the same have the same text. */
export function valueText(value: PythonValue): string {
  if (isList(value)) return `[${value.map((item) => valueText(item.value)).join(', ')}]`;
  if (typeof value === 'string') return JSON.stringify(value);
  return isUnknown(value) ? '?' : String(value);
}

/**
 * An argument of a row. A string is a name that the parser knows, or else a Python literal, or else stays as it is
 * (ultralytics/ultralytics: ultralytics/nn/tasks.py parse_model; ultralytics/yolov5: models/yolo.py parse_model).
 */
export function argumentOf(tree: Tree, names: Names): Argument {
  const { value } = plainArgument(tree);
  if (typeof value !== 'string') return { value, place: tree };
  const named = names.get(value);
  return { value: named === undefined ? literalOf(value) : named, place: tree };
}

/** A value as YAML has it; what stands in inner lists is not evaluated. */
export function plainArgument(tree: Tree): Argument {
  switch (tree.kind) {
    case 'scalar':
      return { value: tree.value, place: tree };
    case 'sequence':
      return { value: tree.items.map(plainArgument), place: tree };
    case 'mapping':
    case 'broken':
      return { value: unknownValue, place: tree };
  }
}

const literals: ReadonlyMap<string, PythonValue> = new Map<string, PythonValue>([
  ['None', null],
  ['True', true],
  ['False', false],
]);

function literalOf(text: string): PythonValue {
  const trimmed = text.trim();
  const literal = literals.get(trimmed);
  if (literal !== undefined) return literal;
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(trimmed)) return Number(trimmed);
  const list = /^(?:\(([-\d.,\s]*)\)|\[([-\d.,\s]*)\])$/.exec(trimmed);
  if (!list) return text;
  const items = (list[1] ?? list[2] ?? '').split(',').filter((item) => item.trim() !== '');
  return items.map((item) => ({ value: Number(item), place: null }));
}
