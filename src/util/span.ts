/** A range of UTF-16 offsets, end exclusive, in the analysed document, or in `file` where a model spans several. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly file?: string;
}

/** A zero-based line and UTF-16 character, as in the Language Server Protocol. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A replacement of the text in `span`. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/** The text with all edits applied; edits must not overlap and must lie in this text. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = [...edits].sort((a, b) => b.span.start - a.span.start);
  return ordered.reduce(
    (result, { span, newText }) => result.slice(0, span.start) + newText + result.slice(span.end),
    text,
  );
}

/** The same characters where `by` more stand before them; in another file nothing moves. */
export function shifted(span: Span, by: number): Span {
  return span.file === undefined ? { start: span.start + by, end: span.end + by } : span;
}
