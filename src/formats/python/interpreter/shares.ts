import type { Part } from './budget.ts';
import type { Mutable } from './journal.ts';
import type { Evaluator } from './machine.ts';
import { PyClass, PyDict, PyInstance, PyList, PySet, Unknown } from './values.ts';

/** What one statement of a module's top level may take: a loop without end leaves the models what they need. */
const statementPart: Part = { steps: 400_000, share: 0.4 };

/** Runs a statement of a module's top level. Where it takes more than its part, what it was changing is unknown. */
export function inShare<T>(vm: Evaluator, run: () => T): T | Unknown {
  const { journal, leaving, place } = vm;
  const outer = journal.touched;
  const touched = (journal.touched = outer ?? new Set());
  let value: T | undefined;
  try {
    const end = vm.budget.within(() => {
      value = run();
    }, statementPart);
    if (!end) return value as T;
    vm.reads.isCut = true;
    const why = new Unknown(end.why, place);
    vm.leaving = leaving;
    for (const object of touched) forget(vm, object, why);
    return why;
  } finally {
    journal.touched = outer;
  }
}

/** What such an object holds is no longer known. An object keeps the attributes that it has: there may be more. */
function forget(vm: Evaluator, object: Mutable, why: Unknown): void {
  vm.journal.touch(object);
  if (object instanceof PyList) object.items = [];
  else if (object instanceof PyDict || object instanceof PySet) object.entries = new Map();
  else if (!(object instanceof PyInstance || object instanceof PyClass)) return;
  object.open ??= why;
}
