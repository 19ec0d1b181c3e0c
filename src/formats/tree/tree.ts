import { shortened } from '../../util/shortened.ts';
import { asWritten, said, type Filled } from '../../model/text/text.ts';

/** Plain values of a config, as YAML 1.2's core schema and JSON have them. */
export type ScalarValue = string | number | boolean | null;

/** One value, with where it stands. An absent value (`key:`) is null with an empty span behind its key. */
export interface ScalarTree {
  readonly kind: 'scalar';
  readonly start: number;
  readonly end: number;
  readonly value: ScalarValue;
  /** Written without quotes: only then is `3` a number. */
  readonly plain: boolean;
}

/** One `key: value`; keys keep their order and their duplicates. */
export interface Entry {
  readonly key: ScalarTree;
  readonly value: Tree;
}

/** How a collection is written, which decides how to add to it. */
export type CollectionSyntax = 'block' | 'flow' | 'json';

export interface MappingTree {
  readonly kind: 'mapping';
  readonly start: number;
  readonly end: number;
  readonly syntax: CollectionSyntax;
  readonly entries: readonly Entry[];
}

export interface SequenceTree {
  readonly kind: 'sequence';
  readonly start: number;
  readonly end: number;
  readonly syntax: CollectionSyntax;
  readonly items: readonly Tree[];
  /** The same items where each was read by itself: of one text the same tree, wherever it stands. */
  readonly placed?: readonly PlacedTree[];
}

/** A tree whose offsets count from that of a part of the text, and where that part begins. */
export interface PlacedTree {
  readonly tree: Tree;
  readonly at: number;
  /** The part's text. */
  readonly text: string;
}

/** Text that could not be read; a problem was reported for it. Its value is unknown. */
export interface BrokenTree {
  readonly kind: 'broken';
  readonly start: number;
  readonly end: number;
}

/** A parsed config with source positions, the same for YAML and JSON. Offsets are UTF-16, end exclusive. */
export type Tree = ScalarTree | MappingTree | SequenceTree | BrokenTree;

/** The value of a key: the last one where it is written twice, as YAML and JSON readers commonly have it. */
export function valueOf(mapping: MappingTree, key: string): Tree | undefined {
  return mapping.entries.findLast((entry) => keyText(entry) === key)?.value;
}

/** The name of an entry; a number or `null` as a key is its text. */
export function keyText(entry: Entry): string {
  return String(entry.key.value);
}

/** What a value is, for a message. */
export function describeTree(tree: Tree): Filled {
  switch (tree.kind) {
    case 'mapping':
      return said('a mapping');
    case 'sequence':
      return said('a list');
    case 'broken':
      return said('unreadable text');
    case 'scalar':
      return describeValue(tree.value);
  }
}

function describeValue(value: ScalarValue): Filled {
  if (value === null) return said('nothing');
  return asWritten(typeof value === 'string' ? `"${shortened(value)}"` : String(value));
}
