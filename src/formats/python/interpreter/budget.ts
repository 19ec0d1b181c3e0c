import type { Text } from '../../../model/text/text.ts';
/** How long an analysis may run: steps, calls inside calls, and time where a clock is given. */
export interface BudgetLimits {
  readonly steps: number;
  readonly depth: number;
  /** Milliseconds now; the analysis ends after `milliseconds` of it. */
  readonly clock?: () => number;
  readonly milliseconds?: number;
}

/** What a part of an analysis may take: so many steps, and so much of the steps and the time that are left. */
export interface Part {
  readonly steps?: number;
  readonly share?: number;
}

/** The budget of steps, depth or time is spent; everything that is known so far stays. */
export class BudgetSpent extends Error {
  constructor(
    readonly why: Text,
    readonly of: 'steps' | 'depth' | 'time' | 'part',
  ) {
    super(of);
  }
}

/** Counts what an analysis uses, and ends it by throwing `BudgetSpent`. */
export class Budget {
  #steps = 0;
  #checked = 0;
  #deadline: number;
  /** Steps, and the time, at which a part of the analysis has to end. */
  #part = Infinity;
  #partDeadline = Infinity;

  /** Whether anything ended for want of time, of which a warm worker needs less. */
  outOfTime = false;

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

  get isSpent(): boolean {
    const { steps, clock } = this.limits;
    return this.#steps > steps || (clock !== undefined && clock() > this.#deadline);
  }

  /**
   * Runs a part of the analysis; null where it came to its end, else why it did not. Only the whole budget's end goes
   * further.
   */
  within(run: () => void, { steps = Infinity, share = 1 }: Part): BudgetSpent | null {
    const [outer, outerDeadline] = [this.#part, this.#partDeadline];
    const shared = share < 1 ? share * (this.limits.steps - this.#steps) : Infinity;
    this.#part = Math.min(outer, this.#steps + Math.min(steps, shared));
    const { clock } = this.limits;
    if (clock && share < 1)
      this.#partDeadline = Math.min(outerDeadline, clock() + share * (this.#deadline - clock()));
    try {
      run();
      return null;
    } catch (thrown) {
      const end = earlyEnd(thrown);
      if (!end || this.isSpent) throw thrown;
      return end;
    } finally {
      this.#part = outer;
      this.#partDeadline = outerDeadline;
    }
  }

  /** Keeps so many milliseconds for what is done later with a result of this analysis. */
  reserve(milliseconds: number): void {
    this.#deadline -= milliseconds;
    this.#partDeadline -= milliseconds;
  }

  charge(steps: number): void {
    this.#steps += steps;
    const most = Math.min(this.#part, this.limits.steps, this.#checked + 249);
    if (this.#steps <= most) return;
    this.#checked = this.#steps;
    const end = this.end();
    if (end) throw end;
  }

  /** Why the part that runs now has to end, where it has. */
  end(): BudgetSpent | null {
    if (this.#steps > this.limits.steps) return new BudgetSpent('the analysis took too many steps', 'steps');
    if (this.#steps > this.#part) return tooLong();
    const now = this.limits.clock?.() ?? -Infinity;
    if (now <= this.#deadline && now <= this.#partDeadline) return null;
    this.outOfTime = true;
    return now > this.#deadline ? new BudgetSpent('the analysis took too long', 'time') : tooLong();
  }
}

const tooLong = (): BudgetSpent => new BudgetSpent('it took too long', 'part');

/** Why a part ended early, where that is what was thrown; JavaScript's own limits on nesting and sizes are among it. */
export function earlyEnd(thrown: unknown): BudgetSpent | null {
  if (thrown instanceof BudgetSpent) return thrown;
  return thrown instanceof RangeError
    ? new BudgetSpent('something is nested too deeply, or too large', 'depth')
    : null;
}
