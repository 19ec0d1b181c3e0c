import type { Expression, Statement } from '../syntax/ast.ts';
import { parseSource } from '../syntax/parse.ts';
import type { Session } from '../session.ts';
import type { PyInstance } from '../interpreter/values.ts';
import { PyClass, PyFunction, Unknown, type Value } from '../interpreter/values.ts';
import { inClass } from '../interpreter/attributes.ts';
import { isModule, moduleType, namedModules } from '../torch/module.ts';

/** A model of the file that has been built. */
export interface Candidate {
  readonly name: string;
  readonly model: PyInstance;
  /** Where it is defined: the class or the factory. */
  readonly start: number;
  readonly end: number;
}

/** The model that the user names: a class, a factory, an instance, or a call. */
export function namedCandidate(session: Session, text: string): Candidate | { readonly error: string } {
  const source = parseSource('<model>', text, null);
  const [statement] = source.module.body;
  if (statement?.kind !== 'expression') return { error: `${text} is not a class, a factory or a call` };
  const result = session.attempt(() =>
    session.inModule(() => build(session, session.vm.evaluate(statement.value))),
  );
  const model = result.value;
  const place = definitionOf(session, headOf(statement.value));
  if (isModule(model)) return { name: text, model, ...place };
  if (result.error) return { error: result.error.message };
  if (model instanceof Unknown) return { error: model.why };
  return { error: session.spent ?? `${text} does not give a module` };
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
): { readonly start: number; readonly end: number } {
  for (const statement of session.file.module.body) {
    if ((statement.kind === 'class' || statement.kind === 'function') && statement.name === name) {
      return { start: statement.nameStart, end: statement.nameEnd };
    }
  }
  return { start: 0, end: 0 };
}

/** Every model that the file defines and that can be built from what it says. */
export function candidatesOf(session: Session): Candidate[] {
  const classes: Candidate[] = [];
  const factories: Candidate[] = [];
  const known = new Set<string>();
  for (const statement of session.file.module.body) {
    if (statement.kind === 'class') {
      const made = fromClass(session, statement);
      known.add(statement.name);
      if (made) classes.push(made);
    }
  }
  for (const statement of session.file.module.body) {
    if (statement.kind !== 'function' || !looksLikeFactory(statement)) continue;
    const made = fromFactory(session, statement);
    if (made) factories.push(made);
  }
  const all = [...factories, ...classes];
  // A class that only occurs inside other models is a part, not a model.
  const parts = new Set(
    all.flatMap(({ model }) =>
      namedModules(model)
        .slice(1)
        .map(([, module]) => module.type),
    ),
  );
  const roots = new Set(factories.map(({ model }) => model.type));
  const kept = classes.filter(({ model }) => !parts.has(model.type) && !roots.has(model.type));
  return [...factories, ...kept].sort((a, b) => a.start - b.start);
}

function fromClass(session: Session, statement: Statement & { kind: 'class' }): Candidate | null {
  const type = session.guard(() => session.inModule(() => session.vm.find(session.module, statement.name)));
  if (!(type instanceof PyClass) || !type.isSubclassOf(moduleType) || !hasForward(type)) return null;
  if (!takesNothing(inClass(type, '__init__'))) return null;
  const model = session.guard(() => session.inModule(() => session.vm.call(type, [])));
  if (!isModule(model)) return null;
  return { name: statement.name, model, start: statement.nameStart, end: statement.nameEnd };
}

/** Whether a class or one of its bases outside of torch's own says what its forward pass is. */
function hasForward(type: PyClass): boolean {
  const forward = inClass(type, 'forward');
  return forward !== undefined && forward !== moduleType.names.get('forward');
}

/** Whether a function can be called with its first argument alone. */
function takesNothing(value: Value | undefined): boolean {
  if (!(value instanceof PyFunction)) return true;
  return value.definition.parameters
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

function fromFactory(session: Session, statement: Statement & { kind: 'function' }): Candidate | null {
  const factory = session.guard(() =>
    session.inModule(() => session.vm.find(session.module, statement.name)),
  );
  if (!(factory instanceof PyFunction)) return null;
  const model = session.guard(() => session.inModule(() => session.vm.call(factory, [])));
  if (!isModule(model)) return null;
  return { name: statement.name, model, start: statement.nameStart, end: statement.nameEnd };
}
