import type { Span } from '../../util/span.ts';
import { shifted } from '../../util/span.ts';
import type { FieldInsertion, FieldName, FieldSource, NodeSource } from './graph.ts';

/** A source whose offsets count from the beginning of a part of the text, as the source that it is in the whole text. */
export function placedSource(written: NodeSource, at: number): NodeSource {
  return at === 0 ? written : new PlacedSource(written, at);
}

/**
 * Offsets are worked out when they are asked for: an edit moves every layer behind it, and few of them are looked at
 * before the next one.
 */
class PlacedSource implements NodeSource {
  readonly #written: NodeSource;
  readonly #at: number;

  constructor(written: NodeSource, at: number) {
    this.#written = written;
    this.#at = at;
  }

  get span(): Span {
    return shifted(this.#written.span, this.#at);
  }

  get title(): Span {
    return shifted(this.#written.title, this.#at);
  }

  get fields(): Readonly<Partial<Record<FieldName, FieldSource>>> {
    return eachField(this.#written.fields, (source) => ({
      ...source,
      span: shifted(source.span, this.#at),
      ...(source.axes && { axes: source.axes.map((axis) => shifted(axis, this.#at)) }),
    }));
  }

  get insertions(): Readonly<Partial<Record<FieldName, FieldInsertion>>> {
    return eachField(this.#written.insertions ?? {}, ({ offset, template }) => ({
      offset: offset + this.#at,
      template,
    }));
  }
}

function eachField<T>(
  fields: Readonly<Partial<Record<FieldName, T>>>,
  moved: (field: T) => T,
): Readonly<Partial<Record<FieldName, T>>> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, moved(field)]));
}
