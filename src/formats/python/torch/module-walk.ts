import type { IsIdle } from '../interpreter/form.ts';
import type { PyInstance, Value } from '../interpreter/values.ts';

/** Where the modules below one are. */
interface Tree {
  childrenOf(module: PyInstance): readonly PyInstance[];
  /** Itself and all below it, without those inside of copies that nothing has looked into. */
  openModules(module: PyInstance): Iterable<PyInstance>;
}

/**
 * `modules()`: a module and all below it, each once. What has been copied is made when the walk comes to it, and not at
 * all where nothing would come of that: most loops over the modules of a model only fill their weights.
 */
export class ModuleWalk implements Iterator<Value, undefined, IsIdle | undefined> {
  readonly #tree: Tree;
  /** Those that come next, the first one last. */
  readonly #next: PyInstance[] = [];
  /** Those of them whose children are not yet among them. */
  readonly #closed = new Set<PyInstance>();
  /** What was left out, where nothing has come after it. */
  #leftOut: PyInstance | null = null;

  constructor(root: PyInstance, tree: Tree) {
    this.#tree = tree;
    this.#plan(tree.openModules(root));
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(isIdle?: IsIdle): IteratorResult<Value, undefined> {
    for (let module = this.#next.pop(); module; module = this.#next.pop()) {
      if (isIdle && module.latent && module.form && isIdle(module.form)) this.#leftOut = module;
      else {
        this.#leftOut = null;
        if (this.#closed.has(module)) {
          const children = this.#tree.childrenOf(module);
          this.#plan(children.flatMap((child) => [...this.#tree.openModules(child)]));
        }
        return { value: module };
      }
    }
    // The loop's name stays with the last one.
    const last = this.#leftOut;
    this.#leftOut = null;
    return last ? { value: this.#lastIn(last) } : { value: undefined, done: true };
  }

  #plan(modules: Iterable<PyInstance>): void {
    const planned = [...modules];
    this.#next.push(...planned.toReversed());
    for (const module of planned) if (module.latent) this.#closed.add(module);
  }

  #lastIn(module: PyInstance): PyInstance {
    const last = this.#tree.childrenOf(module).at(-1);
    return last ? this.#lastIn(last) : module;
  }
}
