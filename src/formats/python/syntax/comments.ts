import type { Tree } from '@lezer/common';
import type { Comment } from '../../comments/directive.ts';

/** All comments of a file, in order. */
export function commentsOf(text: string, tree: Tree): Comment[] {
  const comments: Comment[] = [];
  // Files without a # are common among generated ones; walking the tree costs more than looking for it.
  if (!text.includes('#')) return comments;
  tree.iterate({
    enter(node) {
      if (node.name !== 'Comment') return;
      comments.push({ start: node.from, end: node.to, text: text.slice(node.from + 1, node.to).trim() });
    },
  });
  return comments;
}
