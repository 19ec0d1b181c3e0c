import { placedProblem } from '../model/problems/placed-problem.ts';
import type { Problem, ProblemCode, RelatedPlace, Repair, Severity } from '../model/problems/problem.ts';

/** A place in the text: a tree, or anything with its offsets. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Problems of one text, each listed once however often its place is read (a repeated block). */
export class ProblemList {
  readonly #problems: Map<string, Problem>;
  /** Where the part of the text begins from which reported offsets count. */
  readonly #at: number;

  constructor(problems: readonly Problem[] = [], whole: ProblemList | null = null, at = 0) {
    this.#problems = whole ? whole.#problems : new Map<string, Problem>();
    this.#at = at;
    this.addAll(problems);
  }

  get all(): readonly Problem[] {
    return [...this.#problems.values()].sort((a, b) => a.span.start - b.span.start);
  }

  /** This list for what reads a part of the text by itself: offsets count from its beginning. */
  from(at: number): ProblemList {
    return at === 0 ? this : new ProblemList([], this, this.#at + at);
  }

  addAll(problems: readonly Problem[]): void {
    for (const problem of problems) this.#add(problem);
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
    const placed = placedProblem(problem, this.#at);
    const key = `${placed.code} ${placed.span.start} ${placed.span.end}`;
    if (!this.#problems.has(key)) this.#problems.set(key, placed);
  }
}
