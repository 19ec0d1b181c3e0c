import type { TextEdit } from '../../util/span.ts';
import type { FieldName, NodeSource } from '../graph/graph.ts';

/**
 * Edits that write one value per axis into a field; null where the text cannot hold it: the field is neither written
 * nor insertable, is computed, stands in another file, or one number stands for axes that should differ.
 */
export function fieldEdits(
  source: NodeSource,
  field: FieldName,
  values: readonly (number | string)[],
  axes: readonly number[],
): readonly TextEdit[] | null {
  const written = source.fields[field];
  const [first] = values;
  if (first === undefined) return null;
  const single = values.every((value) => value === first);
  if (!written) {
    const insertion = source.insertions?.[field];
    if (!insertion || !single || source.span.file !== undefined) return null;
    const span = { start: insertion.offset, end: insertion.offset };
    return [{ span, newText: insertion.template.replace('{}', first.toString()) }];
  }
  if (written.span.file !== undefined || written.computed === true) return null;
  const spans = axes.map((axis) => written.axes?.[axis]);
  const own = spans.filter((span) => span !== undefined);
  if (own.length === axes.length && own.length > 0 && own.every((span) => span.file === undefined)) {
    return own.map((span, place) => ({ span, newText: (values[place] ?? first).toString() }));
  }
  if (!single || written.axes !== undefined) return null;
  return [{ span: written.span, newText: (written.template ?? '{}').replace('{}', first.toString()) }];
}
