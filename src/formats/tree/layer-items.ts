import type { Tree } from './tree.ts';

/** Items that are no layers, of which each has a problem; those after them are left out. */
export const mostUnreadable = 1000;

/** Whether an item of a list is written as layers are: by a name, or by a mapping. */
export const mayBeLayer = (tree: Tree): boolean =>
  tree.kind === 'mapping' || (tree.kind === 'scalar' && typeof tree.value === 'string');
