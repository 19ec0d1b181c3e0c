import { shifted } from '../../util/span.ts';
import type { Problem } from './problem.ts';

/** A problem whose offsets count from the beginning of a part of the text, as the problem that it is in the whole text. */
export function placedProblem<Message>(problem: Problem<Message>, at: number): Problem<Message> {
  if (at === 0) return problem;
  const { span, related, repairs } = problem;
  return {
    ...problem,
    span: shifted(span, at),
    related: related.map((place) => ({ ...place, span: shifted(place.span, at) })),
    ...(repairs && {
      repairs: repairs.map(({ title, edits }) => ({
        title,
        edits: edits.map((edit) => ({ ...edit, span: shifted(edit.span, at) })),
      })),
    }),
  };
}
