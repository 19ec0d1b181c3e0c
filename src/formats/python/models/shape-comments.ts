import type { Dim } from '../../../model/graph/shape.ts';
import type { Problem } from '../../../model/problems/problem.ts';
import type { LineShapes } from '../graph/line-shapes.ts';
import type { Session } from '../session.ts';
import type { SourceFile } from '../syntax/parse.ts';

const size = /[A-Za-z_]\w*|\d+|-1|\?|\*/;
/** A comment that is nothing but a shape: `[B, 64, 56, 56]`, `-> (N, 64, 56, 56)`, `x: [B, 64]`, `B x 64 x 7 x 7`. */
const list = new RegExp(
  `^(?:->|=>|[A-Za-z_]\\w*(?:\\.shape)?\\s*[:=]|shape\\s*:?|out(?:put)?\\s*:?)?\\s*(?:torch\\.Size\\()?[([]\\s*((?:${size.source})(?:\\s*[,x×]\\s*(?:${size.source}))+)\\s*,?\\s*[)\\]]\\)?\\.?$`,
);

/** Whether a file has any. */
export function hasShapeComments({ comments }: SourceFile): boolean {
  return comments.some(({ text }) => list.test(text));
}

/**
 * Shape comments behind a statement that are no longer true. Where the model's input is a guess, only the channels are
 * compared: the comment may be of another size.
 */
export function staleComments(session: Session, shapes: LineShapes, guessed: boolean): Problem[] {
  const { file } = session;
  return file.comments.flatMap((comment): Problem[] => {
    const inner = list.exec(comment.text)?.[1];
    if (inner === undefined) return [];
    const lineStart = file.text.lastIndexOf('\n', comment.start - 1) + 1;
    if (file.text.slice(lineStart, comment.start).trim() === '') return [];
    const actual = shapes.at(lineStart);
    const words = inner.split(/\s*[,x×]\s*/);
    if (actual?.length !== words.length) return [];
    const wrong = words.map((word, place) => differs(word, actual[place] ?? null, place, guessed));
    if (!wrong.includes(true)) return [];
    const offset = comment.start + file.text.slice(comment.start, comment.end).indexOf(inner);
    const now = words.map((word, place) => (wrong[place] === true ? text(actual[place] ?? null) : word));
    const separator = inner.includes(',') ? ', ' : /\s/.test(inner) ? ' x ' : 'x';
    const span = { start: offset, end: offset + inner.length };
    return [
      {
        code: 'stale-shape-comment',
        severity: 'information',
        message: `The comment says [${words.join(', ')}]; it is [${actual.map(text).join(', ')}] now. Update the comment, or look at what changed.`,
        span,
        related: [],
        repairs: [
          {
            title: `Update the comment to ${now.join(separator)}`,
            edits: [{ span, newText: now.join(separator) }],
          },
        ],
      },
    ];
  });
}

function differs(word: string, actual: Dim, place: number, guessed: boolean): boolean {
  if (!/^\d+$/.test(word) || typeof actual !== 'number') return false;
  // The batch is whatever the input's is.
  if (place === 0 || (guessed && place !== 1)) return false;
  return Number(word) !== actual;
}

function text(dim: Dim): string {
  return typeof dim === 'number' ? dim.toString() : dim ? dim.symbol : '?';
}
