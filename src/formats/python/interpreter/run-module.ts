import type { Expression, Statement } from '../syntax/ast.ts';
import { imported } from './imports.ts';
import { inShare } from './shares.ts';
import { PyError, type Evaluator, type Frame } from './machine.ts';
import { Unknown, type PyNamespace, type Value } from './values.ts';
import { asWritten } from '../../../model/text/text.ts';

/**
 * Runs a module's top level. What only defines a name (classes, imports, constants) waits until the name is asked for:
 * most of what a file imports is never used by its models. The rest runs in order.
 */
export function runModule(vm: Evaluator, module: PyNamespace, skip: (statement: Statement) => boolean): void {
  if (!module.file) return;
  const { scope, file } = module;
  const { body } = file.module;
  const frame: Frame = {
    scope,
    module,
    file,
    callee: null,
    body: null,
    site: null,
    result: null,
    maybe: [],
    yielded: null,
    self: null,
  };
  const once = assignedOnce(body);
  for (const statement of body) {
    if (skip(statement) || isIdle(statement, frame) || postpone(vm, frame, statement, once)) continue;
    runTopLevel(vm, frame, statement);
  }
}

/** Whether running a statement changes nothing: a value that nobody gets, a second place where anything may have happened. */
function isIdle(statement: Statement, { scope }: Frame): boolean {
  if (statement.kind === 'unreadable') return scope.open !== null;
  return statement.kind === 'expression' && isInert(statement.value);
}

/** One top-level statement; an exception, or a loop without end, costs only this statement. */
export function runTopLevel(vm: Evaluator, frame: Frame, statement: Statement): void {
  try {
    const end = inShare(vm, () => vm.within(frame, () => vm.execute([statement])));
    if (end instanceof Unknown) forgetBound(frame, statement, end);
  } catch (thrown) {
    if (!(thrown instanceof PyError)) throw thrown;
    frame.scope.open ??= new Unknown(asWritten(thrown.message), thrown.place);
  }
}

/** The names that a statement which was not followed to its end would have set. */
function forgetBound({ scope }: Frame, statement: Statement, why: Unknown): void {
  scope.open ??= why;
  eachBound([statement], (name) => scope.names.set(name, why));
}

/** Computes what a statement defines when its name is asked for; false where that cannot wait. */
export function postpone(
  vm: Evaluator,
  frame: Frame,
  statement: Statement,
  once: ReadonlySet<string>,
): boolean {
  const later = (name: string, compute: () => Value): void => {
    frame.scope.lazy ??= new Map();
    frame.scope.lazy.set(name, () =>
      vm.reads.paused(() =>
        vm.within(frame, () => {
          // Whoever asks first: it stands here.
          vm.at(statement);
          return inShare(vm, () => attempt(compute));
        }),
      ),
    );
  };
  switch (statement.kind) {
    case 'class':
      if (!once.has(statement.name) || statement.decorators.length > 0) return false;
      if (statement.bases.some(({ name }) => name !== null)) return false;
      later(statement.name, () => vm.defineClass(statement));
      return true;
    case 'assign': {
      const [target] = statement.targets;
      const { value } = statement;
      if (statement.targets.length !== 1 || target?.kind !== 'name' || !value) return false;
      if (!once.has(target.id) || !isInert(value)) return false;
      later(target.id, () => vm.evaluate(value));
      return true;
    }
    case 'import': {
      const names = statement.modules.map(({ name, alias }) => ({
        name,
        bound: alias ?? name.split('.')[0] ?? name,
        alias,
      }));
      if (names.some(({ bound }) => !once.has(bound))) return false;
      for (const { name, bound, alias } of names) {
        later(bound, () => imported(vm, { name, alias }));
      }
      return true;
    }
    case 'import-from': {
      const names = statement.names ?? [];
      if (!statement.names || names.some(({ name, alias }) => !once.has(alias ?? name))) return false;
      for (const { name, alias } of names) {
        later(alias ?? name, () => vm.importName(statement.level, statement.module, name));
      }
      return true;
    }
    default:
      return false;
  }
}

/** What is computed late; an exception is no longer in its place, and makes the value unknown. */
export function attempt(compute: () => Value): Value {
  try {
    return compute();
  } catch (thrown) {
    if (!(thrown instanceof PyError)) throw thrown;
    return new Unknown(asWritten(thrown.message), thrown.place);
  }
}

/** Names that only one statement of the module sets: computing them late gives the same. */
function assignedOnce(body: readonly Statement[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  eachBound(body, (name) => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  });
  return new Set([...counts].filter(([, times]) => times === 1).map(([name]) => name));
}

/** Tells every name that statements set, as often as they do; twice where it is changed. */
export function eachBound(body: readonly Statement[], count: (name: string) => void): void {
  const target = (expression: Expression): void => {
    if (expression.kind === 'name') count(expression.id);
    else if (expression.kind === 'tuple' || expression.kind === 'list') expression.items.forEach(target);
    else if (expression.kind === 'starred') target(expression.value);
  };
  const visit = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      switch (statement.kind) {
        case 'assign':
          if (statement.value) statement.targets.forEach(target);
          break;
        case 'update':
          target(statement.target);
          target(statement.target);
          break;
        case 'for':
          target(statement.target);
          visit(statement.body);
          visit(statement.otherwise);
          break;
        case 'while':
          visit(statement.body);
          break;
        case 'if':
          visit(statement.then);
          visit(statement.otherwise);
          break;
        case 'try':
          for (const block of [statement.body, statement.otherwise, statement.last]) visit(block);
          for (const handler of statement.handlers) visit(handler.body);
          break;
        case 'with':
          visit(statement.body);
          break;
        case 'import':
          for (const { name, alias } of statement.modules) count(alias ?? name.split('.')[0] ?? name);
          break;
        case 'import-from':
          for (const { name, alias } of statement.names ?? []) count(alias ?? name);
          break;
        case 'function':
        case 'class':
          count(statement.name);
          break;
        default:
          break;
      }
    }
  };
  visit(body);
}

/** Whether an expression computes nothing: constants, names and displays of these give the same at any time. */
export function isInert(expression: Expression): boolean {
  switch (expression.kind) {
    case 'constant':
    case 'float':
    case 'name':
    case 'ellipsis':
    case 'unreadable':
      return true;
    case 'attribute':
      return isInert(expression.object);
    case 'tuple':
    case 'list':
    case 'set':
      return expression.items.every(isInert);
    case 'dict':
      return expression.items.every(({ key, value }) => key !== null && isInert(key) && isInert(value));
    default:
      return false;
  }
}
