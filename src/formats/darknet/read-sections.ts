import type { TextProblem } from '../../model/problems/problem.ts';
import type { Span } from '../../util/span.ts';

/** One `key=value` line, as written: white space is only taken away where a value is read. */
export interface Option {
  readonly key: string;
  readonly keySpan: Span;
  /** What stands behind the first `=`, trimmed; empty where there is nothing. */
  readonly valueSpan: Span;
}

/** A `[type]` line and the options below it. Offsets count from its opening bracket. */
export interface Section {
  /** From the bracket up to that of the next section. */
  readonly text: string;
  /** The whole line without white space, brackets included: darknet compares just that. */
  readonly header: string;
  readonly title: Span;
  readonly span: Span;
  readonly options: readonly Option[];
  /** Lines that darknet skips. */
  readonly problems: readonly TextProblem[];
}

/** Beyond so many, lines that cannot be read are no longer listed: the file is something else. */
export const listedLines = 50;

/**
 * The offsets of a cfg's sections (pjreddie/darknet: src/parser.c read_cfg): brackets that open a line, white space
 * before them not counted.
 */
export function sectionStarts(text: string): readonly number[] {
  const starts: number[] = [];
  for (let bracket = text.indexOf('['); bracket >= 0;) {
    if (opensLine(text, bracket)) starts.push(bracket);
    bracket = text.indexOf('[', endOfLine(text, bracket));
  }
  return starts;
}

function opensLine(text: string, offset: number): boolean {
  let before = offset - 1;
  while (before >= 0 && isSpace(text.charCodeAt(before))) before--;
  return before < 0 || text.charCodeAt(before) === newline;
}

/**
 * Reads one section as darknet does (pjreddie/darknet: src/parser.c read_cfg, src/option_list.c read_option): white
 * space counts nowhere, a line that begins with `#` or `;` is a comment, a comment behind a value belongs to the value.
 */
export function readSection(text: string): Section {
  const title = trimmed(text, 0, endOfLine(text, 0));
  const options: Option[] = [];
  const problems: TextProblem[] = [];
  let { end } = title;
  for (let start = endOfLine(text, 0) + 1; start < text.length;) {
    const lineEnd = endOfLine(text, start);
    const line = trimmed(text, start, lineEnd);
    start = lineEnd + 1;
    const first = text.charCodeAt(line.start);
    if (line.start === line.end || first === hash || first === semicolon) continue;
    end = line.end;
    const option = readOption(text, line);
    if (option) options.push(option);
    else if (problems.length < listedLines) problems.push(withoutValue(line));
  }
  const header = withoutSpaces(text.slice(title.start, title.end));
  return { text, header, title, span: { start: title.start, end }, options, problems };
}

const newline = 10;
const hash = 35;
const semicolon = 59;

/** The text without spaces and tabs. */
export function withoutSpaces(text: string): string {
  return /[ \t]/.test(text) ? text.replace(/[ \t]+/g, '') : text;
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}

function trimmed(text: string, start: number, end: number): Span {
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return { start, end };
}

/** Space, tab, and the carriage return of a CRLF file. */
function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 13;
}

function readOption(text: string, line: Span): Option | null {
  const equals = text.indexOf('=', line.start);
  if (equals < 0 || equals >= line.end - 1) return null;
  const keySpan = trimmed(text, line.start, equals);
  return {
    key: withoutSpaces(text.slice(keySpan.start, keySpan.end)),
    keySpan,
    valueSpan: trimmed(text, equals + 1, line.end),
  };
}

function withoutValue(line: Span): TextProblem {
  return {
    code: 'syntax',
    severity: 'warning',
    message: 'Darknet skips this line: it is not `key=value`. Give it a value, or put # before it.',
    span: line,
    related: [],
  };
}
