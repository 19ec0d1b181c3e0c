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
  /** Steps at which a part of the analysis has to end. */
  #part = Infinity;

  constructor(readonly limits: BudgetLimits) {
    this.#deadline = limits.clock ? limits.clock() + (limits.milliseconds ?? Infinity) : Infinity;
  }

  get spent(): number {
    return this.#steps;
  }

  /** Runs a part that may take so many steps; whether it came to its end. Only the whole budget's end goes further. */
  within(steps: number, run: () => void): boolean {
    const outer = this.#part;
    this.#part = Math.min(outer, this.#steps + steps);
    try {
      run();
      return true;
    } catch (thrown) {
      if (!(thrown instanceof BudgetSpent) || this.#isSpent) throw thrown;
      return false;
    } finally {
      this.#part = outer;
    }
  }

  get #isSpent(): boolean {
    const { steps, clock } = this.limits;
    return this.#steps > steps || (clock !== undefined && clock() > this.#deadline);
  }

  charge(steps: number): void {
    this.#steps += steps;
    if (this.#steps > this.#part) throw new BudgetSpent('a part of the script took too many steps', 'steps');
    if (this.#steps > this.limits.steps) throw new BudgetSpent('the analysis took too many steps', 'steps');
    if (this.#steps - this.#checked < 250) return;
    this.#checked = this.#steps;
    if (this.limits.clock && this.limits.clock() > this.#deadline) {
      throw new BudgetSpent('the analysis took too long', 'time');
    }
  }
}
