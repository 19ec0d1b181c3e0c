import { colonAfterKey, isItemAt } from './key.ts';
import type { Line } from './lines.ts';

/** Consecutive lines that hold one value; the first may begin in the middle of its line (`- a: 1`). */
export interface Block {
  /** Where the value begins, and its column. */
  readonly offset: number;
  readonly column: number;
  /** Its lines, as a range of places in the list of structural lines; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
}

export type BlockKind = 'sequence' | 'mapping' | 'other';

/** What the first line of a block announces. */
export function blockKind(text: string, lines: readonly Line[], block: Block): BlockKind {
  const end = lines[block.from]?.end ?? text.length;
  if (isItemAt(text, block.offset, end)) return 'sequence';
  return colonAfterKey(text, block.offset, end) === null ? 'other' : 'mapping';
}

/**
 * The items or entries of a block: each begins on a line of the block's own indentation (or, in broken text, of
 * less). A list may stand in the column of the key that holds it, a flow collection may be closed there, and a tab
 * hides how deep its line belongs.
 */
export function childBlocks(
  text: string,
  lines: readonly Line[],
  block: Block,
  kind: 'sequence' | 'mapping',
): readonly Block[] {
  const children: Block[] = [];
  let from = block.from;
  let offset = block.offset;
  for (let index = block.from + 1; index < block.to; index++) {
    const line = lines[index];
    if (line === undefined || line.indent > block.column) continue;
    const start = line.start + line.indent;
    const belongsToPrevious =
      /[[\]{},\t]/.test(text[start] ?? '') ||
      (kind === 'mapping' && line.indent === block.column && isItemAt(text, start, line.end));
    if (belongsToPrevious) continue;
    children.push({ offset, column: columnOf(lines, from, offset), from, to: index });
    from = index;
    offset = start;
  }
  children.push({ offset, column: columnOf(lines, from, offset), from, to: block.to });
  return children;
}

function columnOf(lines: readonly Line[], line: number, offset: number): number {
  return offset - (lines[line]?.start ?? offset);
}

/** Items that are parsed together at most. */
const maximumGroup = 64;

/**
 * Consecutive items to parse together. Where a group ends follows from the text of its last item and not from
 * its place, so that an item which is added or removed leaves the other groups as they were.
 */
export function blockGroups(
  text: string,
  lines: readonly Line[],
  blocks: readonly Block[],
): readonly (readonly Block[])[] {
  const groups: Block[][] = [];
  let group: Block[] = [];
  for (const block of blocks) {
    group.push(block);
    const end = lines[block.to - 1]?.end ?? block.offset;
    let sum = end - block.offset;
    for (let offset = end - 1; offset >= end - 8; offset--) sum += text.charCodeAt(offset);
    if (sum % 16 === 0 || group.length === maximumGroup) {
      groups.push(group);
      group = [];
    }
  }
  if (group.length > 0) groups.push(group);
  return groups;
}
