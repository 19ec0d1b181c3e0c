import type { Expression } from '../syntax/ast.ts';

/**
 * Defaults of a function's parameters by name. One that would only fetch what its module has postponed is fetched when
 * a call needs it: most defaults that name another file's constants never are, and neither is that file then.
 */
export class Defaults<Value> {
  readonly #known = new Map<string, Value>();
  readonly #later = new Map<string, () => Value>();

  set(name: string, value: Value): void {
    this.#known.set(name, value);
  }

  postpone(name: string, compute: () => Value): void {
    this.#later.set(name, compute);
  }

  get(name: string): Value | undefined {
    const compute = this.#later.get(name);
    if (compute) {
      this.#known.set(name, compute());
      this.#later.delete(name);
    }
    return this.#known.get(name);
  }

  get values(): readonly Value[] {
    for (const name of [...this.#later.keys()]) this.get(name);
    return [...this.#known.values()];
  }
}

/** A scope, as far as its names go. */
interface Names {
  readonly parent: Names | null;
  readonly names: ReadonlyMap<string, unknown>;
  readonly lazy: ReadonlyMap<string, unknown> | null;
}

/** Whether an expression only reads a name, or attributes of one, that nothing has asked for yet. */
export function isPostponed(expression: Expression, from: Names): boolean {
  let root = expression;
  while (root.kind === 'attribute') root = root.object;
  if (root.kind !== 'name') return false;
  for (let scope: Names | null = from; scope; scope = scope.parent) {
    if (scope.names.has(root.id)) return false;
    if (scope.lazy?.has(root.id) === true) return true;
  }
  return false;
}
