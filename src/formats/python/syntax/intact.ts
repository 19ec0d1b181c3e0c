import { TreeBuffer, type Tree } from '@lezer/common';

/**
 * Whether a tree holds no syntax error: what the parser takes over from one that does may be read otherwise than the
 * same text from the beginning.
 */
export function isIntact(tree: Tree): boolean {
  if (tree.type.isError) return false;
  for (const child of tree.children)
    if (!(child instanceof TreeBuffer ? isBufferIntact(child) : isIntact(child))) return false;
  return true;
}

/** Four numbers a node, of which the first is its type. */
function isBufferIntact({ buffer, set }: TreeBuffer): boolean {
  for (let place = 0; place < buffer.length; place += 4)
    if (set.types[buffer[place] ?? 0]?.isError === true) return false;
  return true;
}
