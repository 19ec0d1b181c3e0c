import type { Analysis } from '../../src/formats/analyze.ts';
import type { Problem } from '../../src/model/problems/problem.ts';

/** All problems of a document, those of the text and those of its models. */
export function problemsOf({ problems, models }: Analysis): readonly Problem[] {
  return [...problems, ...models.flatMap((model) => model.problems)];
}

/** Each problem as `line severity code text`, in the order of the text; lines count from 1. */
export function problemLines(text: string, analysis: Analysis): readonly string[] {
  return [...problemsOf(analysis)]
    .sort((a, b) => a.span.start - b.span.start)
    .map(({ code, severity, span }) => {
      const line = text.slice(0, span.start).split('\n').length;
      return `${line} ${severity} ${code} ${text.slice(span.start, span.end)}`;
    });
}
