import type { Problem, ProblemCode, RelatedPlace, Repair, Severity } from '../model/problems/problem.ts';

/** A place in the text: a tree, or anything with its offsets. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Problems of one text, each listed once however often its place is read (a repeated block). */
export class ProblemList {
  readonly #problems = new Map<string, Problem>();

  constructor(problems: readonly Problem[] = []) {
    for (const problem of problems) this.#add(problem);
  }

  get all(): readonly Problem[] {
    return [...this.#problems.values()].sort((a, b) => a.span.start - b.span.start);
  }

  report(
    code: ProblemCode,
    { start, end }: Place,
    message: string,
    {
      severity = 'error',
      related = [],
      repairs,
    }: { severity?: Severity; related?: readonly RelatedPlace[]; repairs?: readonly Repair[] } = {},
  ): void {
    const span = { start, end };
    this.#add({ code, severity, message, span, related, ...(repairs ? { repairs } : {}) });
  }

  #add(problem: Problem): void {
    const key = `${problem.code} ${problem.span.start} ${problem.span.end}`;
    if (!this.#problems.has(key)) this.#problems.set(key, problem);
  }
}
