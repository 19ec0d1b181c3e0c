import type { TextProblem } from '../../model/problems/problem.ts';
import { duplicateKeyProblems } from '../tree/duplicate-keys.ts';
import { placedSequence } from '../tree/placed-items.ts';
import { shiftTree } from '../tree/shift-tree.ts';
import type { Entry, PlacedTree, ScalarTree, Tree } from '../tree/tree.ts';
import { PartMemory } from '../parts/part-memory.ts';
import { blockGroups, blockKind, childBlocks, type Block } from './block.ts';
import { buildTree, startBuilding } from './build-tree.ts';
import { flowRows } from './flow-rows.ts';
import { colonAfterKey } from './key.ts';
import { isEmptyTail, skipBlanks, structuralLines, type Line } from './lines.ts';
import { mergedEntries } from './merge-keys.ts';
import { parseOrFail, readPart, type ReadPart, type YamlMemory } from './read-part.ts';
import { syntaxProblem, type YamlFailure } from './syntax-problem.ts';
import { said } from '../../model/text/text.ts';

export interface YamlResult {
  readonly root: Tree;
  readonly problems: readonly TextProblem[];
}

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
export function readYaml(text: string, memory: YamlMemory = new PartMemory<ReadPart>()): YamlResult {
  return new YamlReader(text, memory).read();
}

class YamlReader {
  readonly #text: string;
  readonly #lines: readonly Line[];
  readonly #building = startBuilding();

  readonly #memory: YamlMemory;
  #failures = 0;
  #failedCharacters = 0;

  constructor(text: string, memory: YamlMemory) {
    this.#text = text;
    this.#memory = memory;
    memory.begin(text.length);
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
    return placedSequence(block.offset, items);
  }

  /** Items together where they parse, which is the fastest; else one by one. */
  #readItems(group: readonly Block[], level: number): readonly PlacedTree[] {
    const first = group[0];
    const last = group.at(-1);
    if (first === undefined || last === undefined) return [];
    const read = this.#parse({ ...first, to: last.to });
    if (read.ok && read.tree.kind === 'sequence' && read.tree.items.length === group.length) {
      const { at, text } = read;
      return read.tree.items.map((tree) => ({ tree, at, text }));
    }
    return group.map((block) => ({ tree: this.#readItem(block, level), at: 0, text: this.#text }));
  }

  #readItem(block: Block, level: number): Tree {
    if (this.#hasGivenUp() && this.#building.problems.length > 0) return this.#brokenSilently(block);
    const read = this.#parse(block);
    if (read.ok) {
      const tree = inPlace(read);
      if (tree.kind === 'sequence' && tree.items.length === 1) return tree.items[0] ?? tree;
      return this.#broken(block, {
        offset: block.column,
        reason: said('a list item that begins with "- " is expected here'),
      });
    }
    const content = this.#contentOf(block, block.offset + 1);
    if (content === null || level >= maximumSplitLevel) return this.#broken(block, read.failure);
    return this.#takeApart(content, level + 1, read.failure);
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
    const read = this.#parse(block);
    if (read.ok) return this.#onlyEntry(inPlace(read), block);
    const key = this.#parseKey(block, colon);
    const content = this.#contentOf(block, colon + 1);
    if (content === null) return { key, value: this.#broken(block, read.failure) };
    return { key, value: this.#takeApart(content, level + 1, read.failure) };
  }

  /** An entry whose key is not simple, or no entry at all. */
  #readUnusualEntry(block: Block): Entry | null {
    const read = this.#parse(block);
    if (!read.ok) this.#broken(block, read.failure);
    return read.ok ? this.#onlyEntry(inPlace(read), block) : null;
  }

  #onlyEntry(tree: Tree, block: Block): Entry | null {
    if (tree.kind === 'mapping') return tree.entries[0] ?? null;
    const reason = said('a key with a colon behind it is expected here, as in "key: value"');
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
    const read = this.#parse(block);
    return read.ok ? inPlace(read) : this.#takeApart(block, level, read.failure);
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
  #parse(block: Block): Outcome {
    const at = block.offset - block.column;
    const read = this.#memory.of(this.#sourceOf(block), readPart);
    if (!read.parses) {
      this.#failures++;
      this.#failedCharacters += read.text.length;
    }
    switch (read.kind) {
      case 'tree':
        return { ok: true, tree: read.tree, at, text: read.text };
      case 'events': {
        const tree = buildTree(read.events, read.source, at, this.#building);
        return { ok: true, tree, at: 0, text: this.#text };
      }
      case 'broken':
        return { ok: false, failure: read.failure };
    }
  }

  #hasGivenUp(): boolean {
    return this.#failures > maximumFailures || this.#failedCharacters > maximumFailedCharacters;
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

type Outcome = ({ readonly ok: true } & PlacedTree) | { readonly ok: false; readonly failure: YamlFailure };

const inPlace = ({ tree, at }: PlacedTree): Tree => shiftTree(tree, at);

function isMarker(line: string): boolean {
  return /^(?:---|\.\.\.)(?:\s|$)/.test(line);
}

function nothingAt(offset: number): ScalarTree {
  return { kind: 'scalar', start: offset, end: offset, value: null, plain: true };
}
