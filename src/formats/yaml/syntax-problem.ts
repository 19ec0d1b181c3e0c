import { YAMLException } from 'js-yaml';
import type { Problem } from '../../model/problems/problem.ts';
import { lineEnd } from './lines.ts';
import { scanBrackets } from './brackets.ts';

/** Where and why a part of a text does not parse; the offset is in that part. */
export interface YamlFailure {
  readonly offset: number;
  readonly reason: string;
}

/** The failure that the parser threw, or null where it is of another kind. */
export function failureOf(error: unknown): YamlFailure | null {
  if (!(error instanceof YAMLException)) return null;
  return { offset: error.mark?.position ?? 0, reason: error.reason };
}

/** A problem at the place to mend: an opening bracket rather than the line where its absence showed. */
export function syntaxProblem(source: string, shift: number, failure: YamlFailure): Problem {
  const { offset, message, code } = diagnose(source, failure);
  const start = Math.min(offset, source.length);
  const end = Math.max(lineEnd(source, start), start);
  const visibleEnd = start + source.slice(start, end).trimEnd().length;
  return {
    code,
    severity: 'error',
    message,
    span: { start: start + shift, end: Math.max(visibleEnd, start) + shift },
    related: [],
  };
}

function diagnose(
  source: string,
  failure: YamlFailure,
): { readonly code: Problem['code']; readonly offset: number; readonly message: string } {
  if (failure.reason.startsWith('nesting exceeded')) {
    return {
      code: 'too-deep',
      offset: failure.offset,
      message: 'Values are nested too deeply here. Write fewer levels.',
    };
  }
  const scan = scanBrackets(source);
  const character = scan.kind === 'balanced' ? '' : (source[scan.offset] ?? '');
  switch (scan.kind) {
    case 'unclosed': {
      const closer = character === '[' ? ']' : '}';
      return {
        code: 'syntax',
        offset: scan.offset,
        message: `This \`${character}\` is never closed. Add \`${closer}\`.`,
      };
    }
    case 'stray':
      return {
        code: 'syntax',
        offset: scan.offset,
        message: `Nothing is open that \`${character}\` could close. Remove it.`,
      };
    case 'unclosed-quote':
      return {
        code: 'syntax',
        offset: scan.offset,
        message: `This text is never closed. Add \`${character}\` at its end.`,
      };
    case 'balanced': {
      const tab = /^ *\t/m.exec(source.slice(0, failure.offset + 1));
      if (tab !== null) {
        const message = 'YAML lines are indented with spaces, not with tabs.';
        return { code: 'syntax', offset: tab.index + tab[0].length - 1, message };
      }
      return { code: 'syntax', offset: failure.offset, message: `This is not YAML: ${failure.reason}.` };
    }
  }
}
