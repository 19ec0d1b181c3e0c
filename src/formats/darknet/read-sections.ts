import type { Problem } from '../../model/problems/problem.ts';
import type { Span } from '../../util/span.ts';

/** One `key=value` line, as written: white space is only taken away where a value is read. */
export interface Option {
  readonly key: string;
  readonly keySpan: Span;
  /** What stands behind the first `=`, trimmed; empty where there is nothing. */
  readonly valueSpan: Span;
}

/** A `[type]` line and the options below it. */
export interface Section {
  /** The whole line without white space, brackets included: darknet compares just that. */
  readonly header: string;
  readonly title: Span;
  readonly span: Span;
  readonly options: readonly Option[];
}

export interface SectionList {
  readonly sections: readonly Section[];
  readonly problems: readonly Problem[];
}

/** Beyond so many, lines that cannot be read are no longer listed: the file is something else. */
const listedLines = 50;

/**
 * Splits a cfg into sections as darknet does (pjreddie/darknet: src/parser.c read_cfg, src/option_list.c read_option):
 * white space counts nowhere, a line that begins with `#` or `;` is a comment, a comment behind a value belongs to the
 * value.
 */
export function readSections(text: string): SectionList {
  const sections: Section[] = [];
  const problems: Problem[] = [];
  let options: Option[] = [];
  let header = '';
  let title: Span | null = null;
  let end = 0;
  const finish = () => {
    if (title) sections.push({ header, title, span: { start: title.start, end }, options });
  };
  for (let start = 0; start <= text.length;) {
    const lineEnd = endOfLine(text, start);
    const line = trimmed(text, start, lineEnd);
    start = lineEnd + 1;
    const first = text.charCodeAt(line.start);
    if (line.start === line.end || first === hash || first === semicolon) continue;
    if (first === openBracket) {
      finish();
      header = withoutSpaces(text.slice(line.start, line.end));
      title = line;
      options = [];
      end = line.end;
      continue;
    }
    if (!title) continue;
    end = line.end;
    const option = readOption(text, line);
    if (option) options.push(option);
    else if (problems.length < listedLines) problems.push(withoutValue(line));
  }
  finish();
  return { sections, problems };
}

const hash = 35;
const semicolon = 59;
const openBracket = 91;

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

function withoutValue(line: Span): Problem {
  return {
    code: 'syntax',
    severity: 'warning',
    message: 'Darknet skips this line: it is not `key=value`. Give it a value, or put # before it.',
    span: line,
    related: [],
  };
}
