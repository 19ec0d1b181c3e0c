import { placedProblem } from '../model/problems/placed-problem.ts';
import type { TextProblem, ProblemCode, RelatedPlace, Repair, Severity } from '../model/problems/problem.ts';
import type { Text } from '../model/text/text.ts';

/** A place in the text: a tree, or anything with its offsets. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Problems of one text, each listed once however often its place is read (a repeated block). */
export class ProblemList {
  readonly #problems: Map<string, TextProblem>;
  /** Where the part of the text begins from which reported offsets count. */
  readonly #at: number;

  constructor(problems: readonly TextProblem[] = [], whole: ProblemList | null = null, at = 0) {
    this.#problems = whole ? whole.#problems : new Map<string, TextProblem>();
    this.#at = at;
    this.addAll(problems);
  }

  get all(): readonly TextProblem[] {
    return [...this.#problems.values()].sort((a, b) => a.span.start - b.span.start);
  }

  /** This list for what reads a part of the text by itself: offsets count from its beginning. */
  from(at: number): ProblemList {
    return at === 0 ? this : new ProblemList([], this, this.#at + at);
  }

  addAll(problems: readonly TextProblem[]): void {
    for (const problem of problems) this.#add(problem);
  }

  report(
    code: ProblemCode,
    { start, end }: Place,
    message: Text,
    {
      severity = 'error',
      related = [],
      repairs,
    }: {
      severity?: Severity;
      related?: readonly RelatedPlace<Text>[];
      repairs?: readonly Repair<Text>[];
    } = {},
  ): void {
    const span = { start, end };
    this.#add({ code, severity, message, span, related, ...(repairs ? { repairs } : {}) });
  }

  #add(problem: TextProblem): void {
    const placed = placedProblem(problem, this.#at);
    const key = `${placed.code} ${placed.span.start} ${placed.span.end}`;
    if (!this.#problems.has(key)) this.#problems.set(key, placed);
  }
}
