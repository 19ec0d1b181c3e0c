import type { Tree } from '@lezer/common';
import type { Comment } from '../../comments/directive.ts';

/** All comments of a file, in order. */
export function commentsOf(text: string, tree: Tree): Comment[] {
  // Files without a # are common among generated ones; walking the tree costs more than looking for it.
  if (!text.includes('#')) return [];
  try {
    return inTree(text, tree);
  } catch (error) {
    // In trees of thousands of levels @lezer/common loses the type of a node (Tree.iterate).
    if (error instanceof TypeError) return onLines(text);
    throw error;
  }
}

function inTree(text: string, tree: Tree): Comment[] {
  const comments: Comment[] = [];
  tree.iterate({
    enter(node) {
      if (node.name !== 'Comment') return;
      comments.push(comment(node.from, text.slice(node.from, node.to)));
    },
  });
  return comments;
}

/** Those that have a line to themselves. */
function onLines(text: string): Comment[] {
  return [...text.matchAll(/^([ \t]*)(#.*)/gm)].map(({ index, 1: indent = '', 2: said = '' }) =>
    comment(index + indent.length, said),
  );
}

function comment(start: number, said: string): Comment {
  return { start, end: start + said.trimEnd().length, text: said.slice(1).trim() };
}
