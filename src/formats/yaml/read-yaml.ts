import { parseEvents, type Event } from 'js-yaml';
import type { Problem } from '../../model/problems/problem.ts';
import { duplicateKeyProblems } from '../tree/duplicate-keys.ts';
import type { Entry, ScalarTree, Tree } from '../tree/tree.ts';
import { blockGroups, blockKind, childBlocks, type Block } from './block.ts';
import { scanBrackets } from './brackets.ts';
import { buildTree, type Building } from './build-tree.ts';
import { flowRows } from './flow-rows.ts';
import { colonAfterKey } from './key.ts';
import { isEmptyTail, skipBlanks, structuralLines, type Line } from './lines.ts';
import { mergedEntries } from './merge-keys.ts';
import { failureOf, syntaxProblem, type YamlFailure } from './syntax-problem.ts';
import { YamlMemory } from './yaml-memory.ts';

export interface YamlResult {
  readonly root: Tree;
  readonly problems: readonly Problem[];
}

/** Nesting that the parser follows. */
const maximumDepth = 60;
/** Levels of lists and mappings that are read part by part even where nothing is broken. */
const splitLevels = 2;
/** Parts that do not parse, and characters in them, before the rest is given up: each is read again part by part. */
const maximumFailures = 500;
const maximumFailedCharacters = 500_000;
/** Levels below which broken text is no longer taken apart. */
const maximumSplitLevel = 16;

/**
 * Reads the first document of a YAML text. Lists and mappings near the root are read item by item, so that a
 * mistake costs the item in which it stands: that becomes a `broken` value with a problem, all else is read.
 * With a memory from the last reading only the items that changed are parsed.
 */
export function readYaml(text: string, memory = new YamlMemory()): YamlResult {
  return new YamlReader(text, memory).read();
}

class YamlReader {
  readonly #text: string;
  readonly #lines: readonly Line[];
  readonly #building: Building = { anchors: new Map(), problems: [], aliasValues: 0, hasRefusedAlias: false };

  readonly #memory: YamlMemory;
  #failures = 0;
  #failedCharacters = 0;

  constructor(text: string, memory: YamlMemory) {
    this.#text = text;
    this.#memory = memory;
    this.#lines = structuralLines(text);
  }

  read(): YamlResult {
    const root = this.#readDocument();
    const problems = this.#building.problems.toSorted((a, b) => a.span.start - b.span.start);
    return { root, problems };
  }

  #readDocument(): Tree {
    const range = this.#firstDocument();
    const first = this.#lines[range.from];
    if (first === undefined || range.from >= range.to) return nothingAt(this.#text.length);
    const block = { offset: first.start + first.indent, column: first.indent, ...range };
    const isSimple = this.#text[first.start] !== '%' && !isMarker(this.#lineText(first));
    return isSimple ? this.#readBlock(block, 0) : this.#readWhole(block, maximumSplitLevel);
  }

  /** The lines before the second document; a bare `---` before the first one is left out. */
  #firstDocument(): { readonly from: number; readonly to: number } {
    const first = this.#lines[0];
    const from = first !== undefined && /^---\s*(#.*)?$/.test(this.#lineText(first)) ? 1 : 0;
    const hasDirectives = first !== undefined && this.#text[first.start] === '%';
    const next = this.#lines.findIndex(
      (line, index) =>
        index > 0 && line.indent === 0 && isMarker(this.#text.slice(line.start, line.start + 4)),
    );
    return { from, to: next < 0 || hasDirectives ? this.#lines.length : next };
  }

  #lineText(line: Line): string {
    return this.#text.slice(line.start, line.end);
  }

  /** Reads near the root part by part, and deeper down as a whole. */
  #readBlock(block: Block, level: number): Tree {
    const kind = blockKind(this.#text, this.#lines, block);
    if (kind === 'other' || level >= splitLevels) return this.#readWhole(block, level);
    return kind === 'sequence' ? this.#readSequence(block, level) : this.#readMapping(block, level);
  }

  #readSequence(block: Block, level: number): Tree {
    const children = childBlocks(this.#text, this.#lines, block, 'sequence');
    const items = blockGroups(this.#text, this.#lines, children).flatMap((group) =>
      this.#readItems(group, level),
    );
    return {
      kind: 'sequence',
      start: block.offset,
      end: items.at(-1)?.end ?? block.offset,
      syntax: 'block',
      items,
    };
  }

  /** Items together where they parse, which is the fastest; else one by one. */
  #readItems(group: readonly Block[], level: number): readonly Tree[] {
    const first = group[0];
    const last = group.at(-1);
    if (first === undefined || last === undefined) return [];
    const tree = this.#parse({ ...first, to: last.to });
    if (tree.ok && tree.value.kind === 'sequence' && tree.value.items.length === group.length) {
      return tree.value.items;
    }
    return group.map((block) => this.#readItem(block, level));
  }

  #readItem(block: Block, level: number): Tree {
    if (this.#hasGivenUp() && this.#building.problems.length > 0) return this.#brokenSilently(block);
    const tree = this.#parse(block);
    if (tree.ok) {
      if (tree.value.kind === 'sequence' && tree.value.items.length === 1)
        return tree.value.items[0] ?? tree.value;
      return this.#broken(block, {
        offset: block.column,
        reason: 'a list item that begins with "- " is expected here',
      });
    }
    const content = this.#contentOf(block, block.offset + 1);
    if (content === null || level >= maximumSplitLevel) return this.#broken(block, tree.failure);
    return this.#takeApart(content, level + 1, tree.failure);
  }

  #readMapping(block: Block, level: number): Tree {
    const entries: Entry[] = [];
    for (const child of childBlocks(this.#text, this.#lines, block, 'mapping')) {
      const entry = this.#readEntry(child, level);
      if (entry !== null) entries.push(entry);
    }
    this.#building.problems.push(...duplicateKeyProblems(entries));
    const end = entries.at(-1)?.value.end ?? block.offset;
    return { kind: 'mapping', start: block.offset, end, syntax: 'block', entries: mergedEntries(entries) };
  }

  #readEntry(block: Block, level: number): Entry | null {
    const line = this.#lines[block.from];
    const colon = line === undefined ? null : colonAfterKey(this.#text, block.offset, line.end);
    if (line === undefined || colon === null) return this.#readUnusualEntry(block);
    if (isEmptyTail(this.#text, colon + 1, line.end)) {
      const key = this.#parseKey(block, colon);
      const nested = this.#contentOf(block, colon + 1);
      return { key, value: nested === null ? nothingAt(colon + 1) : this.#readBlock(nested, level + 1) };
    }
    const tree = this.#parse(block);
    if (tree.ok) return this.#onlyEntry(tree.value, block);
    const key = this.#parseKey(block, colon);
    const content = this.#contentOf(block, colon + 1);
    if (content === null) return { key, value: this.#broken(block, tree.failure) };
    return { key, value: this.#takeApart(content, level + 1, tree.failure) };
  }

  /** An entry whose key is not simple, or no entry at all. */
  #readUnusualEntry(block: Block): Entry | null {
    const tree = this.#parse(block);
    if (!tree.ok) this.#broken(block, tree.failure);
    return tree.ok ? this.#onlyEntry(tree.value, block) : null;
  }

  #onlyEntry(tree: Tree, block: Block): Entry | null {
    if (tree.kind === 'mapping') return tree.entries[0] ?? null;
    const reason = 'a key with a colon behind it is expected here, as in "key: value"';
    this.#broken(block, { offset: block.column, reason });
    return null;
  }

  #parseKey(block: Block, colon: number): ScalarTree {
    const source = this.#text.slice(block.offset, colon);
    const events = parseOrFail(source);
    const tree = events.ok ? buildTree(events.value, source, block.offset, this.#building) : null;
    if (tree?.kind === 'scalar') return tree;
    return { kind: 'scalar', start: block.offset, end: colon, value: source.trimEnd(), plain: true };
  }

  /** What stands behind an item's dash or a key's colon: the rest of the line, or the lines below. */
  #contentOf(block: Block, offset: number): Block | null {
    const line = this.#lines[block.from];
    if (line === undefined) return null;
    if (!isEmptyTail(this.#text, offset, line.end)) {
      const start = skipBlanks(this.#text, offset, line.end);
      return { ...block, offset: start, column: start - line.start };
    }
    const next = this.#lines[block.from + 1];
    if (next === undefined || block.from + 1 >= block.to) return null;
    return { offset: next.start + next.indent, column: next.indent, from: block.from + 1, to: block.to };
  }

  #readWhole(block: Block, level: number): Tree {
    const tree = this.#parse(block);
    return tree.ok ? tree.value : this.#takeApart(block, level, tree.failure);
  }

  /** Reads the parts of a block that does not parse; what cannot be taken apart is broken. */
  #takeApart(block: Block, level: number, failure: YamlFailure): Tree {
    const kind = blockKind(this.#text, this.#lines, block);
    if (level >= maximumSplitLevel || this.#hasGivenUp()) return this.#broken(block, failure);
    if (kind === 'sequence') return this.#readSequence(block, level);
    if (kind === 'mapping') return this.#readMapping(block, level);
    return this.#readRows(block) ?? this.#broken(block, failure);
  }

  /** A broken list in brackets with one item a line. */
  #readRows(block: Block): Tree | null {
    const rows = flowRows(this.#text, this.#lines.slice(block.from, block.to), block.offset);
    if (rows === null) return null;
    const items = rows.map((row) => {
      const source = this.#text.slice(row.start, row.end);
      const events = parseOrFail(source);
      if (events.ok) return buildTree(events.value, source, row.start, this.#building);
      this.#building.problems.push(syntaxProblem(source, row.start, events.failure));
      return { kind: 'broken' as const, ...row };
    });
    return {
      kind: 'sequence',
      start: block.offset,
      end: items.at(-1)?.end ?? block.offset,
      syntax: 'flow',
      items,
    };
  }

  /** Parses a block on its own; it keeps its column, so that its lines keep their indentation to each other. */
  #parse(block: Block): Outcome<Tree> {
    const source = this.#sourceOf(block);
    const shift = block.offset - block.column;
    const remembered = this.#memory.recall(source, shift);
    if (remembered !== null) return { ok: true, value: remembered };
    const events = parseOrFail(source);
    if (events.ok) return { ok: true, value: this.#build(events.value, source, shift) };
    this.#failures++;
    this.#failedCharacters += source.length;
    const scan = scanBrackets(source);
    if (scan.kind !== 'balanced' || scan.flattened === source) return events;
    const flattened = parseOrFail(scan.flattened);
    if (!flattened.ok) return events;
    return { ok: true, value: buildTree(flattened.value, scan.flattened, shift, this.#building) };
  }

  #hasGivenUp(): boolean {
    return this.#failures > maximumFailures || this.#failedCharacters > maximumFailedCharacters;
  }

  /** What depends on nothing but its own text is remembered. */
  #build(events: readonly Event[], source: string, shift: number): Tree {
    const { anchors, problems, aliasValues } = this.#building;
    const before = anchors.size + problems.length + aliasValues;
    const tree = buildTree(events, source, shift, this.#building);
    const standsAlone = anchors.size + problems.length + this.#building.aliasValues === before;
    if (standsAlone) this.#memory.remember(source, shift, tree);
    return tree;
  }

  /** Up to the next block: blank lines and what looks like comments may belong to a block scalar. */
  #sourceOf(block: Block): string {
    const end = this.#lines[block.to]?.start ?? this.#text.length;
    const line = this.#lines[block.from];
    const isIndentedOnly = line !== undefined && line.start + line.indent === block.offset;
    if (isIndentedOnly) return this.#text.slice(line.start, end);
    return ' '.repeat(block.column) + this.#text.slice(block.offset, end);
  }

  #broken(block: Block, failure: YamlFailure): Tree {
    this.#building.problems.push(syntaxProblem(this.#sourceOf(block), block.offset - block.column, failure));
    return this.#brokenSilently(block);
  }

  #brokenSilently(block: Block): Tree {
    return { kind: 'broken', start: block.offset, end: this.#lines[block.to - 1]?.end ?? this.#text.length };
  }
}

type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: YamlFailure };

function parseOrFail(source: string): Outcome<readonly Event[]> {
  try {
    return { ok: true, value: parseEvents(source, { maxDepth: maximumDepth }) };
  } catch (error) {
    const failure = failureOf(error);
    if (failure === null) throw error;
    return { ok: false, failure };
  }
}

function isMarker(line: string): boolean {
  return /^(?:---|\.\.\.)(?:\s|$)/.test(line);
}

function nothingAt(offset: number): ScalarTree {
  return { kind: 'scalar', start: offset, end: offset, value: null, plain: true };
}
