import { shiftTree } from '../tree/shift-tree.ts';
import type { Tree } from '../tree/tree.ts';

interface Remembered {
  readonly tree: Tree;
  /** Offset in its document of the text that it was parsed from. */
  readonly shift: number;
}

/** Characters of remembered text: two documents of the largest size that is analysed. */
const maximumCharacters = 10_000_000;

/**
 * Parts of YAML texts that were parsed lately, so that an edit costs the part it touches. The same part at
 * another place is the same tree with other offsets.
 */
export class YamlMemory {
  readonly #parts = new Map<string, Remembered>();
  #characters = 0;

  recall(source: string, shift: number): Tree | null {
    const remembered = this.#parts.get(source);
    if (remembered === undefined) return null;
    const tree = shiftTree(remembered.tree, shift - remembered.shift);
    this.#parts.delete(source);
    this.#parts.set(source, { tree, shift });
    return tree;
  }

  remember(source: string, shift: number, tree: Tree): void {
    this.#parts.set(source, { tree, shift });
    this.#characters += source.length;
    for (const oldest of this.#parts.keys()) {
      if (this.#characters <= maximumCharacters) return;
      this.#parts.delete(oldest);
      this.#characters -= oldest.length;
    }
  }
}
