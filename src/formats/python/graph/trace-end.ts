import { BudgetSpent } from '../interpreter/budget.ts';
import { said } from '../../../model/text/text.ts';

/** As much of a trace as was wanted has been followed. One for all: making an error takes longer than such a trace. */
export const traceEnd = new Error('as much of a trace as was wanted has been followed');

/** A forward pass is followed no further than this: no hand-written model has so many nodes. */
export const mostNodes = 10_000;

/** Ends a trace that is longer than was wanted, or than any should be. */
export function checkLength(nodes: number, wanted: number): void {
  if (nodes > wanted) throw traceEnd;
  if (nodes >= mostNodes) throw new BudgetSpent(said('it has more than {0} operations', mostNodes), 'part');
}
