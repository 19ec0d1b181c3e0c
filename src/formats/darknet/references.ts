import { shortened } from '../../util/shortened.ts';
import type { TensorRef } from '../../model/graph/graph.ts';
import type { Span } from '../../util/span.ts';
import type { SectionReader } from './section-reader.ts';
import { said } from '../../model/text/text.ts';
import { earlierPlaces } from '../earlier-places.ts';

/** A layer that another one names. */
export interface Reference {
  readonly tensor: TensorRef | null;
  readonly span: Span;
}

/** Finds the layers that a section names: absolute from 0, or negative, counted back from the section. */
export class References {
  readonly #index: number;
  readonly #outputs: readonly (TensorRef | null)[];
  #asked = false;

  /** `outputs` has an entry for each layer before number `index`. */
  constructor(index: number, outputs: readonly (TensorRef | null)[]) {
    this.#index = index;
    this.#outputs = outputs;
  }

  /** Whether a layer was looked for: what a section says then depends on its place in the file. */
  get asked(): boolean {
    return this.#asked;
  }

  /** The layers that an option lists; a missing option is an error, since darknet cannot do without. */
  list(reader: SectionReader, key: string): readonly Reference[] {
    this.#asked = true;
    const numbers = reader.ints(key);
    if (!numbers) {
      const message = said(
        '[{0}] needs `{1}=`: the layers that it reads.',
        shortened(reader.section.header.slice(1, -1)),
        key,
      );
      reader.problem('missing-field', 'error', message, reader.section.title);
      return [];
    }
    return numbers.map(({ value, span }) => ({
      tensor: value === null ? null : this.#find(reader, value, span),
      span,
    }));
  }

  #find(reader: SectionReader, value: number, span: Span): TensorRef | null {
    const index = this.#index;
    const target = value < 0 ? index + value : value;
    if (target >= 0 && target < index) return this.#outputs[target] ?? null;
    const range = index === 0 ? said('there is none') : earlierPlaces(index);
    const message = said('Layer {0} is not before this one (number {1}): {2}.', value, index, range);
    reader.problem('unknown-reference', 'error', message, span);
    return null;
  }
}
