import type { ParseErrorCode } from 'jsonc-parser';
import type { Text } from '../../model/text/text.ts';

/** What to do about a syntax error; the keys are the parser's error codes. */
const messages: Readonly<Partial<Record<ParseErrorCode, Text>>> = {
  1: 'This is not JSON. Put text in double quotes.',
  2: 'This is not a number.',
  3: 'A key in double quotes is expected here.',
  4: 'A value is expected here.',
  5: 'A colon is missing before this.',
  6: 'A comma is missing before this.',
  7: 'A `}` is missing here.',
  8: 'A `]` is missing here.',
  9: 'The file should end here; remove what follows.',
  11: 'This comment is never closed. Add `*/`.',
  12: 'This text is never closed. Add `"` at its end.',
  13: 'This number is not complete.',
  14: 'A `\\u` escape takes four hexadecimal digits.',
  15: 'This escape does not exist. Write `\\\\` for a backslash.',
  16: 'This character cannot stand in a text. Write its escape.',
};

export function jsonSyntaxMessage(error: ParseErrorCode): Text {
  return messages[error] ?? 'This is not JSON.';
}
