import type { Expression, Statement } from '../syntax/ast.ts';
import { leaveOpen } from './attributes.ts';
import { branches, uncertainLoop } from './branches.ts';
import { isCaught, raised } from './exceptions.ts';
import { LongRange, restAtOnce } from './long-range.ts';
import { PyError, type Evaluator, type Flow, type Frame } from './machine.ts';
import { matches } from './patterns.ts';
import { bindImport, bindImportFrom } from './imports.ts';
import { bindName } from './names.ts';
import { Rounds } from './rounds.ts';
import { decorated } from './classes.ts';
import { eachBound, isInert } from './run-module.ts';
import { PyDict, PyInstance, PyIterator, PyList, PySet, PyTensor, Unknown } from './values.ts';
import { asWritten } from '../../../model/text/text.ts';

/** Runs a block until it ends or leaves. */
export function execute(vm: Evaluator, block: readonly Statement[]): Flow {
  let done = 0;
  for (const statement of block) {
    vm.charge(1);
    const flow = guarded(vm, statement);
    done++;
    if (flow !== 'next') return flow;
    if (vm.leaving && done < block.length) return mayHaveEnded(vm, block.slice(done), vm.leaving);
  }
  return 'next';
}

/** One way of an unknown condition has left the block before its rest. */
function mayHaveEnded(
  vm: Evaluator,
  rest: readonly Statement[],
  leaving: NonNullable<Evaluator['leaving']>,
): Flow {
  vm.leaving = null;
  const last = branches(vm, [() => execute(vm, rest), () => 'next']);
  vm.leaving ??= leaving;
  return last;
}

/**
 * An exception that Python may not raise (this interpreter does not know everything) and that nothing handles costs one
 * statement: what it would have set is unknown, and the rest goes on.
 */
function guarded(vm: Evaluator, statement: Statement): Flow {
  const { frame } = vm;
  try {
    return run(vm, statement);
  } catch (thrown) {
    const unknown = doubted(vm, frame, thrown);
    switch (statement.kind) {
      case 'assign':
        for (const target of statement.targets) vm.assign(target, unknown);
        return 'next';
      case 'update':
        vm.assign(statement.target, unknown);
        return 'next';
      case 'return':
        if (frame) frame.result = unknown;
        return 'return';
      case 'expression':
        leaveReceiverOpen(vm, statement.value, unknown);
        return 'next';
      default:
        eachBound([statement], (name) => {
          bindName(vm, name, unknown);
        });
        return 'next';
    }
  }
}

/** What an exception that Python may not raise leaves; throws any other one again. */
function doubted(vm: Evaluator, frame: Frame | null, thrown: unknown): Unknown {
  if (!(thrown instanceof PyError) || thrown.certain || vm.handlers > 0 || !frame) throw thrown;
  vm.frame = frame;
  // Where something handles exceptions, the same would end otherwise.
  vm.journal.unrepeatable();
  const unknown = new Unknown(asWritten(thrown.message), thrown.place);
  markOpen(vm, frame, unknown);
  if (vm.forks === 0) vm.hooks.doubted(unknown);
  return unknown;
}

/** What decides about a block: where it may raise, it is unknown, and so is what the block changes. */
function head<T>(vm: Evaluator, decide: () => T): T | Unknown {
  const { frame } = vm;
  try {
    return decide();
  } catch (thrown) {
    return doubted(vm, frame, thrown);
  }
}

const adders: ReadonlySet<string> = new Set(['append', 'extend', 'insert', 'add', 'update', 'add_module']);

/** `layers.append(what raised)`: it may hold more than is known. */
function leaveReceiverOpen(vm: Evaluator, expression: Expression, why: Unknown): void {
  if (expression.kind !== 'call' || expression.callee.kind !== 'attribute') return;
  const { object, name } = expression.callee;
  if (!adders.has(name) || !isInert(object)) return;
  const receiver = vm.evaluate(object);
  if (receiver instanceof PyList || receiver instanceof PyDict || receiver instanceof PySet) {
    vm.journal.touch(receiver);
    receiver.open ??= why;
  } else if (receiver instanceof PyInstance) leaveOpen(vm, receiver, why);
}

/** From here on the function may have names, and its object attributes, that are not known. */
function markOpen(vm: Evaluator, { scope, callee, self }: Frame, why: Unknown): void {
  scope.open ??= why;
  if (callee?.owner && self instanceof PyInstance) leaveOpen(vm, self, why);
}

/** Both ways of an unknown condition. */
function either(vm: Evaluator, { then, otherwise, test }: Statement & { kind: 'if' }): Flow {
  return branches(vm, [() => vm.execute(then), () => vm.execute(otherwise)], test);
}

function run(vm: Evaluator, statement: Statement): Flow {
  switch (statement.kind) {
    case 'expression': {
      const value = vm.evaluate(statement.value);
      if (value instanceof PyTensor && statement.value.kind === 'call')
        vm.hooks.dropped(value, statement.value);
      return 'next';
    }
    case 'assign': {
      if (!statement.value) {
        annotate(vm, statement.targets[0], statement.annotation);
        return 'next';
      }
      const value = vm.evaluate(statement.value);
      for (const target of statement.targets) vm.assign(target, value);
      if (statement.annotation) annotate(vm, statement.targets[0], statement.annotation);
      return 'next';
    }
    case 'update':
      return update(vm, statement);
    case 'return':
      if (vm.frame) vm.frame.result = statement.value ? vm.evaluate(statement.value) : null;
      return 'return';
    case 'if': {
      const truth = head(vm, () => vm.truth(vm.evaluate(statement.test)));
      if (truth instanceof Unknown) return either(vm, statement);
      return vm.execute(truth ? statement.then : statement.otherwise);
    }
    case 'for':
      return forLoop(vm, statement);
    case 'while':
      return whileLoop(vm, statement);
    case 'try':
      return tryStatement(vm, statement);
    case 'with':
      return withStatement(vm, statement);
    case 'match':
      return matchStatement(vm, statement);
    case 'raise':
      vm.at(statement);
      throw raised(vm, statement.value ? vm.evaluate(statement.value) : null);
    case 'assert': {
      const truth = vm.truth(vm.evaluate(statement.test));
      if (truth !== false) return 'next';
      const message = statement.message ? vm.text(vm.evaluate(statement.message)) : '';
      vm.at(statement);
      return vm.raise('AssertionError', typeof message === 'string' ? message : '', true);
    }
    case 'delete':
      for (const target of statement.targets) remove(vm, target);
      return 'next';
    case 'scope':
      return redirect(vm, statement.scope, statement.names);
    case 'import':
      for (const imported of statement.modules) bindImport(vm, imported);
      return 'next';
    case 'import-from':
      bindImportFrom(vm, statement.level, statement.module, statement.names);
      return 'next';
    case 'function': {
      const value = vm.defineFunction(statement);
      bindName(vm, statement.name, decorated(vm, statement.decorators, value));
      return 'next';
    }
    case 'class':
      bindName(vm, statement.name, vm.defineClass(statement));
      return 'next';
    case 'pass':
      return 'next';
    case 'break':
    case 'continue':
      return statement.kind;
    case 'unreadable': {
      const { frame } = vm;
      vm.at(statement);
      const unknown = vm.unknown(statement.why);
      if (frame) markOpen(vm, frame, unknown);
      return 'next';
    }
  }
}

/** Class bodies keep their annotations: what dataclasses are made from. */
function annotate(vm: Evaluator, target: Expression | undefined, annotation: Expression | null): void {
  const { frame } = vm;
  if (!annotation || target?.kind !== 'name' || !frame || frame.callee) return;
  frame.annotations?.push({ name: target.id, annotation });
}

function update(vm: Evaluator, statement: Statement & { kind: 'update' }): Flow {
  const { target, operator } = statement;
  const left = vm.evaluate(target);
  const right = vm.evaluate(statement.value);
  vm.at(statement);
  vm.assign(target, vm.updated(operator, left, right));
  return 'next';
}

function forLoop(vm: Evaluator, statement: Statement & { kind: 'for' }): Flow {
  let long: LongRange | null = null;
  const source = head(vm, () => {
    const iterable = vm.evaluate(statement.iterable);
    if (statement.target.kind === 'name') long = new LongRange(vm, iterable);
    return vm.iterate(iterable);
  });
  const { frame } = vm;
  if (!frame) return 'next';
  if (source instanceof Unknown) {
    return uncertainLoop(
      vm,
      () => {
        vm.assign(statement.target, source);
        return vm.execute(statement.body);
      },
      source,
      statement.iterable,
    );
  }
  const items = source instanceof PyIterator ? source.source : source[Symbol.iterator]();
  const once = new Rounds(vm, statement);
  const rounds = (): Flow => {
    for (let next = items.next(once.isIdle); next.done !== true; next = items.next(once.isIdle)) {
      vm.charge(1);
      const flow = once.run(next.value);
      if (flow === 'break') return 'next';
      if (flow === 'return') return flow;
      if (mayHaveLeft(vm)) return branches(vm, [rounds, () => 'next']);
      if (long && restAtOnce(vm, statement, long)) break;
    }
    return vm.execute(statement.otherwise);
  };
  return rounds();
}

/** Whether the round that ended may have left the loop. */
function mayHaveLeft(vm: Evaluator): boolean {
  const { leaving } = vm;
  vm.leaving = null;
  return leaving === 'break';
}

function whileLoop(vm: Evaluator, statement: Statement & { kind: 'while' }): Flow {
  for (;;) {
    vm.charge(1);
    const truth = head(vm, () => vm.truth(vm.evaluate(statement.test)));
    if (truth instanceof Unknown)
      return uncertainLoop(vm, () => vm.execute(statement.body), truth, statement.test);
    if (!truth) return vm.execute(statement.otherwise);
    const flow = vm.execute(statement.body);
    if (flow === 'break') return 'next';
    if (flow === 'return') return flow;
    if (mayHaveLeft(vm)) return branches(vm, [() => whileLoop(vm, statement), () => 'next']);
  }
}

function tryStatement(vm: Evaluator, statement: Statement & { kind: 'try' }): Flow {
  const { frame } = vm;
  const attempt = (): Flow => {
    // `try … finally` alone handles nothing.
    const handles = statement.handlers.length > 0 ? 1 : 0;
    vm.handlers += handles;
    try {
      const flow = vm.execute(statement.body);
      return flow === 'next' ? vm.execute(statement.otherwise) : flow;
    } finally {
      vm.handlers -= handles;
    }
  };
  const handle = (thrown: unknown): Flow => {
    if (!(thrown instanceof PyError)) throw thrown;
    vm.frame = frame;
    for (const { type, name, body } of statement.handlers) {
      if (type && !isCaught(vm, thrown, vm.evaluate(type))) continue;
      if (name !== null) bindName(vm, name, thrown.exception);
      vm.caught.push(thrown);
      try {
        return vm.execute(body);
      } finally {
        vm.caught.pop();
      }
    }
    throw thrown;
  };
  const handled = (): Flow => {
    try {
      return attempt();
    } catch (thrown) {
      return handle(thrown);
    }
  };
  if (statement.last.length === 0) return handled();
  let flow: Flow;
  try {
    flow = handled();
  } catch (thrown) {
    vm.frame = frame;
    const last = vm.execute(statement.last);
    // A `finally` that returns swallows the exception.
    if (last === 'next') throw thrown;
    return last;
  }
  const last = vm.execute(statement.last);
  return last === 'next' ? flow : last;
}

function withStatement(vm: Evaluator, statement: Statement & { kind: 'with' }): Flow {
  for (const { value, target } of statement.items) {
    const entered = head(vm, () => {
      const manager = vm.evaluate(value);
      const enter = manager instanceof Unknown ? undefined : vm.find(manager, '__enter__');
      return enter === undefined ? manager : vm.call(enter, []);
    });
    if (target) vm.assign(target, entered);
  }
  return vm.execute(statement.body);
}

function matchStatement(vm: Evaluator, statement: Statement & { kind: 'match' }): Flow {
  const subject = head(vm, () => vm.evaluate(statement.subject));
  for (const [index, { pattern, guard, body }] of statement.cases.entries()) {
    let fits: boolean | Unknown = matches(vm, pattern, subject);
    if (fits === true && guard) fits = vm.truth(vm.evaluate(guard));
    if (fits === false) continue;
    if (fits === true) return vm.execute(body);
    // From here on any of the cases may be the one.
    const ways = statement.cases.slice(index).map((each) => () => {
      matches(vm, each.pattern, subject);
      return vm.execute(each.body);
    });
    return branches(vm, [...ways, () => 'next'], statement.subject);
  }
  return 'next';
}

function remove(vm: Evaluator, target: Expression): void {
  switch (target.kind) {
    case 'name': {
      const scope = vm.frame?.scope;
      if (!scope) return;
      vm.journal.touch(scope);
      scope.names.delete(target.id);
      scope.lazy?.delete(target.id);
      return;
    }
    case 'attribute':
      vm.deleteAttribute(vm.evaluate(target.object), target.name);
      return;
    case 'subscript': {
      const object = vm.evaluate(target.object);
      const method = vm.find(object, '__delitem__');
      if (method !== undefined) vm.call(method, [vm.evaluate(target.index)]);
      return;
    }
    case 'tuple':
    case 'list':
      for (const item of target.items) remove(vm, item);
      return;
    default:
      return;
  }
}

function redirect(vm: Evaluator, kind: 'global' | 'nonlocal', names: readonly string[]): Flow {
  const scope = vm.frame?.scope;
  if (!scope) return 'next';
  scope.redirected ??= new Map();
  for (const name of names) {
    let target = scope.globals;
    if (kind === 'nonlocal') {
      for (let outer = scope.parent; outer; outer = outer.parent) {
        if (!outer.names.has(name)) continue;
        target = outer;
        break;
      }
    }
    scope.redirected.set(name, target);
  }
  return 'next';
}
