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
  /** Steps, and the time, at which a part of the analysis has to end. */
  #part = Infinity;
  #partDeadline = Infinity;

  constructor(readonly limits: BudgetLimits) {
    this.#deadline = limits.clock ? limits.clock() + (limits.milliseconds ?? Infinity) : Infinity;
  }

  get spent(): number {
    return this.#steps;
  }

  /** Milliseconds that are left. */
  get left(): number {
    return this.limits.clock ? this.#deadline - this.limits.clock() : Infinity;
  }

  /**
   * Runs a part that may take so many steps, and so much of the time that is left; whether it came to its end. Only the
   * whole budget's end goes further.
   */
  within(steps: number, run: () => void, share = 1): boolean {
    const [outer, outerDeadline] = [this.#part, this.#partDeadline];
    this.#part = Math.min(outer, this.#steps + steps);
    const { clock } = this.limits;
    if (clock && share < 1)
      this.#partDeadline = Math.min(outerDeadline, clock() + share * (this.#deadline - clock()));
    try {
      run();
      return true;
    } catch (thrown) {
      if (!(thrown instanceof BudgetSpent) || this.#isSpent) throw thrown;
      return false;
    } finally {
      this.#part = outer;
      this.#partDeadline = outerDeadline;
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
    const now = this.limits.clock?.() ?? -Infinity;
    if (now > this.#deadline || now > this.#partDeadline)
      throw new BudgetSpent('the analysis took too long', 'time');
  }
}
