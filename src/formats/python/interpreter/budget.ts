import { BudgetSpent } from './machine.ts';

/** How long an analysis may run: steps, calls inside calls, and time where a clock is given. */
export interface BudgetLimits {
  readonly steps: number;
  readonly depth: number;
  /** Milliseconds now; the analysis ends after `milliseconds` of it. */
  readonly clock?: () => number;
  readonly milliseconds?: number;
}

/** Counts what an analysis uses, and ends it by throwing `BudgetSpent`. */
export class Budget {
  #steps = 0;
  #checked = 0;
  readonly #deadline: number;

  constructor(readonly limits: BudgetLimits) {
    this.#deadline = limits.clock ? limits.clock() + (limits.milliseconds ?? Infinity) : Infinity;
  }

  get spent(): number {
    return this.#steps;
  }

  charge(steps: number): void {
    this.#steps += steps;
    if (this.#steps > this.limits.steps) throw new BudgetSpent('the analysis took too many steps');
    if (this.#steps - this.#checked < 2000) return;
    this.#checked = this.#steps;
    if (this.limits.clock && this.limits.clock() > this.#deadline) {
      throw new BudgetSpent('the analysis took too long');
    }
  }
}
