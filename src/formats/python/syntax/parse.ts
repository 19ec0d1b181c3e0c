import { TreeFragment, type Tree } from '@lezer/common';
import { parser } from '@lezer/python';
import { LineIndex } from '../../../util/line-index.ts';
import type { Module, Statement } from './ast.ts';
import type { Comment } from '../../comments/directive.ts';
import { commentsOf } from './comments.ts';
import { StatementLowering } from './lower-statement.ts';

/** One Python file: its text, its tree for the next incremental parse, and its statements. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly tree: Tree;
  readonly module: Module;
  readonly lines: LineIndex;
  readonly comments: readonly Comment[];
}

/** Parses a file; `previous` is an older version of it, whose unchanged parts are reused. Never fails. */
export function parseSource(path: string, text: string, previous: SourceFile | null): SourceFile {
  const tree = treeOf(text, previous);
  let lines: LineIndex | null = null;
  let comments: readonly Comment[] | null = null;
  let body: readonly Statement[] | null = null;
  return {
    path,
    text,
    tree,
    module: {
      get body() {
        return (body ??= new StatementLowering(text).block(tree.topNode));
      },
    },
    get lines() {
      return (lines ??= new LineIndex(text));
    },
    get comments() {
      return (comments ??= commentsOf(text, tree));
    },
  };
}

/** Brackets inside brackets beyond this are no longer read: the parser's tree would be deeper than the stack. */
const deepest = 200;

function treeOf(text: string, previous: SourceFile | null): Tree {
  try {
    return previous ? parser.parse(text, fragmentsOf(previous, text)) : parser.parse(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return parser.parse(text.slice(0, beforeDeepest(text)));
  }
}

/** Where the line begins on which brackets are nested too deeply. */
function beforeDeepest(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth = Math.max(0, depth - 1);
    if (depth > deepest) return text.lastIndexOf('\n', at) + 1;
  }
  return 0;
}

/** What of the older tree still holds: the texts' common beginning and end. */
function fragmentsOf(previous: SourceFile, text: string): readonly TreeFragment[] {
  const old = previous.text;
  const from = commonLength(old, text, Math.min(old.length, text.length), (whole, at, length) =>
    whole.slice(at, at + length),
  );
  const tail = commonLength(old, text, Math.min(old.length, text.length) - from, (whole, at, length) =>
    whole.slice(whole.length - at - length, whole.length - at),
  );
  const change = { fromA: from, toA: old.length - tail, fromB: from, toB: text.length - tail };
  return TreeFragment.applyChanges(TreeFragment.addTree(previous.tree), [change]);
}

/** How many characters two texts share, counted by `part`: in large steps, then in ever smaller ones. */
function commonLength(
  first: string,
  second: string,
  most: number,
  part: (text: string, at: number, length: number) => string,
): number {
  let common = 0;
  for (let step = 1 << 16; step >= 1; step >>= 2) {
    while (common + step <= most && part(first, common, step) === part(second, common, step)) common += step;
  }
  return common;
}
