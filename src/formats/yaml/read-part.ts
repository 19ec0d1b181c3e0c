import { parseEvents, type Event } from 'js-yaml';
import type { Tree } from '../tree/tree.ts';
import type { PartMemory } from '../parts/part-memory.ts';
import { scanBrackets } from './brackets.ts';
import { buildTree, startBuilding } from './build-tree.ts';
import { failureOf, type YamlFailure } from './syntax-problem.ts';

/** Nesting that the parser follows. */
const maximumDepth = 60;

/** A part of a YAML text as it reads by itself; offsets count from its beginning. */
export type ReadPart = (
  | { readonly kind: 'tree'; readonly tree: Tree }
  /** With anchors, aliases or problems: its tree depends on what stands before it. `source` is what was parsed. */
  | { readonly kind: 'events'; readonly events: readonly Event[]; readonly source: string }
  | { readonly kind: 'broken'; readonly failure: YamlFailure }
) & {
  readonly text: string;
  /** Whether it parses as it is written, and not only without the line breaks inside of its brackets. */
  readonly parses: boolean;
};

/** Parts of YAML texts that were read lately. */
export type YamlMemory = PartMemory<ReadPart>;

export function readPart(text: string): ReadPart {
  const written = parseOrFail(text);
  if (written.ok) return { ...treeOrEvents(written.value, text), text, parses: true };
  const scan = scanBrackets(text);
  const broken = { kind: 'broken', failure: written.failure, text, parses: false } as const;
  if (scan.kind !== 'balanced' || scan.flattened === text) return broken;
  const flattened = parseOrFail(scan.flattened);
  return flattened.ok ? { ...treeOrEvents(flattened.value, scan.flattened), text, parses: false } : broken;
}

function treeOrEvents(events: readonly Event[], source: string) {
  const building = startBuilding();
  const tree = buildTree(events, source, 0, building);
  const standsAlone = building.anchors.size + building.problems.length + building.aliasValues === 0;
  return standsAlone ? ({ kind: 'tree', tree } as const) : ({ kind: 'events', events, source } as const);
}

type Outcome =
  | { readonly ok: true; readonly value: readonly Event[] }
  | { readonly ok: false; readonly failure: YamlFailure };

export function parseOrFail(source: string): Outcome {
  try {
    return { ok: true, value: parseEvents(source, { maxDepth: maximumDepth }) };
  } catch (error) {
    const failure = failureOf(error);
    if (failure === null) throw error;
    return { ok: false, failure };
  }
}
