import { YAMLException } from 'js-yaml';
import type { TextProblem } from '../../model/problems/problem.ts';
import { lineEnd } from './lines.ts';
import { scanBrackets } from './brackets.ts';
import { asWritten, said, type Filled, type Text } from '../../model/text/text.ts';
import { isSentence } from '../../model/text/text-in.ts';

/** Where and why a part of a text does not parse; the offset is in that part. */
export interface YamlFailure {
  readonly offset: number;
  readonly reason: Filled;
}

const nested = 'the nesting is too deep';

/** What the parser says; a reason that names a part of the text is shown as it is. */
function parserReason(reason: string): Filled {
  if (reason.startsWith('nesting exceeded')) return said(nested);
  return isSentence(reason) ? said(reason) : asWritten(reason);
}

/** The failure that the parser threw, or null where it is of another kind. */
export function failureOf(error: unknown): YamlFailure | null {
  if (!(error instanceof YAMLException)) return null;
  return { offset: error.mark?.position ?? 0, reason: parserReason(error.reason) };
}

/** A problem at the place to mend: an opening bracket rather than the line where its absence showed. */
export function syntaxProblem(source: string, shift: number, failure: YamlFailure): TextProblem {
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
): { readonly code: TextProblem['code']; readonly offset: number; readonly message: Text } {
  if (failure.reason.sentence === nested) {
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
        message: said('This `{0}` is never closed. Add `{1}`.', character, closer),
      };
    }
    case 'stray':
      return {
        code: 'syntax',
        offset: scan.offset,
        message: said('Nothing is open that `{0}` could close. Remove it.', character),
      };
    case 'unclosed-quote':
      return {
        code: 'syntax',
        offset: scan.offset,
        message: said('This text is never closed. Add `{0}` at its end.', character),
      };
    case 'balanced': {
      const tab = /^ *\t/m.exec(source.slice(0, failure.offset + 1));
      if (tab !== null) {
        const message = 'YAML lines are indented with spaces, not with tabs.';
        return { code: 'syntax', offset: tab.index + tab[0].length - 1, message };
      }
      return {
        code: 'syntax',
        offset: failure.offset,
        message: said('This is not YAML: {0}.', failure.reason),
      };
    }
  }
}
