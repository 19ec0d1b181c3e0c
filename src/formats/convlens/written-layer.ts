import {
  describeTree,
  keyText,
  type Entry,
  type MappingTree,
  type ScalarTree,
  type Tree,
} from '../tree/tree.ts';
import { layerNamed } from './layers/catalog.ts';
import type { Place, ProblemList } from '../problem-list.ts';
import { said } from '../../model/text/text.ts';

/** One item of `layers`, taken apart but not yet understood. */
export interface WrittenLayer {
  /** The whole item. */
  readonly place: Place;
  /** Its type: `conv`. */
  readonly type: string;
  readonly title: Place;
  /** The fields by name, and their keys; `name`, `from` and `type` are not among them. */
  readonly fields: ReadonlyMap<string, Entry>;
  readonly name: Tree | undefined;
  readonly from: Tree | undefined;
  /** What is written in place of fields: `max_pool: 2`. */
  readonly shorthand: Tree | undefined;
  /** Where more fields could be written. */
  readonly container: MappingTree | ScalarTree | null;
}

/** Keys that every layer may have, beside its type or among its fields. */
export const commonFields = {
  name: 'A name by which other layers take this one’s output.',
  from: 'Where the input comes from: a name, or a list of names. Default: the layer before.',
} as const;

/**
 * An item of `layers`: `relu`, `conv: {…}` with or without fields beside it, or `{type: conv, …}`. Null, with a
 * problem, where it is none of these.
 */
export function writtenLayer(tree: Tree, problems: ProblemList): WrittenLayer | null {
  if (tree.kind === 'broken') return null;
  if (tree.kind === 'scalar' && typeof tree.value === 'string') {
    const none = { fields: new Map(), name: undefined, from: undefined, shorthand: undefined };
    return { place: tree, type: tree.value, title: tree, container: tree.plain ? tree : null, ...none };
  }
  const head = tree.kind === 'mapping' ? headOf(tree) : null;
  if (tree.kind !== 'mapping' || head === null) {
    const message = said(
      'A layer is written `- relu` or `- conv: {kernel_size: 3}`; this is {0}.',
      describeTree(tree),
    );
    problems.report('invalid-value', tree, message);
    return null;
  }
  const { type, title, value, entry } = head;
  const inner = value?.kind === 'mapping' ? value : null;
  const fields = new Map<string, Entry>();
  for (const field of [...tree.entries, ...(inner?.entries ?? [])]) {
    if (field !== entry) fields.set(keyText(field), field);
  }
  const [name, from] = [fields.get('name')?.value, fields.get('from')?.value];
  fields.delete('name');
  fields.delete('from');
  const isShorthand =
    value !== undefined && inner === null && !(value.kind === 'scalar' && value.value === null);
  return {
    place: tree,
    type,
    title,
    fields,
    name,
    from,
    shorthand: isShorthand ? value : undefined,
    container: isShorthand ? null : containerOf(tree, inner, value),
  };
}

interface Head {
  readonly type: string;
  readonly title: Place;
  /** What stands behind the type; undefined for `type: conv`. */
  readonly value: Tree | undefined;
  readonly entry: Entry;
}

/** The entry that names the type: `type: conv`, or the first key that is a layer, or else the first key. */
function headOf(tree: MappingTree): Head | null {
  const explicit = tree.entries.find((entry) => keyText(entry) === 'type');
  if (explicit?.value.kind === 'scalar') {
    return { type: String(explicit.value.value), title: explicit.value, value: undefined, entry: explicit };
  }
  const candidates = tree.entries.filter((entry) => !Object.hasOwn(commonFields, keyText(entry)));
  const first = candidates[0];
  const isLayer = (entry: Entry): boolean =>
    keyText(entry) === 'block' || layerNamed(keyText(entry)) !== null;
  const entry = first !== undefined && isLayer(first) ? first : (candidates.find(isLayer) ?? first);
  return entry === undefined ? null : { type: keyText(entry), title: entry.key, value: entry.value, entry };
}

function containerOf(
  tree: MappingTree,
  inner: MappingTree | null,
  value: Tree | undefined,
): WrittenLayer['container'] {
  if (inner !== null) return inner;
  const hasOwnFields = tree.entries.some(
    (entry) => entry.value !== value && !Object.hasOwn(commonFields, keyText(entry)),
  );
  return value === undefined || hasOwnFields || value.kind !== 'scalar' ? tree : value;
}
