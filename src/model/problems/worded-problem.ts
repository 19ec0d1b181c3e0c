import type { Translation } from '../text/sentence.ts';
import { textIn } from '../text/text-in.ts';
import type { Problem, TextProblem } from './problem.ts';

/** A problem of the text in the words of a language. */
export function wordedProblem(problem: TextProblem, translation: Translation): Problem {
  const { message, related, repairs, ...others } = problem;
  return {
    ...others,
    message: textIn(translation, message),
    related: related.map((place) => ({ ...place, message: textIn(translation, place.message) })),
    ...(repairs && {
      repairs: repairs.map(({ title, edits }) => ({ title: textIn(translation, title), edits })),
    }),
  };
}
