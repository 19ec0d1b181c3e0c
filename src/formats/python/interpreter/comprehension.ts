import type { Comprehension } from '../syntax/ast.ts';
import { addItem, dictOf, setOf } from './keys.ts';
import { another, isOfNumbers, LongRange } from './long-range.ts';
import type { Evaluator } from './machine.ts';
import { PyIterator, PyList, Scope, Unknown, type Value } from './values.ts';

export function comprehension(vm: Evaluator, expression: Comprehension): Value {
  const outer = vm.frame;
  if (!outer) return null;
  const scope = new Scope(outer.scope, vm.journal.clock);
  const results: [Value, Value][] = [];
  let open: Unknown | null = null;
  const visit = (depth: number): void => {
    const clause = expression.clauses[depth];
    if (!clause) {
      vm.charge(1);
      results.push([
        vm.evaluate(expression.element),
        expression.value ? vm.evaluate(expression.value) : null,
      ]);
      return;
    }
    const iterable = vm.evaluate(clause.iterable);
    const source = vm.iterate(iterable);
    if (source instanceof Unknown) {
      open ??= source;
      return;
    }
    const long = isListOfEach(expression, depth) ? new LongRange(vm, iterable) : null;
    const before = results.length;
    for (const item of source) {
      const same = long?.atOnce((number) => {
        vm.assign(clause.target, number);
        return vm.evaluate(expression.element);
      });
      if (same !== undefined && isOfNumbers(same)) {
        for (let left = before + (long?.length ?? 0) - results.length; left > 0; left--)
          results.push([another(same), null]);
        return;
      }
      vm.assign(clause.target, item);
      let keep = true;
      for (const condition of clause.conditions) {
        const truth = vm.truth(vm.evaluate(condition));
        if (truth instanceof Unknown) open ??= truth;
        if (truth !== true) keep = false;
        if (!keep) break;
      }
      if (keep) visit(depth + 1);
    }
  };
  // The scope of a comprehension sees the function's names; its own stay inside.
  const { scope: saved, around } = outer;
  outer.scope = scope;
  outer.around ??= saved;
  try {
    visit(0);
  } finally {
    outer.scope = saved;
    outer.around = around;
  }
  return collected(expression.form, results, open);
}

/** Whether each number of the clause gives one entry of a list. */
function isListOfEach({ form, clauses }: Comprehension, depth: number): boolean {
  const clause = clauses[depth];
  const gives = form === 'list' || form === 'generator';
  return (
    gives && depth === clauses.length - 1 && clause?.target.kind === 'name' && clause.conditions.length === 0
  );
}

function collected(
  form: Comprehension['form'],
  results: readonly (readonly [Value, Value])[],
  open: Unknown | null,
): Value {
  switch (form) {
    case 'dict': {
      const dict = dictOf(results);
      dict.open = open;
      return dict;
    }
    case 'set': {
      const set = setOf([]);
      for (const [item] of results) addItem(set, item);
      set.open = open;
      return set;
    }
    case 'list': {
      const list = new PyList(results.map(([item]) => item));
      list.open = open;
      return list;
    }
    case 'generator':
      return open ?? new PyIterator(results.map(([item]) => item));
  }
}
