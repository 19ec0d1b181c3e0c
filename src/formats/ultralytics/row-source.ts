import type { FieldSource, NodeSource } from '../../model/graph/graph.ts';
import { spanOf } from './bound-arguments.ts';
import type { Row } from './rows.ts';
import { isList } from './values.ts';

/** Where a row stands; offsets count from its own part of the text. */
export function sourceOf({ place, module, from }: Row): NodeSource {
  const title = spanOf(module.place);
  const rows: FieldSource | null = from.place
    ? {
        span: spanOf(from.place),
        ...(isList(from.value)
          ? { axes: from.value.flatMap((item) => (item.place ? [spanOf(item.place)] : [])) }
          : {}),
      }
    : null;
  return {
    span: spanOf(place),
    title,
    fields: { type: { span: title }, ...(rows ? { from: rows } : {}) },
  };
}
