import type { Span } from '../../../util/span.ts';
import type { SourceFile } from '../syntax/parse.ts';
import type { Site } from './values.ts';

/** The analysed file as it is after an edit. */
export interface Present {
  /** Where something stands by now; null where it is no longer there. Of other files it is where it was. */
  at(file: SourceFile, span: Span): Span | null;
}

/** What a stretch of execution has answered: it can be asked again in a later version of the file. */
export interface Question {
  /** Whether the answer is the same but for where things stand in the text. Runs the stretch where that is not known. */
  givesTheSame(present: Present): boolean;
}

interface Stretch {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** Whether both are one stretch of the present text, with the same words. */
export function isSameStretch(first: Stretch | null, second: Stretch | null, present: Present): boolean {
  if (!first || !second) return first === second;
  const { file, start, end } = first;
  if (file === second.file && start === second.start && end === second.end) return true;
  if (file.path !== second.file.path) return false;
  if (file.text.slice(start, end) !== second.file.text.slice(second.start, second.end)) return false;
  const before = present.at(file, { start, end });
  const now = present.at(second.file, { start: second.start, end: second.end });
  return before !== null && before.start === now?.start && before.end === now.end;
}

/** Whether both are one call of the present text, and the functions around it were called in the same places. */
export function isSameSite(first: Site | null, second: Site | null, present: Present): boolean {
  if (first === second) return true;
  if (!first || !second) return false;
  const [one, other] = [first.call, second.call];
  const isSame = isSameStretch(
    { file: first.file, start: one.start, end: one.end },
    { file: second.file, start: other.start, end: other.end },
    present,
  );
  const [before, now] = [first.caller, second.caller];
  if (!isSame || !before || !now) return isSame && before === now;
  return before.callee === now.callee && isSameSite(before.site, now.site, present);
}
