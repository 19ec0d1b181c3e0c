import type { Machine } from './machine.ts';
import { Unknown, type Value } from './values.ts';

/** Longest text that a program may build; a longer one is unknown. */
const longestText = 100_000;

/** A text where it is not too long to go on with. */
export function textOf(vm: Machine, length: number, build: () => string): string | Unknown {
  return length > longestText ? vm.unknown('a text that is too long') : build();
}

/** A text that is put together out of pieces: unknown where one of them is, or where it becomes too long. */
export class Pieces {
  #length = 0;
  #unknown: Unknown | null = null;
  readonly #vm: Machine;

  constructor(vm: Machine) {
    this.#vm = vm;
  }

  /** The piece itself, as long as the text is known. */
  add(piece: string | Unknown): string {
    if (this.#unknown) return '';
    if (piece instanceof Unknown) this.#unknown = piece;
    else this.#length += piece.length;
    if (this.#length > longestText) this.#unknown = this.#vm.unknown('a text that is too long');
    return this.#unknown || piece instanceof Unknown ? '' : piece;
  }

  /** What they give together. */
  whole(text: string): Value {
    return this.#unknown ?? textOf(this.#vm, text.length, () => text);
  }
}
