import { undefinedAt, UndefinedName } from './undefined-names.ts';
import type { Argument, Call, Compare, Expression, FormatString, Slice, Subscript } from '../syntax/ast.ts';
import { comprehension } from './comprehension.ts';
import { joinValues, yieldValue } from './calls.ts';
import { compare } from './compare.ts';
import { Pieces } from './pieces.ts';
import { formatValue } from './formatted.ts';
import { putItem, setOf } from './keys.ts';
import { reportHidden } from './hidden-layer.ts';
import { mistaken } from './mistaken.ts';
import { noKwargs, type Evaluator, type Kwargs } from './machine.ts';
import { PyFloat, PySymbol, PyToken } from './atoms.ts';
import {
  PyDict,
  PyInstance,
  PyList,
  PyMethod,
  PySlice,
  PyTuple,
  Unknown,
  type Site,
  type Value,
  PyClass,
  PyFunction,
} from './values.ts';
import { said } from '../../../model/text/text.ts';

export const ellipsis = new PyToken('Ellipsis');

/** The value of an expression. Called for every one of them: it makes no closures, which would cost each call. */
export function evaluate(vm: Evaluator, expression: Expression): Value {
  switch (expression.kind) {
    case 'name': {
      const value = vm.lookup(expression.id);
      return value instanceof UndefinedName ? undefinedAt(vm, expression, value) : value;
    }
    case 'constant':
      return expression.value;
    case 'attribute': {
      const object = vm.evaluate(expression.object);
      vm.at(expression);
      return vm.attribute(object, expression.name);
    }
    case 'call':
      return evaluateCall(vm, expression);
    case 'subscript': {
      const object = vm.evaluate(expression.object);
      const index = vm.evaluate(expression.index);
      vm.at(expression);
      return object instanceof PyMethod ? ofMethod(vm, expression) : vm.subscript(object, index);
    }
    case 'binary': {
      const left = vm.evaluate(expression.left);
      const right = vm.evaluate(expression.right);
      vm.at(expression);
      return vm.binary(expression.operator, left, right);
    }
    case 'compare':
      return compareChain(vm, expression);
    case 'logical': {
      const left = vm.evaluate(expression.left);
      const truth = vm.truth(left);
      if (truth instanceof Unknown) {
        const right = vm.evaluate(expression.right);
        // Whatever the unknown side is: `unknown and False` is false, `unknown or True` is true.
        const decided = vm.truth(right);
        if (expression.operator === 'and' && decided === false) return false;
        if (expression.operator === 'or' && decided === true && right === true) return true;
        return new Unknown(truth.why, truth.place);
      }
      return truth === (expression.operator === 'or') ? left : vm.evaluate(expression.right);
    }
    case 'conditional': {
      const truth = vm.truth(vm.evaluate(expression.test));
      if (truth instanceof Unknown) {
        const [then, otherwise] = [vm.evaluate(expression.then), vm.evaluate(expression.otherwise)];
        vm.at(expression.test);
        return joinValues(vm, then, otherwise);
      }
      return vm.evaluate(truth ? expression.then : expression.otherwise);
    }
    case 'unary':
      return unary(vm, expression.operator, vm.evaluate(expression.operand));
    case 'tuple':
      return new PyTuple(sequence(vm, expression.items));
    case 'list':
      return listOf(vm, expression.items);
    case 'set':
      return setOf(sequence(vm, expression.items));
    case 'dict':
      return dictionary(vm, expression.items);
    case 'float':
      return new PyFloat(expression.value);
    case 'comprehension':
      return comprehension(vm, expression);
    case 'format-string':
      return formatString(vm, expression);
    case 'slice':
      return slice(vm, expression);
    case 'lambda':
      return vm.defineFunction(expression);
    case 'walrus': {
      const value = vm.evaluate(expression.value);
      assignAround(vm, expression.target, value);
      return value;
    }
    case 'yield':
      return evaluateYield(vm, expression.from, expression.value);
    case 'ellipsis':
      return ellipsis;
    case 'starred':
      return vm.evaluate(expression.value);
    case 'unreadable':
      vm.at(expression);
      return vm.unknown(expression.why);
  }
}

/** `x.size[0]` */
function ofMethod(vm: Evaluator, { object, start, end }: Subscript): never {
  const { frame } = vm;
  const open = frame?.file.text.indexOf('[', object.end) ?? -1;
  const edits = [
    { span: { start: open, end: open + 1 }, newText: '(' },
    { span: { start: end - 1, end }, newText: ')' },
  ];
  return mistaken(vm, {
    message: said(
      '{0} is a method: it is called, with parentheses.',
      frame?.file.text.slice(start, object.end) ?? '',
    ),
    repairs: open < 0 ? [] : [{ title: 'Write parentheses', edits }],
  });
}

function slice(vm: Evaluator, { from, to, step }: Slice): PySlice {
  const part = (each: Expression | null): Value => (each ? vm.evaluate(each) : null);
  return new PySlice(part(from), part(to), part(step));
}

function evaluateCall(vm: Evaluator, expression: Call): Value {
  const callee = vm.evaluate(expression.callee);
  let kwargs: Map<string, Value> | null = null;
  let hidden: Unknown | null = null;
  let hiddenKeywords: Unknown | null = null;
  // An array that grows takes room for sixteen.
  const isPlain = expression.args.every(isPositional);
  const args = isPlain ? expression.args.map(({ value }) => vm.evaluate(value)) : [];
  for (const { name, star, value } of isPlain ? [] : expression.args) {
    const given = vm.evaluate(value);
    if (star === '*') {
      const items = vm.items(given);
      if (items instanceof Unknown) hidden = items;
      else args.push(...items);
    } else if (star === '**') {
      const { entries, open } = keywordsIn(vm, given);
      kwargs ??= new Map();
      for (const [key, each] of entries) if (typeof key === 'string') kwargs.set(key, each);
      hiddenKeywords = open ?? hiddenKeywords;
    } else if (name !== null) {
      kwargs ??= new Map();
      kwargs.set(name, given);
    } else args.push(given);
  }
  vm.at(expression);
  vm.charge(1);
  const { frame } = vm;
  const site: Site | null = frame && {
    file: frame.file,
    call: expression,
    caller: frame.callee && { callee: frame.callee, site: frame.site },
  };
  if (callee instanceof PyInstance) reportHidden(vm, expression.callee, callee);
  if (hiddenKeywords && !hidden && callee instanceof PyClass) {
    kwargs = withHidden(callee, hiddenKeywords, args.length, kwargs);
    if (kwargs) return vm.call(callee, args, kwargs, site);
  }
  hidden ??= hiddenKeywords;
  if (hidden) return hiddenCall(vm, callee, hidden, args, kwargs ?? noKwargs, site);
  return vm.call(callee, args, kwargs ?? noKwargs, site);
}

const isPositional = ({ name, star }: Argument): boolean => name === null && star === '';

/** What `**given` hands on: of a dict, or of what has its methods; and what it may have beside that. */
function keywordsIn(
  vm: Evaluator,
  given: Value,
): { readonly entries: readonly (readonly [Value, Value])[]; readonly open: Unknown | null } {
  if (given instanceof Unknown) return { entries: [], open: given };
  if (given instanceof PyDict)
    return { entries: [...given.entries.values()].map(({ key, value }) => [key, value]), open: given.open };
  const items = given instanceof PyInstance ? vm.find(given, 'items') : undefined;
  const pairs = items === undefined ? [] : vm.items(vm.call(items, []));
  if (pairs instanceof Unknown) return { entries: [], open: pairs };
  const entries = pairs.flatMap((pair) =>
    pair instanceof PyTuple ? [[pair.items[0] ?? null, pair.items[1] ?? null] as const] : [],
  );
  return { entries, open: given instanceof PyInstance ? given.open : null };
}

/**
 * `Net(**settings)` of which not all is known builds an object of the file's class all the same: what it is given beside
 * the known is not known. Null where nothing says what it takes.
 */
function withHidden(
  { definition, names }: PyClass,
  hidden: Unknown,
  count: number,
  known: Kwargs | null,
): Map<string, Value> | null {
  const init = names.get('__init__');
  if (!definition || !(init instanceof PyFunction)) return null;
  const open = init.definition.parameters
    .slice(1 + count)
    .filter(({ kind, name }) => (kind === 'plain' || kind === 'keyword-only') && known?.has(name) !== true);
  return new Map([...(known ?? noKwargs), ...open.map(({ name }) => [name, hidden] as const)]);
}

/** A call with arguments that are not known: what it gives is unknown for their reason. */
function hiddenCall(
  vm: Evaluator,
  callee: Value,
  hidden: Unknown,
  args: readonly Value[],
  kwargs: Kwargs,
  site: Site | null,
): Value {
  const why = callee instanceof Unknown ? callee : hidden;
  return vm.hooks.unknownCall(why, args, kwargs, site);
}

function compareChain(vm: Evaluator, expression: Compare): Value {
  let left = vm.evaluate(expression.operands[0] ?? expression);
  let result: Value = true;
  for (const [index, operator] of expression.operators.entries()) {
    const operand = expression.operands[index + 1];
    if (!operand) break;
    const right = vm.evaluate(operand);
    vm.at(expression);
    result = compare(vm, operator, left, right);
    if (index + 1 === expression.operators.length) return result;
    const truth = vm.truth(result);
    if (truth instanceof Unknown) return truth;
    if (!truth) return false;
    left = right;
  }
  return result;
}

function unary(vm: Evaluator, operator: '-' | '+' | '~' | 'not', operand: Value): Value {
  if (operator === 'not') {
    const truth = vm.truth(operand);
    return truth instanceof Unknown ? truth : !truth;
  }
  if (operand instanceof Unknown) return operand;
  const number = typeof operand === 'boolean' ? Number(operand) : operand;
  if (typeof number === 'number')
    return operator === '-' ? 0 - number : operator === '~' ? -number - 1 : number;
  if (number instanceof PyFloat && operator !== '~')
    return operator === '-' ? new PyFloat(-number.value) : number;
  if (number instanceof PySymbol && operator === '-') return new PySymbol(number.symbol, -number.factor);
  const name = { '-': '__neg__', '+': '__pos__', '~': '__invert__' }[operator];
  const method = vm.find(operand, name);
  if (method === undefined) return vm.raise('TypeError', `bad operand type for unary ${operator}`);
  return vm.call(method, []);
}

/** Items with `*` unpacked; what cannot be unpacked is one unknown item. */
function sequence(vm: Evaluator, items: readonly Expression[]): Value[] {
  const values: Value[] = [];
  for (const item of items) {
    const value = vm.evaluate(item);
    if (item.kind !== 'starred') values.push(value);
    else {
      const inner = vm.items(value);
      if (inner instanceof Unknown) values.push(inner);
      else values.push(...inner);
    }
  }
  vm.charge(values.length);
  return values;
}

function listOf(vm: Evaluator, items: readonly Expression[]): PyList {
  const list = new PyList(sequence(vm, items));
  const unknown = items.some(({ kind }) => kind === 'starred')
    ? list.items.find((each) => each instanceof Unknown)
    : undefined;
  if (unknown instanceof Unknown) list.open = unknown;
  return list;
}

function dictionary(
  vm: Evaluator,
  items: readonly { readonly key: Expression | null; readonly value: Expression }[],
): PyDict {
  const dict = new PyDict();
  for (const { key, value } of items) {
    if (key) {
      const filed = vm.evaluate(key);
      if (!putItem(dict, filed, vm.evaluate(value)))
        dict.open ??= filed instanceof Unknown ? filed : vm.unknown('a key that is not read');
      continue;
    }
    const inner = vm.evaluate(value);
    if (inner instanceof PyDict) {
      for (const entry of inner.entries.values()) putItem(dict, entry.key, entry.value);
      dict.open ??= inner.open;
    } else dict.open ??= inner instanceof Unknown ? inner : vm.unknown('** of something that is not a dict');
  }
  return dict;
}

/** `:=` in a comprehension sets a name of the function around it (PEP 572). */
function assignAround(vm: Evaluator, target: Expression, value: Value): void {
  const { frame } = vm;
  const inner = frame?.scope;
  if (!frame?.around || !inner) {
    vm.assign(target, value);
    return;
  }
  frame.scope = frame.around;
  try {
    vm.assign(target, value);
  } finally {
    frame.scope = inner;
  }
}

function formatString(vm: Evaluator, expression: FormatString): Value {
  const pieces = new Pieces(vm);
  let text = '';
  for (const part of expression.parts) {
    if (typeof part === 'string') text += pieces.add(part);
    else {
      const value = vm.evaluate(part.value);
      // `{x:>{width}}`
      const spec = (part.spec ?? '').replace(/\{([^{}]*)\}/g, (_, inner: string) =>
        pieces.add(vm.text(vm.evaluateText(inner, null))),
      );
      text += pieces.add(formatValue(vm, value, part.conversion, spec));
    }
  }
  return pieces.whole(text);
}

function evaluateYield(vm: Evaluator, from: boolean, value: Expression | null): Value {
  const given = value ? vm.evaluate(value) : null;
  if (!from) {
    yieldValue(vm, given);
    return null;
  }
  const items = vm.items(given);
  if (items instanceof Unknown) yieldValue(vm, items);
  else for (const item of items) yieldValue(vm, item);
  return null;
}
