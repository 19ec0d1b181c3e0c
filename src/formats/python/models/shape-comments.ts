import type { Dim, Shape } from '../../../model/graph/shape.ts';
import type { TextProblem } from '../../../model/problems/problem.ts';
import type { Comment } from '../../comments/directive.ts';
import type { LineShapes } from '../graph/line-shapes.ts';
import type { Session } from '../session.ts';
import { rememberLast } from '../../../util/remember-last.ts';
import type { SourceFile } from '../syntax/parse.ts';
import { commentShape, type CommentShape } from './comment-shape.ts';
import { said } from '../../../model/text/text.ts';

/** Whether a file has any behind a statement. */
export const hasShapeComments = rememberLast(({ text, comments }: SourceFile): boolean =>
  comments.some((comment) => commentShape(comment.text) !== null && codeBefore(text, comment) !== ''),
);

function codeBefore(text: string, { start }: Comment): string {
  return text.slice(text.lastIndexOf('\n', start - 1) + 1, start).trim();
}

/** A shape behind a statement, and what the statement gives. */
interface Claim {
  readonly shape: CommentShape;
  /** Where its words begin in the file. */
  readonly start: number;
  readonly actual: readonly Dim[];
  /** The part of `actual` that the words are about: without the batch where they leave it out. */
  readonly compared: readonly Dim[];
  /** Shapes that the words may be of instead. */
  readonly others: readonly Shape[];
}

/**
 * Shape comments behind a statement that are no longer true. Where the model's input is a guess, only the channels are
 * compared: the comment may be of another size.
 */
export function staleComments({ file }: Session, shapes: LineShapes, guessed: boolean): TextProblem[] {
  const claims = claimsOf(file, shapes);
  return claims.flatMap((claim): TextProblem[] => {
    if (!isSure(claim, claims)) return [];
    const { shape, start, actual, compared } = claim;
    const { words, separators } = shape;
    const isOff = words.map((word, place) => {
      const dim = actual.length - compared.length + place;
      // The batch is whatever the input's is.
      return dim !== 0 && (!guessed || dim === 1) && differs(word, compared[place] ?? null);
    });
    if (!isOff.includes(true)) return [];
    const span = { start, end: start + shape.end - shape.start };
    const now = words
      .map((word, place) => (isOff[place] === true ? textOf(compared[place] ?? null) : word))
      .map((word, place) => word + (separators[place] ?? ''))
      .join('');
    return [
      {
        code: 'stale-shape-comment',
        severity: 'information',
        message: said(
          'The comment says [{0}]; it is [{1}] now. Update the comment, or look at what changed.',
          words.join(', '),
          compared.map(textOf).join(', '),
        ),
        span,
        related: [],
        repairs: [{ title: said('Update the comment to {0}', now), edits: [{ span, newText: now }] }],
      },
    ];
  });
}

function claimsOf(file: SourceFile, shapes: LineShapes): Claim[] {
  return file.comments.flatMap((comment): Claim[] => {
    const { start, end, text } = comment;
    const shape = commentShape(text);
    const code = shape && codeBefore(file.text, comment);
    if (!shape || !code || !isOfResult(shape, code)) return [];
    const gave = shapes.at(file.text.lastIndexOf('\n', start - 1) + 1);
    const actual = gave?.shape ?? null;
    const compared = comparedWith(shape, actual);
    if (!gave || !actual || !compared) return [];
    const offset = file.text.slice(start, end).indexOf(text);
    const { others } = gave;
    return [{ shape, start: start + offset + shape.start, actual, compared, others }];
  });
}

/** `weight: [64, 3, 3, 3]`, or `x: …` behind `y = …`, are shapes of something else. */
function isOfResult({ of }: CommentShape, code: string): boolean {
  if (of === null || /^(?:out(?:put)?s?|(?:out(?:put)?\s)?(?:shape|size)|result)$/i.test(of)) return true;
  return of === /^([\w.]+)\s*=/.exec(code)?.[1];
}

/** Null where the comment has another number of sizes. */
function comparedWith({ words, form }: CommentShape, actual: Shape): readonly Dim[] | null {
  if (!actual || actual.length === words.length) return actual;
  const isSample = form !== 'batch-first' && words.length >= 3 && words.every((word) => /^\d+$/.test(word));
  return isSample && actual.length === words.length + 1 ? actual.slice(1) : null;
}

/**
 * Bare numbers may be a kernel's: they are a shape where the comment says so, or where another one that is written alike
 * is true. Sizes without a batch are one, too, where some of them are as they were, and nothing beside the call has them.
 */
function isSure(claim: Claim, claims: readonly Claim[]): boolean {
  const { shape, actual, compared } = claim;
  const isWhole = compared.length === actual.length;
  if (isWhole && (shape.form !== 'numbers' || shape.words[0] === textOf(actual[0] ?? null))) return true;
  const channels = compared[0] ?? null;
  // Height, width, channels: another order than PyTorch's.
  if (!isWhole && differs(shape.words[0] ?? '', channels) && shape.words.at(-1) === textOf(channels))
    return false;
  const isAlike = (other: Claim): boolean =>
    other.shape.form === shape.form && (other.compared.length === other.actual.length) === isWhole;
  const isTrue = (other: Claim): boolean =>
    other.shape.words.every((word, place) => word === textOf(other.compared[place] ?? null));
  return (
    shape.isSaid || (!isWhole && isOfCall(claim)) || claims.some((other) => isAlike(other) && isTrue(other))
  );
}

/** Whether sizes without a batch are surely of what the call gives: not of what goes in, and not of its kernel. */
function isOfCall({ shape: { words }, compared, others }: Claim): boolean {
  if (!words.some((word, place) => word === textOf(compared[place] ?? null))) return false;
  const isShape = (other: readonly Dim[]): boolean =>
    other.length === words.length && words.every((word, place) => word === textOf(other[place] ?? null));
  return !others.some(
    (other) =>
      other !== null && (isShape(other) || isShape(other.slice(1)) || isShape(other.toSpliced(1, 1))),
  );
}

function differs(word: string, actual: Dim): boolean {
  return /^\d+$/.test(word) && typeof actual === 'number' && Number(word) !== actual;
}

function textOf(dim: Dim): string {
  return typeof dim === 'number' ? dim.toString() : dim ? dim.symbol : '?';
}
