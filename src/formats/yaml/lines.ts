/** A line that carries structure: neither blank nor only a comment. */
export interface Line {
  readonly start: number;
  /** Spaces before its content. */
  readonly indent: number;
  /** Where it ends, its line break excluded. */
  readonly end: number;
}

const tab = 9;
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const hash = 35;
const byteOrderMark = 0xfeff;

/** The lines of a YAML text that carry structure. */
export function structuralLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = text.charCodeAt(0) === byteOrderMark ? 1 : 0;
  while (start < text.length) {
    const end = lineEnd(text, start);
    const indent = leadingSpaces(text, start, end);
    if (carriesStructure(text, start + indent, end)) lines.push({ start, indent, end });
    const isPair = text.charCodeAt(end) === carriageReturn && text.charCodeAt(end + 1) === lineFeed;
    start = end + (isPair ? 2 : 1);
  }
  return lines;
}

/** The first offset from `start` that is a line break or the text's end. */
export function lineEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && text.charCodeAt(end) !== lineFeed && text.charCodeAt(end) !== carriageReturn)
    end++;
  return end;
}

function leadingSpaces(text: string, start: number, end: number): number {
  let offset = start;
  while (offset < end && text.charCodeAt(offset) === space) offset++;
  return offset - start;
}

function carriesStructure(text: string, start: number, end: number): boolean {
  const offset = skipBlanks(text, start, end);
  return offset < end && text.charCodeAt(offset) !== hash;
}

/** The first offset from `start` that is neither a space nor a tab, at most `end`. */
export function skipBlanks(text: string, start: number, end: number): number {
  let offset = start;
  while (offset < end && isBlank(text.charCodeAt(offset))) offset++;
  return offset;
}

function isBlank(code: number): boolean {
  return code === space || code === tab;
}

/** Whether what stands from `start` on a line holds no value: blanks, or a comment after a blank. */
export function isEmptyTail(text: string, start: number, end: number): boolean {
  const offset = skipBlanks(text, start, end);
  return offset === end || (text.charCodeAt(offset) === hash && offset > start);
}

/** Whether a `-`, `:` or `?` at `offset` is an indicator: a blank or the line's end follows. */
export function isIndicator(text: string, offset: number, end: number): boolean {
  return offset + 1 >= end || isBlank(text.charCodeAt(offset + 1));
}
