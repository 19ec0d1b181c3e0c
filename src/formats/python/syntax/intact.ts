import type { Tree } from '@lezer/common';
import { TreeBuffer } from '@lezer/common';

/**
 * Whether a tree holds no syntax error: what the parser takes over from one that does may be read otherwise than the
 * same text from the beginning. `known` are trees without; what is found goes there.
 */
export function isIntact(tree: Tree, known: WeakSet<Tree>): boolean {
  if (known.has(tree)) return true;
  if (tree.type.isError) return false;
  const isWhole = tree.children.every((child) =>
    child instanceof TreeBuffer ? isBufferIntact(child) : isIntact(child, known),
  );
  if (isWhole) known.add(tree);
  return isWhole;
}

/** Four numbers a node, of which the first is its type. */
function isBufferIntact({ buffer, set }: TreeBuffer): boolean {
  for (let place = 0; place < buffer.length; place += 4)
    if (set.types[buffer[place] ?? 0]?.isError === true) return false;
  return true;
}
