import type { Format, SourceDocument } from './format.ts';

/** The format of a document: the first of `formats` that recognizes it, or null. */
export function formatOf(document: SourceDocument, formats: readonly Format[]): Format | null {
  return formats.find((format) => format.recognizes(document)) ?? null;
}
