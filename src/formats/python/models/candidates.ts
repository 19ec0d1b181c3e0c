import type { ClassDefinition, Expression, FunctionDefinition, Statement } from '../syntax/ast.ts';
import type { Earlier } from '../again/earlier.ts';
import type { KeptModel } from '../again/kept-model.ts';
import type { BudgetSpent, Part } from '../interpreter/budget.ts';
import type { ReadSet } from '../interpreter/reads.ts';
import { parseSource } from '../syntax/parse.ts';
import { wordPlaces } from '../syntax/word-places.ts';
import type { Session } from '../session.ts';
import type { Form } from '../interpreter/form.ts';
import type { PyInstance } from '../interpreter/values.ts';
import { PyClass, PyFunction, Unknown, type Value } from '../interpreter/values.ts';
import { inClass } from '../interpreter/attributes.ts';
import { allModules, childrenOf, classesIn, isModule, moduleType } from '../torch/module.ts';
import { asWritten, filled, said, type Filled } from '../../../model/text/text.ts';

/** A model of the file that has been built. */
export interface Candidate {
  readonly name: string;
  readonly model: PyInstance;
  /** Where it is defined: the class or the factory. */
  readonly start: number;
  readonly end: number;
  /** The class or factory of the file that it is made by; null where another file defines it. */
  readonly definition: string | null;
  /** What building it has read of what models share, where that has been watched. */
  readonly reads: ReadSet | null;
  /** The steps that building it took. */
  readonly steps: number;
}

/** A model of an earlier version of the file that is the same now. */
export interface Known {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly again: KeptModel;
}

export function isKnown(model: Candidate | Known): model is Known {
  return 'again' in model;
}

/** The model that the user names: a class, a factory, an instance, or a call. */
export function namedCandidate(session: Session, text: string): Candidate | { readonly error: Filled } {
  const source = parseSource('<model>', text, null);
  const [statement] = source.module.body;
  if (statement?.kind !== 'expression')
    return { error: said('{0} is not a class, a factory or a call', text) };
  const result = session.attempt(() =>
    session.inModule(() => build(session, session.vm.evaluate(statement.value))),
  );
  const model = result.value;
  const place = definitionOf(session, headOf(statement.value));
  if (isModule(model)) return { name: text, model, ...place, ...unwatched };
  if (result.error) return { error: asWritten(result.error.message) };
  if (model instanceof Unknown) return { error: filled(model.why) };
  return { error: result.ended ? filled(result.ended.why) : said('{0} does not give a module', text) };
}

/** Calls what can be called: a class or a factory with its defaults. */
function build(session: Session, value: Value): Value {
  return value instanceof PyClass || value instanceof PyFunction ? session.vm.call(value, []) : value;
}

function headOf(expression: Expression): string {
  if (expression.kind === 'call') return headOf(expression.callee);
  return expression.kind === 'name' ? expression.id : '';
}

/** The span of a class' or function's head line, or the beginning of the file. */
export function definitionOf(
  session: Session,
  name: string,
): Pick<Candidate, 'start' | 'end' | 'definition'> {
  for (const statement of session.file.module.body) {
    if ((statement.kind === 'class' || statement.kind === 'function') && statement.name === name) {
      return { start: statement.nameStart, end: statement.nameEnd, definition: name };
    }
  }
  return { start: 0, end: 0, definition: null };
}

/**
 * Every model that the file defines and that can be built from what it says: those that comments name, those that its
 * scripts make, its factories, and its classes with their defaults.
 */
export function candidatesOf(session: Session, earlier: Earlier): (Candidate | Known)[] {
  const named = fromComments(session);
  session.script.run();
  const { body } = session.file.module;
  const factories = body.flatMap((statement) =>
    statement.kind === 'function' && looksLikeFactory(statement)
      ? fromFactory(session, statement, earlier)
      : [],
  );
  const roots = new Set<Value | undefined>([...named, ...factories].flatMap((each) => typeOf(each) ?? []));
  const made = fromScript(session, roots);
  for (const { model } of made) roots.add(model.type);
  const classes = body.flatMap((statement) =>
    statement.kind === 'class' && !isRoot(session, statement, roots)
      ? fromClass(session, statement, earlier)
      : [],
  );
  // A class that only occurs inside other models is a part, not a model.
  const parts = new Set<PyClass>();
  for (const each of classes.length === 0 ? [] : [...named, ...factories, ...made, ...classes])
    for (const type of isKnown(each) ? each.again.parts : partsOf(each.model)) parts.add(type);
  const whole = classes.filter((each) => !isAmong(parts, typeOf(each)));
  const all = [...named, ...factories, ...made, ...whole];
  sayUnbuilt(session, all);
  return all.sort((a, b) => a.start - b.start);
}

/** More classes than that need arguments where they are a library's. */
const mostUnbuilt = 12;

/** Says of models that need arguments which nothing in the file says that they are not shown; parts of others are none. */
function sayUnbuilt(session: Session, shown: readonly (Candidate | Known)[]): void {
  const { text, module, isCut } = session.file;
  // What is not read may say it.
  if (session.ended || isCut) return;
  const parts = new Set<PyClass>();
  const unbuilt = module.body.flatMap((statement) => {
    if (statement.kind !== 'class' || shown.some(({ start }) => start === statement.nameStart)) return [];
    const type = classNamed(session, statement.name);
    if (!(type instanceof PyClass) || !type.isSubclassOf(moduleType) || !hasForward(type)) return [];
    const init = inClass(type, '__init__');
    if (!(init instanceof PyFunction) || takesOnlyFirst(init.definition)) return [];
    return [{ statement, init }];
  });
  if (unbuilt.length === 0 || unbuilt.length > mostUnbuilt) return;
  for (const each of shown)
    for (const type of isKnown(each) ? each.again.parts : partsOf(each.model)) parts.add(type);
  for (const { statement, init } of unbuilt) {
    const { name, nameStart, nameEnd, start, end } = statement;
    const type = classNamed(session, name);
    const isNamedElsewhere = [...wordPlaces(text, name)].some((at) => at < start || at >= end);
    if ((type instanceof PyClass && parts.has(type)) || isNamedElsewhere) continue;
    const needed = init.definition.parameters
      .slice(1)
      .filter(({ fallback, kind }) => fallback === null && kind !== '*' && kind !== '**');
    const names = needed.map((each) => each.name).join(', ');
    session.notBuilt(
      name,
      { start: nameStart, end: nameEnd },
      said('nothing in the file says what its constructor is given as {0}', names),
    );
  }
}

/** Classes of the modules inside of a model. */
export function partsOf(model: PyInstance): ReadonlySet<PyClass> {
  const parts = new Set<PyClass>();
  const seen = new Set<PyInstance | Form>([model]);
  for (const [, child] of childrenOf(model)) classesIn(child, parts, seen);
  return parts;
}

function typeOf(model: Candidate | Known): PyClass | null {
  return isKnown(model) ? model.again.type : model.model.type;
}

function isAmong(types: ReadonlySet<PyClass>, type: PyClass | null): boolean {
  return type !== null && types.has(type);
}

const unwatched = { reads: null, steps: 0 };

/** `# convlens: model=Net(10)`; shown at the definition that it names. */
function fromComments(session: Session): Candidate[] {
  return session.directives.flatMap(({ model, start, end }): Candidate[] => {
    if (model === null) return [];
    const made = namedCandidate(session, model);
    if ('error' in made) return [];
    return [made.definition === null ? { ...made, start, end } : made];
  });
}

/** Models that the file's scripts make, each class and each way of making it once. */
function fromScript(session: Session, known: ReadonlySet<unknown>): Candidate[] {
  const { instances, calls } = session.script;
  const parts = new Set<PyInstance>();
  for (const instance of instances) {
    // What is a part has been gone through with the whole.
    if (parts.has(instance)) continue;
    for (const module of allModules(instance)) if (module !== instance) parts.add(module);
  }
  const called = new Set(calls.map(({ instance }) => instance));
  const names = new Map<Value, string>();
  for (const [name, value] of session.module.scope.names)
    if (isModule(value) && !names.has(value)) names.set(value, name);
  const seen = new Set<string>();
  return instances.flatMap((model): Candidate[] => {
    const { type, site } = model;
    if (parts.has(model) || known.has(type) || site?.file !== session.file) return [];
    // Of PyTorch's own modules only a container is a model, and only where the file calls it one.
    if (!type.definition && !(names.has(model) && type.name === 'Sequential')) return [];
    if (type.definition && !hasForward(type)) return [];
    const { file, call } = site;
    const text = file.text.slice(call.start, call.end).replace(/\s+/g, ' ');
    const name = type.definition ? (call.args.length === 0 ? type.name : text) : (names.get(model) ?? text);
    const short = name.length > 80 ? (names.get(model) ?? type.name) : name;
    const key = `${type.name} ${text}`;
    if (seen.has(key) || (!called.has(model) && isLoss(type))) return [];
    seen.add(key);
    const own = definitionOf(session, type.name);
    const place = own.definition === null ? { start: call.start, end: call.end, definition: null } : own;
    return [{ name: short, model, ...place, ...unwatched }];
  });
}

function isRoot(session: Session, statement: ClassDefinition, roots: ReadonlySet<unknown>): boolean {
  if (session.spent === null) return roots.has(classNamed(session, statement.name));
  // What the name is can no longer be asked.
  return [...roots].some(
    (root) =>
      root instanceof PyClass && root.definition?.module === session.module && root.name === statement.name,
  );
}

function isLoss({ name }: PyClass): boolean {
  return /loss|criterion|metric/i.test(name);
}

function classNamed(session: Session, name: string): Value | undefined {
  return session.guard(() => session.inModule(() => session.vm.find(session.module, name)));
}

function fromClass(
  session: Session,
  statement: Statement & { kind: 'class' },
  earlier: Earlier,
): (Candidate | Known)[] {
  const type = classNamed(session, statement.name);
  if (session.ended) leaveOutByText(session, statement, session.ended);
  if (!(type instanceof PyClass) || !type.isSubclassOf(moduleType) || !hasForward(type)) return [];
  return takesNothing(inClass(type, '__init__')) ? called(session, statement, type, earlier) : [];
}

/** Says of a class that was not built that it was not, where its text alone shows that it is a model without arguments. */
function leaveOutByText(session: Session, statement: ClassDefinition, why: BudgetSpent): void {
  const methods = statement.body().filter((each) => each.kind === 'function');
  const constructor = methods.find(({ name }) => name === '__init__');
  if (!methods.some(({ name }) => name === 'forward')) return;
  if (constructor && !takesOnlyFirst(constructor)) return;
  session.leaveOut(statement.name, { start: statement.nameStart, end: statement.nameEnd }, why);
}

/** What building one model may take: a loop without end in one of them leaves the others what they need. */
const modelPart: Part = { steps: 400_000, share: 0.4 };

/** What a class or factory gives when it is called without arguments, if that is a model. */
function called(
  session: Session,
  { name, nameStart, nameEnd }: Statement & { kind: 'class' | 'function' },
  callee: Value,
  earlier: Earlier,
): (Candidate | Known)[] {
  const place = { name, start: nameStart, end: nameEnd };
  const again = earlier.model(name, { start: nameStart, end: nameEnd });
  if (again) return [{ ...place, again }];
  const { recorder, vm } = session;
  const before = session.budget.spent;
  const reports = recorder.reports.all.length;
  let model: Value | undefined;
  const build = (): void => {
    session.inPart(modelPart, () => {
      model = session.inModule(() => {
        vm.reads.read(session.module.scope, name, callee);
        return vm.call(callee, []);
      });
    });
  };
  const built = earlier.built(name);
  if (built) {
    const { reads, steps } = built;
    return [{ ...place, model: built.model, definition: name, reads, steps }];
  }
  const reads = earlier.watches ? vm.reads.part(++vm.journal.clock, build).reads : null;
  if (!earlier.watches) build();
  if (session.ended) session.leaveOut(name, place, session.ended);
  // What cannot be built without arguments was not meant to be.
  if (!isModule(model)) {
    recorder.reports.dropFrom(reports);
    return [];
  }
  return [{ ...place, model, definition: name, reads, steps: session.budget.spent - before }];
}

/** Whether a class or one of its bases outside of torch's own says what its forward pass is. */
function hasForward(type: PyClass): boolean {
  const forward = inClass(type, 'forward');
  if (
    forward instanceof PyFunction &&
    forward.definition.kind === 'function' &&
    onlyRaises(forward.definition)
  )
    return false;
  return forward !== undefined && forward !== moduleType.names.get('forward');
}

/** `raise NotImplementedError`: a base for others. */
function onlyRaises(definition: FunctionDefinition): boolean {
  const [first, ...others] = definition.body().filter(({ kind }) => kind !== 'expression');
  return first?.kind === 'raise' && others.length === 0;
}

/** Whether a function can be called with its first argument alone. */
function takesNothing(value: Value | undefined): boolean {
  return !(value instanceof PyFunction) || takesOnlyFirst(value.definition);
}

function takesOnlyFirst({ parameters }: Pick<FunctionDefinition, 'parameters'>): boolean {
  return parameters
    .slice(1)
    .every(({ fallback, kind }) => fallback !== null || kind === '*' || kind === '**');
}

/** A public function that needs no argument, returns something, and speaks of modules or other factories. */
function looksLikeFactory(statement: Statement & { kind: 'function' }): boolean {
  if (statement.name.startsWith('_') || /^(main|test|train|eval|demo|get_args|parse)/.test(statement.name))
    return false;
  const needs = statement.parameters.some(
    ({ fallback, kind }) => fallback === null && kind !== '*' && kind !== '**',
  );
  if (needs || statement.generator()) return false;
  return returnsSomething(statement.body());
}

function returnsSomething(body: readonly Statement[]): boolean {
  return body.some((statement) => {
    switch (statement.kind) {
      case 'return':
        return statement.value !== null && statement.value.kind !== 'constant';
      case 'if':
        return returnsSomething(statement.then) || returnsSomething(statement.otherwise);
      case 'for':
      case 'while':
      case 'with':
        return returnsSomething(statement.body);
      case 'try':
        return returnsSomething(statement.body);
      default:
        return false;
    }
  });
}

function fromFactory(
  session: Session,
  statement: Statement & { kind: 'function' },
  earlier: Earlier,
): (Candidate | Known)[] {
  const factory = session.guard(() =>
    session.inModule(() => session.vm.find(session.module, statement.name)),
  );
  const { ended } = session;
  if (ended) session.leaveOut(statement.name, { start: statement.nameStart, end: statement.nameEnd }, ended);
  return factory instanceof PyFunction ? called(session, statement, factory, earlier) : [];
}
