import type {
  BinaryOperator,
  ClassDefinition,
  Expression,
  FunctionDefinition,
  Lambda,
  Located,
  Statement,
} from '../syntax/ast.ts';
import type { SourceFile } from '../syntax/parse.ts';
import { assign } from './assign.ts';
import { deleteAttribute, find, setAttribute } from './attributes.ts';
import { binary, updatedByItself } from './binary.ts';
import { BudgetSpent, type Budget } from './budget.ts';
import { call } from './calls.ts';
import { Defaults, isPostponed } from './defaults.ts';
import { Body } from './body.ts';
import { defineClass } from './classes.ts';
import { Constructions } from './constructions.ts';
import { contains, equal, order, truth } from './compare.ts';
import { exceptionOf } from './exceptions.ts';
import { evaluateText } from './evaluate-text.ts';
import { evaluate } from './expressions.ts';
import { repr, text } from './format.ts';
import { Forms } from './forms.ts';
import { Loops } from './idle-rounds.ts';
import { items, iterate, length } from './iteration.ts';
import { Journal } from './journal.ts';
import type { ModuleFinder } from './loader.ts';
import {
  noKwargs,
  type Build,
  type Evaluator,
  type Flow,
  type Frame,
  type Hooks,
  type Kwargs,
  type PyError,
} from './machine.ts';
import { reportMistyped, mistypedMember } from './mistyped.ts';
import { lookup } from './names.ts';
import { absentBeside, notRead } from './imports.ts';
import { postponedOf } from './postponed.ts';
import { Reads } from './reads.ts';
import { attempt, runModule } from './run-module.ts';
import { execute } from './statements.ts';
import { setSubscript, subscript } from './subscript.ts';
import type { Place } from './atoms.ts';
import {
  PyClass,
  PyFunction,
  PyInstance,
  PyList,
  PyNamespace,
  PyDict,
  PySet,
  PyTensor,
  PyTuple,
  Scope,
  Unknown,
  type Site,
  type Value,
} from './values.ts';
import { said, type Text } from '../../../model/text/text.ts';

/** What a Python installation provides, as far as it is declared here. */
export interface Libraries {
  readonly builtins: ReadonlyMap<string, Value>;
  readonly object: PyClass;
  typeOf(value: Value): PyClass;
  /** A declared module by its dotted name. */
  module(name: string): PyNamespace | undefined;
  /** What is declared of a package whose sources are not at hand. */
  absent(name: string): PyNamespace | undefined;
}

/** One run of the interpreter: its modules, its budget and where it is. */
export class Interpreter implements Evaluator {
  readonly journal = new Journal();
  readonly reads = new Reads();
  readonly forms = new Forms();
  readonly loops = new Loops();
  readonly constructions = new Constructions();
  readonly definitions = new Map<FunctionDefinition | ClassDefinition, PyFunction | PyClass>();
  /** The module of the file that is analysed. */
  document: PyNamespace | null = null;
  readonly caught: PyError[] = [];
  frame: Frame | null = null;
  handlers = 0;
  forks = 0;
  hasForwardHooks = false;
  leaving: 'break' | 'continue' | null = null;
  readonly #modules = new Map<string, PyNamespace>();
  readonly loadPostponed = postponedOf(this.#modules);
  #node: Located | null = null;
  #depth = 0;

  constructor(
    readonly libraries: Libraries,
    public finder: ModuleFinder,
    public budget: Budget,
    readonly hooks: Hooks,
  ) {}

  get place(): Place | null {
    const { frame } = this;
    return frame && this.#node ? { file: frame.file, start: this.#node.start, end: this.#node.end } : null;
  }

  get isSure(): boolean {
    return this.handlers === 0 && this.forks === 0;
  }

  /** Another version of the file is read, in which nothing runs yet. */
  goOn(budget: Budget): void {
    this.budget = budget;
    this.handlers = 0;
    this.forks = 0;
    this.leaving = null;
    this.caught.length = 0;
  }

  at(node: Located): void {
    this.#node = node;
  }

  charge(steps: number): void {
    this.budget.charge(steps);
  }

  enterCall(): void {
    this.#depth++;
    if (this.#depth > this.budget.limits.depth) throw new BudgetSpent('calls are nested too deeply', 'depth');
  }

  leaveCall(): void {
    this.#depth--;
  }

  within<T>(frame: Frame, run: () => T): T {
    const outer = this.frame;
    const node = this.#node;
    this.frame = frame;
    try {
      return run();
    } finally {
      this.frame = outer;
      this.#node = node;
    }
  }

  evaluateText(text: string, site: Site | null): Value {
    return evaluateText(this, text, site);
  }

  evaluate(expression: Expression): Value {
    return evaluate(this, expression);
  }

  execute(block: readonly Statement[]): Flow {
    return execute(this, block);
  }

  assign(target: Expression, value: Value): void {
    assign(this, target, value);
  }

  lookup(name: string): Value {
    return lookup(this, this.libraries.builtins, name);
  }

  call(callee: Value, args: readonly Value[], kwargs: Kwargs = noKwargs, site: Site | null = null): Value {
    return call(this, callee, args, kwargs, site);
  }

  construct(type: PyClass, args: readonly Value[], kwargs: Kwargs, site: Site | null, build: Build): Value {
    return this.constructions.make(this, type, args, kwargs, site, build);
  }

  typeOf(value: Value): PyClass {
    return this.libraries.typeOf(value);
  }

  find(object: Value, name: string): Value | undefined {
    return find(this, object, name);
  }

  attribute(object: Value, name: string): Value {
    const found = find(this, object, name);
    const isOpen = found instanceof Unknown && object instanceof PyNamespace;
    if (isOpen || (found === undefined && object instanceof PyTensor)) {
      const meant = mistypedMember(this, object, name);
      // What follows is worked out with what was meant.
      if (meant !== null) return this.attribute(object, meant);
    }
    if (found !== undefined) return found;
    if (object instanceof PyNamespace)
      return this.raise('AttributeError', `module '${object.name}' has no attribute '${name}'`);
    if (object instanceof PyInstance) reportMistyped(this, object, name);
    const subject =
      object instanceof PyClass ? `type object '${object.name}'` : `'${this.typeOf(object).name}' object`;
    return this.raise('AttributeError', `${subject} has no attribute '${name}'`);
  }

  setAttribute(object: Value, name: string, value: Value): void {
    setAttribute(this, object, name, value);
  }

  deleteAttribute(object: Value, name: string): void {
    deleteAttribute(this, object, name);
  }

  iterate(value: Value): Iterable<Value> | Unknown {
    return iterate(this, value);
  }

  items(value: Value): readonly Value[] | Unknown {
    return items(this, value);
  }

  truth(value: Value): boolean | Unknown {
    return truth(this, value);
  }

  equal(left: Value, right: Value): boolean | Unknown {
    return equal(this, left, right);
  }

  order(left: Value, right: Value): number | Unknown {
    return order(this, left, right);
  }

  contains(container: Value, item: Value): boolean | Unknown {
    return contains(this, container, item);
  }

  binary(operator: BinaryOperator, left: Value, right: Value): Value {
    return binary(this, operator, left, right);
  }

  updated(operator: BinaryOperator, left: Value, right: Value): Value {
    if (left instanceof PyList && operator === '+') {
      const more = this.items(right);
      this.journal.touch(left);
      if (more instanceof Unknown) left.open ??= more;
      else left.items.push(...more);
      return left;
    }
    if (
      (left instanceof PyDict || left instanceof PySet) &&
      operator === '|' &&
      left.constructor === right?.constructor
    ) {
      const merged = this.binary(operator, left, right);
      if (merged instanceof PyDict || merged instanceof PySet) {
        this.journal.touch(left);
        left.restore(merged.capture());
        return left;
      }
    }
    return updatedByItself(this, operator, left, right) ?? this.binary(operator, left, right);
  }

  subscript(object: Value, index: Value): Value {
    return subscript(this, object, index);
  }

  setSubscript(object: Value, index: Value, value: Value): void {
    setSubscript(this, object, index, value);
  }

  text(value: Value): string | Unknown {
    return text(this, value);
  }

  repr(value: Value): string | Unknown {
    return repr(this, value);
  }

  length(value: Value): Value {
    return length(this, value);
  }

  isInstance(value: Value, type: Value): boolean | Unknown {
    if (type instanceof PyTuple) {
      const results = type.items.map((each) => this.isInstance(value, each));
      if (results.includes(true)) return true;
      return results.find((each) => each instanceof Unknown) ?? false;
    }
    if (value instanceof Unknown) return value;
    if (type instanceof Unknown) return type;
    if (!(type instanceof PyClass)) return this.unknown('a type that is not known');
    const own = value instanceof PyInstance ? value.type : this.typeOf(value);
    if (own.isSubclassOf(type)) return true;
    const accepts = type.names.get('__accepts__');
    if (accepts !== undefined) return this.truth(this.call(accepts, [value]));
    return own.open ?? false;
  }

  unknown(why: Text): Unknown {
    return new Unknown(why, this.place);
  }

  raise(type: string, message: string, certain = false): never {
    throw exceptionOf(this, type, message, certain);
  }

  defineFunction(definition: FunctionDefinition | Lambda): PyFunction {
    const { frame } = this;
    if (!frame) throw new BudgetSpent('a function outside of any module', 'depth');
    const defaults = new Defaults<Value>();
    for (const { name, fallback } of definition.parameters) {
      if (!fallback) continue;
      if (isPostponed(fallback, frame.scope))
        defaults.postpone(name, () => this.within(frame, () => attempt(() => this.evaluate(fallback))));
      else defaults.set(name, this.evaluate(fallback));
    }
    const name = definition.kind === 'lambda' ? '<lambda>' : definition.name;
    // A class body's names are not seen by the functions in it.
    const inClassBody = frame.annotations !== undefined;
    const scope = inClassBody && frame.scope.parent ? frame.scope.parent : frame.scope;
    const code = { definition, file: frame.file };
    const isOwn = frame.body === null && frame.module === this.document && definition.kind === 'function';
    const made = new PyFunction(
      name,
      code,
      scope,
      frame.module,
      defaults,
      isOwn ? new Body(code) : frame.body,
    );
    if (isOwn) this.definitions.set(definition, made);
    return made;
  }

  defineClass(definition: ClassDefinition): Value {
    return defineClass(this, definition, this.libraries.object);
  }

  /** A module by its dotted name: declared, or found in the workspace. */
  importModule(name: string): Value {
    const known = this.#modules.get(name) ?? this.libraries.module(name);
    if (known) return known;
    this.reads.spoil();
    const file = this.frame ? this.finder.absolute(this.frame.file.path, name) : null;
    if (file) return this.load(file, name);
    return this.libraries.absent(name) ?? this.unknown(notRead(name));
  }

  importFrom(level: number, module: string): Value {
    if (level === 0) return this.importModule(module);
    this.reads.spoil();
    const file = this.frame && this.finder.relative(this.frame.file.path, level, module);
    if (file) return this.load(file, module);
    return absentBeside(this, '.'.repeat(level) + module);
  }

  importName(level: number, module: string, name: string): Value {
    if (level > 0) {
      this.reads.spoil();
      const file = this.frame && this.finder.inner(this.frame.file.path, level, module, name);
      if (file) return this.load(file, name);
    }
    const source = this.importFrom(level, module);
    if (source instanceof Unknown) return source;
    const found = find(this, source, name);
    if (found !== undefined) return found;
    return this.raise('ImportError', `cannot import name '${name}' from '${module}'`);
  }

  /** Runs a file's top level once, whoever asks first; `name` is what it calls itself. */
  load(file: SourceFile, name: string): PyNamespace {
    const known = this.#modules.get(file.path);
    if (known) return known;
    const module = this.emptyModule(file, name);
    try {
      this.journal.aside(() => this.run(module, () => false));
    } catch (thrown) {
      // What it had not come to is there all the same.
      module.scope.open ??= this.unknown(said('{0} was not read to its end', name));
      throw thrown;
    }
    return module;
  }

  /** A module that has not run yet. */
  emptyModule(file: SourceFile, name: string): PyNamespace {
    const module = new PyNamespace(name, new Scope(null), file);
    module.scope.names.set('__name__', name);
    module.scope.names.set('__file__', file.path);
    this.#modules.set(file.path, module);
    return module;
  }

  /** Runs a module's top level, without the statements to skip. */
  run(module: PyNamespace, skip: (statement: Statement) => boolean): void {
    runModule(this, module, skip);
  }
}
