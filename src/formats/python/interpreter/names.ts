import { ownName } from './attributes.ts';
import { isSettled } from './forms.ts';
import type { Evaluator } from './machine.ts';
import { UndefinedName } from './undefined-names.ts';
import type { Scope, Unknown } from './values.ts';
import type { Value } from './values.ts';
import { said } from '../../../model/text/text.ts';

/** Sets a name in the scope where assignments of this frame go. */
export function bindName(vm: Evaluator, name: string, value: Value): void {
  const scope = vm.frame?.scope;
  if (!scope) return;
  const target = scope.redirected?.get(name) ?? scope;
  if (target !== scope) {
    vm.journal.unrepeatable();
    if (target.born < vm.reads.since) vm.reads.changed();
  }
  if (target.parent === null) {
    vm.journal.epoch++;
    vm.reads.changed();
  }
  vm.journal.touch(target);
  target.names.set(name, value);
}

/** A name from the inside out: function, enclosing functions, module, built-ins; unknown where it does not exist. */
export function lookup(vm: Evaluator, builtins: ReadonlyMap<string, Value>, name: string): Value {
  let open: Unknown | null = null;
  const start = vm.frame?.scope ?? null;
  for (let scope: Scope | null = start; scope; scope = scope.parent) {
    const own = ownName(scope, name);
    if (scope.parent === null || scope.born < vm.reads.since) vm.reads.read(scope, name, own);
    if (own !== undefined) {
      // A function around it may give the name another value next time; what a module holds may change inside.
      if (scope.born < vm.journal.readsFrom && (scope.parent !== null || !isSettled(own)))
        vm.journal.breaks++;
      return own;
    }
    open ??= scope.open;
  }
  const builtin = builtins.get(name);
  if (builtin !== undefined) return builtin;
  return open ?? new UndefinedName(said('the name {0} is not defined here', name), vm.place);
}
