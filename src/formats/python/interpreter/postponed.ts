import type { Statement } from '../syntax/ast.ts';
import { ownName } from './attributes.ts';
import type { PyNamespace } from './values.ts';

/**
 * Imports wait until their names are asked for (see run-module.ts), and what they load may register itself somewhere. The
 * function follows those of all modules, and of the modules that come with them, and says whether there were new ones.
 */
export function postponedOf(modules: ReadonlyMap<string, PyNamespace>): () => boolean {
  const settled = new Set<PyNamespace>();
  return () => {
    const before = modules.size;
    for (const module of modules.values()) {
      if (settled.has(module)) continue;
      settled.add(module);
      for (const name of module.file?.module.body.flatMap(importedNames) ?? []) ownName(module.scope, name);
    }
    return modules.size > before;
  };
}

function importedNames(statement: Statement): readonly string[] {
  switch (statement.kind) {
    case 'import':
      return statement.modules.map(({ name, alias }) => alias ?? name.split('.')[0] ?? name);
    case 'import-from':
      return statement.names?.map(({ name, alias }) => alias ?? name) ?? [];
    default:
      return [];
  }
}
