import type { ImportedName } from '../syntax/ast.ts';
import type { Evaluator } from './machine.ts';
import { bindName } from './names.ts';
import { PyNamespace, Unknown } from './values.ts';
import { ownName } from './attributes.ts';
import { said } from '../../../model/text/text.ts';

/** `import a.b as c`. */
export function bindImport(vm: Evaluator, { name, alias }: ImportedName): void {
  const module = vm.importModule(name);
  const first = name.split('.')[0] ?? name;
  bindName(vm, alias ?? first, alias === null && first !== name ? vm.importModule(first) : module);
}

/** `from a import b as c`, `from . import *`. */
export function bindImportFrom(
  vm: Evaluator,
  level: number,
  module: string,
  names: readonly ImportedName[] | null,
): void {
  if (names) {
    for (const { name, alias } of names) bindName(vm, alias ?? name, vm.importName(level, module, name));
    return;
  }
  const source = vm.importFrom(level, module);
  const { frame } = vm;
  if (!frame) return;
  if (!(source instanceof PyNamespace)) {
    if (source instanceof Unknown) frame.scope.open ??= source;
    return;
  }
  const listed = ownName(source.scope, '__all__');
  const all = listed === undefined ? null : vm.items(listed);
  const known = [...source.scope.names.keys(), ...(source.scope.lazy?.keys() ?? [])];
  const chosen = all && !(all instanceof Unknown) ? all : known.filter((name) => !name.startsWith('_'));
  for (const name of chosen) {
    if (typeof name !== 'string') continue;
    // Names are handed on without computing what nobody asks for.
    const { scope } = frame;
    scope.names.delete(name);
    scope.lazy ??= new Map();
    scope.lazy.set(
      name,
      () =>
        vm.reads.paused(() => vm.find(source, name)) ??
        vm.unknown(said('{0} has no name {1}', source.name, name)),
    );
  }
  frame.scope.open ??= source.scope.open;
}
