import type { Span } from '../../util/span.ts';
import type { LayerHead, LayerPart } from './layer-part.ts';
import { ruleOf } from './layers/rules.ts';
import type { ProtoField } from './text-format.ts';

/** A layer's text without the names in it, and where they stood. Texts with one pattern are written alike. */
export interface NamelessText {
  readonly pattern: string;
  readonly names: readonly Span[];
}

/** Fields whose strings nothing in a layer depends on but what it is called and what it reads. */
const nameFields: ReadonlySet<string> = new Set(['name', 'bottom', 'top']);

/** A name field as it is commonly written; what stands between the quotes ends no string and holds no escape. */
const written = /\b((?:name|bottom|top)\s*:\s*")([^"\\\n]*)(?=")/g;

/** Stands for each character of a name. */
const blank = '\0';

/** Null for a text with characters that stand for those of names. */
export function withoutNames(text: string): NamelessText | null {
  if (text.includes(blank)) return null;
  const names: Span[] = [];
  const pattern = text.replace(written, (_, before: string, name: string, offset: number) => {
    const start = offset + before.length;
    names.push({ start, end: start + name.length });
    return before + blank.repeat(name.length);
  });
  return { pattern, names };
}

/**
 * Whether a layer whose text is written like this one's is the same layer but for its names: all that was left out are
 * names of the layer itself, and its rule is one of ConvLens' own, which look at no name. A rule of the user's may.
 */
export function isAlikeByPattern({ message, head }: LayerPart, names: readonly Span[]): boolean {
  if (!ruleOf(head.value.type)) return false;
  const fields = message.fields.filter(({ name }) => nameFields.has(name));
  return fields.length === names.length && fields.every((field, index) => isAt(field, names[index]));
}

function isAt({ value: { span } }: ProtoField, name: Span | undefined): boolean {
  return span.start + 1 === name?.start && span.end - 1 === name.end;
}

/** The head of a layer that is written alike, with the names of its own text. */
export function renamed(head: LayerHead, text: string): LayerHead {
  const nameAt = (span: Span) => ({ value: text.slice(span.start + 1, span.end - 1), span });
  return {
    ...head,
    name: head.nameSpan ? nameAt(head.nameSpan).value : head.name,
    tops: head.tops.map(({ span }) => nameAt(span)),
    bottoms: head.bottoms.map(({ span }) => nameAt(span)),
  };
}
