import { PyInstance, PyList, PyTuple, type PyTensor } from '../interpreter/values.ts';
import { isModule, withModules } from '../torch/module.ts';

/** What PyTorch calls the modules of a model, and names for what it does not name: functions and weights. */
export class Names {
  readonly #modules = new Map<PyInstance, string>();
  readonly #counts = new Map<string, number>();

  /** Modules that hold one that another module held before, here or further down. */
  readonly #shared = new Set<PyInstance>();

  constructor(root: PyInstance | null = null) {
    if (root) this.#visit(root, '');
  }

  /** As `named_modules`; whether all below the module is its own. */
  #visit(module: PyInstance, name: string): boolean {
    if (this.#modules.has(module)) return false;
    this.#modules.set(module, name);
    // What is inside of a copy that nothing has looked into belongs to it alone, and is named when it is asked for.
    if (module.latent) return true;
    let isWhole = true;
    const prefix = prefixed(name);
    for (const [key, value] of withModules(module))
      if (isModule(value)) isWhole = this.#visit(value, prefix + key) && isWhole;
    if (!isWhole) this.#shared.add(module);
    return isWhole;
  }

  /** `layer1.0.conv1`; for one that no attribute registers its list's name, or its class. */
  ofModule(instance: PyInstance, outer: string): string {
    const known = this.#modules.get(instance);
    if (known !== undefined) return known;
    const name =
      this.#inOwner(instance) ?? this.#inList(instance) ?? `${prefixed(outer)}${instance.type.name}()`;
    this.#modules.set(instance, name);
    return name;
  }

  /** By the module that it is a part of. */
  #inOwner(part: PyInstance | PyTensor): string | null {
    const { owner } = part;
    if (!(owner instanceof PyInstance)) return null;
    const outer = this.#modules.get(owner) ?? this.#inOwner(owner);
    if (outer === null) return null;
    for (const [key, value] of owner.shown) if (value === part) return prefixed(outer) + key;
    return null;
  }

  #inList(instance: PyInstance): string | null {
    for (const [module, prefix] of this.#modules) {
      for (const [name, value] of module.shown) {
        const items = value instanceof PyList || value instanceof PyTuple ? value.items : null;
        const index = items?.indexOf(instance) ?? -1;
        if (index >= 0) return `${prefixed(prefix)}${name}[${index}]`;
      }
    }
    return null;
  }

  /** `layer1.0.relu()`, from the second time on with a number. */
  ofFunction(type: string, outer: string): string {
    const id = `${prefixed(outer)}${type}()`;
    const count = (this.#counts.get(id) ?? 0) + 1;
    this.#counts.set(id, count);
    return count === 1 ? id : `${id}#${count}`;
  }

  /** A function has this name already. */
  taken(id: string): void {
    const [, name = id, number = '1'] = /^(.*)#(\d+)$/.exec(id) ?? [];
    this.#counts.set(name, Math.max(this.#counts.get(name) ?? 0, Number(number)));
  }

  /** Whether a module and all below it are called after the module alone: no other one holds any of them, too. */
  isWhole(instance: PyInstance): boolean {
    return this.#modules.has(instance) && !this.#shared.has(instance);
  }

  /** The attribute that holds a weight. */
  ofTensor(tensor: PyTensor): string | null {
    for (const [module, prefix] of this.#modules) {
      for (const [name, value] of module.shown) if (value === tensor) return `${prefixed(prefix)}${name}`;
    }
    return this.#inOwner(tensor);
  }
}

function prefixed(name: string): string {
  return name === '' ? '' : `${name}.`;
}
