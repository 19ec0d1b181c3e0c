import { Position, Range, type TextDocument } from 'vscode';
import type { Position as PlainPosition, Range as PlainRange } from '../util/span.ts';

export const toPosition = ({ line, character }: PlainPosition) => new Position(line, character);

export const toRange = ({ start, end }: PlainRange) => new Range(toPosition(start), toPosition(end));

export const fromPosition = ({ line, character }: Position): PlainPosition => ({ line, character });

export const fromRange = ({ start, end }: Range): PlainRange => ({
  start: fromPosition(start),
  end: fromPosition(end),
});

/** The text's length in UTF-16 units, without joining its lines. */
export const lengthOf = (document: TextDocument) =>
  document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
