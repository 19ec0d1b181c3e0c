import type { Parameter } from '../syntax/ast.ts';
import { inClass } from './attributes.ts';
import { exceptionOf } from './exceptions.ts';
import { instantiate } from './classes.ts';
import { isSettled } from './forms.ts';
import { dictOf } from './keys.ts';
import { callPlace, mistaken } from './mistaken.ts';
import { withoutComma } from './stray-comma.ts';
import { forgottenReturn } from './returns-nothing.ts';
import {
  NativeFunction,
  noKwargs,
  type Evaluator,
  type Frame,
  type Kwargs,
  type PyError,
} from './machine.ts';
import {
  PyClass,
  PyFunction,
  PyInstance,
  PyIterator,
  PyList,
  PyMethod,
  PyTensor,
  PyTuple,
  Scope,
  Unknown,
  type Site,
  type Value,
} from './values.ts';
import { asWritten, said } from '../../../model/text/text.ts';

/** A generator that yields more is taken for endless. */
const longestGenerator = 10_000;

/** Calls anything. */
export function call(
  vm: Evaluator,
  callee: Value,
  args: readonly Value[],
  kwargs: Kwargs = noKwargs,
  site: Site | null = null,
): Value {
  if (callee instanceof PyFunction) return callFunction(vm, callee, args, kwargs, site);
  if (callee instanceof NativeFunction) return callee.run(vm, { args, kwargs, site });
  if (callee instanceof PyMethod) return call(vm, callee.callable, [callee.self, ...args], kwargs, site);
  if (callee instanceof PyClass) return instantiate(vm, callee, args, kwargs, site);
  if (callee instanceof Unknown) return vm.hooks.unknownCall(callee, args, kwargs, site);
  // Looked for in the class alone, as Python does: what answers every name would answer this one with itself.
  const isCallable =
    callee instanceof PyInstance && (callee.open !== null || inClass(callee.type, '__call__') !== undefined);
  const method = isCallable ? vm.find(callee, '__call__') : undefined;
  if (method !== undefined) return call(vm, method, args, kwargs, site);
  return notCallable(vm, callee, args, site);
}

/** What is None, or an object, here may be something else where others build the model. */
function notCallable(vm: Evaluator, callee: Value, args: readonly Value[], site: Site | null): never {
  const message = `'${vm.typeOf(callee).name}' object is not callable`;
  const isItems = callee instanceof PyList || callee instanceof PyTuple;
  if (!site || !(isItems || typeof callee === 'number' || callee instanceof PyTensor))
    return vm.raise('TypeError', message);
  const { file, call } = site;
  if (callee instanceof PyTuple && callee.items.length === 1 && callee.items[0] instanceof PyInstance)
    return mistaken(vm, {
      message: said('TypeError: {0}. A comma behind what it was set to makes it a tuple of one.', message),
      place: callPlace(site),
      repairs: withoutComma(file.text, file.text.slice(call.callee.start, call.callee.end)),
    });
  const open = file.text.indexOf('(', call.callee.end);
  const isIndex = isItems && open >= 0 && call.args.length === 1 && typeof args[0] === 'number';
  const edits = [
    { span: { start: open, end: open + 1 }, newText: '[' },
    { span: { start: call.end - 1, end: call.end }, newText: ']' },
  ];
  return mistaken(vm, {
    message: asWritten(`TypeError: ${message}`),
    place: callPlace(site),
    repairs: isIndex ? [{ title: 'Write square brackets', edits }] : [],
  });
}

function callFunction(
  vm: Evaluator,
  callee: PyFunction,
  args: readonly Value[],
  kwargs: Kwargs,
  site: Site | null,
): Value {
  const scope = new Scope(callee.scope, vm.journal.clock);
  bindParameters(vm, callee, args, kwargs, scope);
  const { module, body } = callee;
  const { definition, file } = callee.code;
  if (body) vm.reads.ran(body);
  const generator = definition.kind === 'function' && definition.generator();
  const frame: Frame = {
    scope,
    module,
    file,
    callee,
    body,
    site,
    result: null,
    maybe: [],
    yielded: generator ? [] : null,
    self: args[0] ?? null,
  };
  const { recorded } = vm.hooks;
  vm.enterCall();
  try {
    const value = vm.within(frame, (): Value => {
      if (definition.kind === 'lambda') return vm.evaluate(definition.body);
      const flow = vm.execute(definition.body());
      if (frame.yielded) return new PyIterator(frame.yielded);
      if (flow === 'next' && frame.maybe.length === 0) return forgottenReturn(vm, callee);
      return frame.maybe.reduce((joined, each) => joinValues(vm, joined, each), frame.result);
    });
    if (site && !isModulePass(vm, callee, args)) vm.hooks.returned(site, value, recorded);
    return value;
  } finally {
    vm.leaveCall();
  }
}

/** Whether a call runs another module's forward pass: that is shown as the module. `super().forward(x)` runs one's own. */
function isModulePass({ frame }: Evaluator, { owner, name }: PyFunction, [self]: readonly Value[]): boolean {
  return owner !== null && name === 'forward' && frame?.self !== self;
}

/** One value where an unknown condition decides between two. */
export function joinValues(vm: Evaluator, first: Value, second: Value): Value {
  if (first === second) return first;
  if (first instanceof Unknown) return first;
  if (second instanceof Unknown) return second;
  const known = vm.hooks.join(first, second);
  if (known !== undefined) return known;
  if (first instanceof PyTuple && second instanceof PyTuple && first.items.length === second.items.length) {
    return new PyTuple(
      first.items.map((item, index) => joinValues(vm, item, second.items[index] ?? null)),
      first.type,
    );
  }
  if (!(first instanceof PyInstance) && vm.equal(first, second) === true) return first;
  return vm.unknown('it depends on a condition that is not known');
}

/** A yield: what the generator has given so far. */
export function yieldValue(vm: Evaluator, value: Value): void {
  const yielded = vm.frame?.yielded;
  if (!yielded) return;
  vm.journal.writes++;
  yielded.push(value);
  if (yielded.length > longestGenerator) vm.raise('GeneratorExit', 'a generator without end');
}

/** Puts arguments under their parameters' names; raises TypeError as Python does where they do not fit. */
function bindParameters(
  vm: Evaluator,
  callee: PyFunction,
  args: readonly Value[],
  kwargs: Kwargs,
  scope: Scope,
): void {
  const { parameters } = callee.definition;
  const { names } = scope;
  let position = 0;
  let takesRest = false;
  let keywords: Parameter | null = null;
  for (const parameter of parameters) {
    switch (parameter.kind) {
      case 'plain':
      case 'positional-only':
        if (position < args.length) names.set(parameter.name, args[position++] ?? null);
        break;
      case '*':
        takesRest = true;
        names.set(parameter.name, new PyTuple(args.slice(position)));
        break;
      case '**':
        keywords = parameter;
        break;
      case 'keyword-only':
        break;
    }
  }
  if (!takesRest && position < args.length) {
    const most = parameters.filter(({ kind }) => kind === 'plain' || kind === 'positional-only').length;
    vm.raise(
      'TypeError',
      `${callee.name}() takes ${most} positional arguments but ${args.length} were given`,
      true,
    );
  }
  const extra: [Value, Value][] = [];
  for (const [key, value] of kwargs) {
    const parameter = parameters.find(
      ({ name, kind }) => name === key && (kind === 'plain' || kind === 'keyword-only'),
    );
    if (parameter) {
      if (names.has(key))
        vm.raise('TypeError', `${callee.name}() got multiple values for argument '${key}'`, true);
      names.set(key, value);
    } else if (keywords) extra.push([key, value]);
    else vm.raise('TypeError', `${callee.name}() got an unexpected keyword argument '${key}'`, true);
  }
  if (keywords) names.set(keywords.name, dictOf(extra));
  for (const { name, kind } of parameters) {
    if (names.has(name) || kind === '*' || kind === '**') continue;
    const fallback = callee.defaults.get(name);
    if (fallback === undefined) throw missingArguments(vm, callee, names);
    vm.reads.fallback(callee, name, fallback);
    if (!isSettled(fallback)) vm.journal.breaks++;
    names.set(name, fallback);
  }
}

/** As Python words it: `forward() missing 2 required positional arguments: 'a' and 'b'` (CPython: Python/ceval.c, format_missing). */
function missingArguments(
  vm: Evaluator,
  { name: called, definition, defaults }: PyFunction,
  given: Scope['names'],
): PyError {
  const missing = definition.parameters.filter(
    ({ name, kind }) => kind !== '*' && kind !== '**' && !given.has(name) && defaults.get(name) === undefined,
  );
  const byPlace = missing.filter(({ kind }) => kind !== 'keyword-only');
  const [kind, counted] =
    byPlace.length > 0 ? (['positional', byPlace] as const) : (['keyword-only', missing] as const);
  const quoted = counted.map(({ name }) => `'${name}'`);
  const last = quoted.at(-1) ?? '';
  const comma = quoted.length > 2 ? ',' : '';
  const names = quoted.length < 2 ? last : `${quoted.slice(0, -1).join(', ')}${comma} and ${last}`;
  const message = `${called}() missing ${quoted.length} required ${kind} argument${quoted.length === 1 ? '' : 's'}: ${names}`;
  return exceptionOf(
    vm,
    'TypeError',
    message,
    true,
    missing.map(({ name }) => name),
  );
}
