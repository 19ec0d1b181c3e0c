import { inClass } from '../interpreter/attributes.ts';
import { claim } from '../interpreter/classes.ts';
import type { Dependency } from '../interpreter/dependency.ts';
import type { Interpreter } from '../interpreter/interpreter.ts';
import type { Frame } from '../interpreter/machine.ts';
import { postpone } from '../interpreter/run-module.ts';
import { PyClass, PyDescriptor, PyFunction, Scope, type Value } from '../interpreter/values.ts';
import type { ClassDefinition, FunctionDefinition } from '../syntax/ast.ts';
import type { Change } from './changes.ts';

type Step = () => void;

/** The analysed file's module, as earlier versions of the file have made it. */
export interface Built {
  readonly vm: Interpreter;
  /** For statements of the latest version. */
  readonly frame: Frame;
}

/**
 * Makes classes and functions of an earlier version those of the latest one. False, and nothing done, where running the
 * module would give something else.
 */
export function applyChanges(built: Built, changes: readonly Change[]): boolean {
  const steps = changes.map((change) => stepFor(built, change));
  if (steps.includes(null)) return false;
  for (const step of steps) step?.();
  return true;
}

const nothing: Step = () => undefined;

/** Null where it cannot be done. */
function stepFor(built: Built, change: Change): Step | null {
  switch (change.kind) {
    case 'body':
      return bodyStep(built, change);
    case 'definition':
      return definitionStep(built, change);
    case 'name':
      return change.owner ? memberStep(built, change, change.owner) : globalStep(built, change);
  }
}

/** Whether running the module has read or run it. */
function isOfModule({ vm }: Built, dependency: Dependency | null | undefined): boolean {
  return dependency !== null && dependency !== undefined && vm.reads.shared.own.has(dependency);
}

function bodyStep(built: Built, { before, now }: Change & { kind: 'body' }): Step | null {
  const { vm, frame } = built;
  const { file } = frame;
  const made = vm.definitions.get(before);
  // Its class has not been asked for yet.
  if (made === undefined) return nothing;
  if (!(made instanceof PyFunction) || !made.body || isOfModule(built, made.body)) return null;
  const { body } = made;
  return () => {
    made.code = body.reword({ definition: now, file });
    const { definition, file: earlier } = made.code;
    const { start, end } = definition;
    if (earlier !== file) file.moves.restore(earlier, { start, end, delta: now.start - start });
    redefine(built, before, now, made);
  };
}

function definitionStep(built: Built, { before, now }: Change & { kind: 'definition' }): Step | null {
  const { vm, frame } = built;
  const made = vm.definitions.get(before);
  if (made !== undefined) return () => redefine(built, before, now, made);
  // It is none of the module's own names, or nobody has asked for it yet.
  if (now.kind === 'function') return nothing;
  if (frame.scope.names.has(now.name) || frame.scope.lazy?.has(now.name) !== true) return null;
  return () => postpone(vm, frame, now, new Set([now.name]));
}

function redefine(
  { vm, frame }: Built,
  before: FunctionDefinition | ClassDefinition,
  now: FunctionDefinition | ClassDefinition,
  made: PyFunction | PyClass,
): void {
  vm.definitions.delete(before);
  vm.definitions.set(now, made);
  if (made instanceof PyClass && made.definition && now.kind === 'class')
    made.definition = { ...made.definition, syntax: now, file: frame.file };
}

/** A constant or method of a class that is run by nothing but its own body. */
function memberStep(
  built: Built,
  { name, before, now }: Change & { kind: 'name' },
  owner: ClassDefinition,
): Step | null {
  const { vm, frame } = built;
  const type = vm.definitions.get(owner);
  if (type === undefined) return nothing;
  if (!(type instanceof PyClass) || !isPlain(type) || owner.decorators.length > 0) return null;
  const value = type.names.get(name);
  const made = before.kind === 'function' ? vm.definitions.get(before) : undefined;
  if (value === undefined || made !== (before.kind === 'function' ? value : undefined)) return null;
  const known = vm.reads.known(type, name);
  if (isOfModule(built, known)) return null;
  return () => {
    const scope = new Scope(frame.scope, vm.journal.clock);
    scope.names = new Map(type.names);
    const own = valueOf(vm, { ...frame, scope, annotations: [] }, now);
    claim(own, type);
    type.names.set(name, own);
    if (before.kind === 'function') vm.definitions.delete(before);
    known?.reword(value, own);
  };
}

/** Whether nothing but its body has made a class what it is. */
function isPlain(type: PyClass): boolean {
  const subclassed = inClass(type, '__init_subclass__', type);
  return (
    !type.isAltered &&
    type.meta === null &&
    !type.names.has('__dataclass__') &&
    inClass(type, '__class_created__') === undefined &&
    !(subclassed instanceof PyFunction || subclassed instanceof PyDescriptor)
  );
}

/** A constant or function of the module that the module itself does not use. */
function globalStep(built: Built, { name, before, now }: Change & { kind: 'name' }): Step | null {
  const { vm, frame } = built;
  const { scope } = frame;
  const known = vm.reads.known(scope, name);
  if (isOfModule(built, known)) return null;
  if (now.kind === 'assign') {
    if (scope.lazy?.has(name) !== true) return null;
    return () => {
      scope.names.delete(name);
      postpone(vm, frame, now, new Set([name]));
      known?.reword(undefined, undefined);
    };
  }
  const made = before.kind === 'function' ? vm.definitions.get(before) : undefined;
  if (!(made instanceof PyFunction) || made !== scope.names.get(name) || made.attributes.size > 0)
    return null;
  return () => {
    scope.names.set(name, valueOf(vm, frame, now));
    if (before.kind === 'function') vm.definitions.delete(before);
    known?.reword(undefined, undefined);
  };
}

function valueOf(vm: Interpreter, frame: Frame, statement: (Change & { kind: 'name' })['now']): Value {
  return vm.reads.paused(() =>
    vm.within(frame, () => {
      vm.at(statement);
      if (statement.kind === 'function') return vm.defineFunction(statement);
      return statement.value ? vm.evaluate(statement.value) : null;
    }),
  );
}
