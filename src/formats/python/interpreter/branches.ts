import type { Located } from '../syntax/ast.ts';
import { joinValues } from './calls.ts';
import { forgetDifferences, joinChanges } from './join.ts';
import type { Changes, Mutable } from './journal.ts';
import { PyError, type Evaluator, type Flow } from './machine.ts';
import { Unknown, type Value } from './values.ts';

interface Outcome {
  readonly flow: Flow;
  readonly result: Value;
  readonly after: Changes;
}

/**
 * Runs every way of an unknown condition from the same state and joins where they meet. A way that raises is taken not
 * to happen: it guards against what the other way handles.
 */
export function branches(vm: Evaluator, ways: readonly (() => Flow)[], condition?: Located): Flow {
  const { frame, journal } = vm;
  if (!frame) return 'next';
  const outcomes: Outcome[] = [];
  const before = new Map<Mutable, unknown>();
  let error: PyError | null = null;
  for (const way of ways) {
    const result = frame.result;
    journal.begin();
    vm.forks++;
    let flow: Flow | null = null;
    try {
      flow = way();
    } catch (thrown) {
      if (!(thrown instanceof PyError)) throw thrown;
      error ??= thrown;
    } finally {
      vm.forks--;
      const { after, before: kept } = journal.undo();
      for (const [object, state] of kept) if (!before.has(object)) before.set(object, state);
      if (flow !== null) outcomes.push({ flow, result: frame.result, after });
      frame.result = result;
    }
  }
  if (outcomes.length === 0) throw error ?? new Error('no way was given');
  // What they leave is unknown because of it.
  if (condition) vm.at(condition);
  return meet(vm, outcomes, before);
}

function meet(vm: Evaluator, outcomes: readonly Outcome[], before: Changes): Flow {
  const { frame, journal } = vm;
  const staying = outcomes.filter(({ flow }) => flow !== 'return');
  const returning = outcomes.filter(({ flow }) => flow === 'return');
  const [first, ...others] = returning;
  if (!frame) return 'next';
  if (staying.length === 0 && first) {
    frame.result = others.reduce((joined, { result }) => joinValues(vm, joined, result), first.result);
    journal.apply(joinChanges(vm, returning, before));
    return 'return';
  }
  frame.maybe.push(...returning.map(({ result }) => result));
  journal.apply(joinChanges(vm, staying, before));
  const flows = new Set(staying.map(({ flow }) => flow));
  if (!flows.has('next')) return flows.has('break') ? 'break' : 'continue';
  // One way leaves and the other does not: what follows in the loop may or may not run (see `execute` and the loops).
  if (flows.has('break')) vm.leaving = 'break';
  else if (flows.has('continue')) vm.leaving = 'continue';
  return 'next';
}

/** A loop of which it is not known how often it runs: no time, once, and whatever further rounds would change. */
export function uncertainLoop(vm: Evaluator, body: () => Flow, why: Unknown, condition: Located): Flow {
  branches(
    vm,
    [
      () => {
        const flow = body();
        vm.leaving = null;
        return flow === 'return' ? 'return' : 'next';
      },
      () => 'next',
    ],
    condition,
  );
  vm.journal.begin();
  try {
    vm.hooks.silently(body);
  } catch (thrown) {
    if (!(thrown instanceof PyError)) throw thrown;
  } finally {
    vm.leaving = null;
    const { after } = vm.journal.undo();
    forgetDifferences(
      vm,
      after,
      new Unknown('it changes in a loop whose number of rounds is not known', why.place),
    );
  }
  return 'next';
}
