import type { FieldValue, LayerFields } from '../../model/rules/layer-rule.ts';
import type { ProtoMessage, ProtoScalar } from './text-format.ts';

/** Fields of a layer for a rule of the user's; those of a message inside have a dot, repeated ones are a list. */
export function messageFields({ fields }: ProtoMessage, prefix = ''): LayerFields {
  const found = new Map<string, FieldValue[]>();
  for (const { name, value } of fields) {
    const inner: LayerFields =
      value.kind === 'message'
        ? messageFields(value, `${prefix}${name}.`)
        : { [prefix + name]: valueOf(value) };
    for (const [key, each] of Object.entries(inner)) found.set(key, [...(found.get(key) ?? []), each]);
  }
  return Object.fromEntries(
    [...found].map(([key, values]) => [key, values.length === 1 ? (values[0] ?? null) : values]),
  );
}

function valueOf({ value, quoted }: ProtoScalar): FieldValue {
  if (quoted) return value;
  if (value === 'true' || value === 'false') return value === 'true';
  const number = Number(value);
  return value.trim() !== '' && Number.isFinite(number) ? number : value;
}
