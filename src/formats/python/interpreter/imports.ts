import type { ImportedName } from '../syntax/ast.ts';
import type { Evaluator } from './machine.ts';
import { bindName } from './names.ts';
import { namespace } from './namespace.ts';
import { PyNamespace, Unknown, type Value } from './values.ts';
import { ownName } from './attributes.ts';
import { said, type Text } from '../../../model/text/text.ts';

/** `import a.b as c`. */
export function bindImport(vm: Evaluator, { name, alias }: ImportedName): void {
  bindName(vm, alias ?? name.split('.')[0] ?? name, imported(vm, { name, alias }));
}

/** What the name of `import a.b as c` stands for: without another name it is the outermost package. */
export function imported(vm: Evaluator, { name, alias }: Pick<ImportedName, 'name' | 'alias'>): Value {
  const module = vm.importModule(name);
  const [first = name, ...inner] = name.split('.');
  if (alias !== null || inner.length === 0) return module;
  const outermost = vm.importModule(first);
  if (!(outermost instanceof Unknown) || !(module instanceof PyNamespace)) return outermost;
  // Packages that are only folders have nothing but what is imported of them.
  return inner.toReversed().reduce<PyNamespace>((held, part, place) => {
    const path = name.split('.').slice(0, inner.length - place);
    return namespace(path.join('.'), { [part]: held });
  }, module);
}

/** A module of one's own package that is not there: a `try` around its import expects that. */
export function absentBeside(vm: Evaluator, name: string): Unknown {
  if (vm.handlers > 0) vm.raise('ImportError', `No module named '${name}'`);
  return vm.unknown(notRead(name));
}

export const notRead = (name: string): Text => said('{0} is not read: it is not in the workspace', name);

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
