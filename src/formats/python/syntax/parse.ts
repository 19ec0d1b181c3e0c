import { TreeFragment, type Tree } from '@lezer/common';
import { parser } from '@lezer/python';
import { commonEnds } from './common-ends.ts';
import { isIntact } from './intact.ts';
import { LineIndex } from '../../../util/line-index.ts';
import type { Module } from './ast.ts';
import type { Comment } from '../../comments/directive.ts';
import { commentsOf } from './comments.ts';
import { loweredText, type LoweredText } from './lowered-text.ts';
import { mended } from './mended.ts';
import { Moves } from './moves.ts';

/** A text with its tree. */
interface ParsedText {
  readonly text: string;
  readonly tree: Tree;
}

/** One Python file: its text, its tree for the next incremental parse, and its statements. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly tree: Tree;
  /** Whether there was no time to read it to its end. */
  readonly isCut: boolean;
  /** Whether it has a syntax error: what it lacks may only be not written yet. */
  readonly isBroken: boolean;
  /** The latest version without a syntax error: what the next one is parsed from. Null where none is known. */
  readonly intact: ParsedText | null;
  readonly module: Module;
  /** Its statements, where they have been asked for. */
  readonly lowered: () => LoweredText | null;
  readonly lines: LineIndex;
  readonly comments: readonly Comment[];
  /** Where what stood in earlier versions of it stands now. */
  readonly moves: Moves;
}

/**
 * Parses a file; `previous` is an older version of it, whose unchanged parts are reused. Never fails. Where a clock is
 * given, it ends in time.
 */
export function parseSource(
  path: string,
  text: string,
  previous: SourceFile | null,
  clock?: () => number,
): SourceFile {
  const older = previous?.intact ?? null;
  const first = readText(text, older, clock);
  const isBroken = !isIntact(first.tree);
  const { tree, isCut } = isBroken ? readMended(text, first, older, clock) : first;
  let lines: LineIndex | null = null;
  let comments: readonly Comment[] | null = null;
  let before = previous?.lowered() ?? null;
  let lowered: LoweredText | null = null;
  return {
    path,
    text,
    tree,
    isCut,
    isBroken,
    lowered: () => lowered,
    intact: tree.length === text.length && !isBroken ? { text, tree } : older,
    module: {
      get body() {
        lowered ??= loweredText(text, tree, isCut, before);
        before = null;
        return lowered.body;
      },
    },
    get lines() {
      return (lines ??= new LineIndex(text));
    },
    get comments() {
      return (comments ??= commentsOf(text, tree));
    },
    moves: new Moves(),
  };
}

/** Brackets inside brackets beyond this are not read: the parser takes seconds to find out what they are. */
const deepest = 200;

/** The whole tree of a text. */
export const treeOf = (text: string): Tree => readText(text, null).tree;

/** Milliseconds after which parsing ends, which leaves as many for what was read: 100,000 mistakes take the parser seconds. */
const longest = 160;

interface ReadText {
  readonly tree: Tree;
  readonly isCut: boolean;
}

/** The text around its syntax errors; as it is where that makes no difference. */
function readMended(text: string, read: ReadText, older: ParsedText | null, clock?: () => number): ReadText {
  if (read.isCut || read.tree.length < text.length) return read;
  const around = mended(text);
  return around === text ? read : readText(around, older, clock);
}

/** What `older` shares with the text is not read again. */
function readText(text: string, older: ParsedText | null, clock?: () => number): ReadText {
  const end = beforeDeepest(text);
  try {
    if (end !== null) return parsed(text.slice(0, end), [], clock);
    return parsed(text, older ? fragmentsOf(older, text) : [], clock);
  } catch (error) {
    // Deeper than the stack by other means.
    if (error instanceof RangeError) return parsed('', []);
    throw error;
  }
}

function parsed(text: string, fragments: readonly TreeFragment[], clock?: () => number): ReadText {
  const parse = parser.startParse(readable(text), fragments);
  const end = clock ? clock() + longest : Infinity;
  for (let turn = 1; ; turn++) {
    const tree = parse.advance();
    if (tree) return { tree, isCut: parse.stoppedAt !== null };
    if (turn % 1000 === 0 && parse.stoppedAt === null && clock && clock() > end)
      parse.stopAt(parse.parsedPos);
  }
}

/** As long as a number may be whose point is changed; what an edit changes reaches no further. */
const longestNumber = 24;
const openFloats = new RegExp(String.raw`(?<![\w.])\d[\d_]{0,${longestNumber}}\.(?!\d)`, 'g');

/**
 * The text as the parser can read it. It takes `1.` for a member of 1 that follows, as in `x if y > 0. else z`: `1_` is
 * a number to it, of the same length. What the number is says the file's own text.
 */
function readable(text: string): string {
  return text.replace(openFloats, (float) => `${float.slice(0, -1)}_`);
}

/** Signs and `not` before one operand beyond this are not read either; lines in comments are shorter. */
const signs = /(?:[-+~][ \t\\\n]*){1000}|(?:\bnot[ \t\\\n]+){300}/;

/** Where the line begins on which something is nested too deeply; null where nothing is. */
function beforeDeepest(text: string): number | null {
  const bracket = beforeBrackets(text);
  const sign = signs.exec(bracket === null ? text : text.slice(0, bracket));
  return sign ? text.lastIndexOf('\n', sign.index) + 1 : bracket;
}

function beforeBrackets(text: string): number | null {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x28:
      case 0x5b:
      case 0x7b:
        if (++depth > deepest) return text.lastIndexOf('\n', at) + 1;
        break;
      case 0x29:
      case 0x5d:
      case 0x7d:
        depth = Math.max(0, depth - 1);
        break;
      case 0x0a:
        // What is open here was never closed.
        if (text.startsWith('class ', at + 1) || text.startsWith('def ', at + 1)) depth = 0;
        break;
      default:
        break;
    }
  }
  return null;
}

/** What of the older tree still holds: the texts' common beginning and end. */
function fragmentsOf(previous: ParsedText, text: string): readonly TreeFragment[] {
  const common = commonEnds(previous.text, text);
  // A point beside the change may be read otherwise than before.
  const head = Math.max(0, common.head - longestNumber - 2);
  const tail = Math.max(0, common.tail - longestNumber - 2);
  const change = { fromA: head, toA: previous.text.length - tail, fromB: head, toB: text.length - tail };
  return TreeFragment.applyChanges(TreeFragment.addTree(previous.tree), [change]);
}
