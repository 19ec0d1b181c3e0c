import { refuseFloats } from './whole-numbers.ts';
import type { BinaryOperator } from '../syntax/ast.ts';
import { dictOf, keyOf, setOf } from './keys.ts';
import type { Evaluator } from './machine.ts';
import { floats, integers, NumberError, symbols } from './numbers.ts';
import { PyFloat, PySymbol } from './atoms.ts';
import { percentFormatted } from './formatted.ts';
import { textOf } from './pieces.ts';
import { PyClass, PyDict, PyInstance, PyList, PySet, PyTuple, Unknown, type Value } from './values.ts';
import { said, type Text } from '../../../model/text/text.ts';

const methods: Readonly<Record<BinaryOperator, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'truediv',
  '//': 'floordiv',
  '%': 'mod',
  '**': 'pow',
  '@': 'matmul',
  '&': 'and',
  '|': 'or',
  '^': 'xor',
  '<<': 'lshift',
  '>>': 'rshift',
};

/** Longest list or string that an expression may build. */
const longest = 100_000;

/** `left operator right`, without the assignment of `+=`. */
export function binary(vm: Evaluator, operator: BinaryOperator, left: Value, right: Value): Value {
  const a = typeof left === 'boolean' ? Number(left) : left;
  const b = typeof right === 'boolean' ? Number(right) : right;
  if (typeof a === 'number' && typeof b === 'number') {
    const result = integers(operator, a, b);
    return finish(vm, result, operator);
  }
  if ((typeof a === 'number' || a instanceof PyFloat) && (typeof b === 'number' || b instanceof PyFloat)) {
    const result = floats(operator, a instanceof PyFloat ? a.value : a, b instanceof PyFloat ? b.value : b);
    return finish(vm, result, operator);
  }
  return special(vm, operator, left, right) ?? containers(vm, operator, a, b) ?? refused(vm, operator, a, b);
}

function finish(vm: Evaluator, result: Value | NumberError | undefined, operator: string): Value {
  if (result instanceof NumberError) return vm.raise(result.type, result.message);
  return result === undefined
    ? vm.unknown(said('the result of {0} is beyond what is computed here', operator))
    : result;
}

/** Objects with methods of their own for operators: tensors, classes of the file. */
function special(vm: Evaluator, operator: BinaryOperator, left: Value, right: Value): Value | undefined {
  const name = methods[operator];
  const first = ownMethod(vm, left, `__${name}__`);
  if (first !== undefined) return vm.call(first, [right]);
  const second = ownMethod(vm, right, `__r${name}__`);
  return second === undefined ? undefined : vm.call(second, [left]);
}

/** `left += right` by the object's own method; undefined where it has none. */
export function updatedByItself(
  vm: Evaluator,
  operator: BinaryOperator,
  left: Value,
  right: Value,
): Value | undefined {
  const method = ownMethod(vm, left, `__i${methods[operator]}__`);
  return method === undefined ? undefined : vm.call(method, [right]);
}

function ownMethod(vm: Evaluator, value: Value, name: string): Value | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (value.kind !== 'tensor' && value.kind !== 'instance' && value.kind !== 'class') return undefined;
  if (value instanceof PyInstance && value.base !== undefined && !value.type.names.has(name))
    return undefined;
  const found = value.kind === 'class' ? undefined : vm.find(value, name);
  return found instanceof Unknown ? undefined : found;
}

function containers(vm: Evaluator, operator: BinaryOperator, left: Value, right: Value): Value | undefined {
  if (left instanceof PyInstance && left.base !== undefined) return vm.binary(operator, left.base, right);
  if (right instanceof PyInstance && right.base !== undefined) return vm.binary(operator, left, right.base);
  if (left instanceof PySymbol || right instanceof PySymbol) {
    const result = symbols(operator, left, right);
    if (result !== undefined) return result;
    return numeric(vm, said('the result of {0} depends on the batch size', operator));
  }
  if (operator === '|' && isType(left) && isType(right))
    return new PyTuple([typeIn(vm, left), typeIn(vm, right)]);
  if (typeof left === 'string' && operator === '%') return percentFormatted(vm, left, right);
  if (left instanceof Unknown) return left.numeric && isNumber(right) ? left : spread(left);
  if (right instanceof Unknown) return right.numeric && isNumber(left) ? right : spread(right);
  if (typeof left === 'string' && typeof right === 'string' && operator === '+')
    return textOf(vm, left.length + right.length, () => left + right);
  if (operator === '*') return repeated(vm, left, right);
  if (operator === '+' && left instanceof PyList && right instanceof PyList) {
    vm.charge(left.items.length + right.items.length);
    const sum = new PyList([...left.items, ...right.items]);
    sum.open = left.open ?? right.open;
    return sum;
  }
  if (operator === '+' && left instanceof PyTuple && right instanceof PyTuple) {
    vm.charge(left.items.length + right.items.length);
    return new PyTuple([...left.items, ...right.items]);
  }
  if (left instanceof PySet && right instanceof PySet) return sets(operator, left, right);
  if (operator === '|' && left instanceof PyDict && right instanceof PyDict) {
    vm.charge(left.entries.size + right.entries.size);
    const merged = dictOf([]);
    merged.entries = new Map([...left.entries, ...right.entries]);
    merged.open = left.open ?? right.open;
    return merged;
  }
  return undefined;
}

/** `int | None`: types of which a value may have any, as `isinstance` takes them. */
function isType(value: Value): boolean {
  return (
    value === null ||
    value instanceof PyClass ||
    (value instanceof PyTuple && value.items.every((each) => each instanceof PyClass))
  );
}

function typeIn(vm: Evaluator, value: Value): Value {
  return value ?? vm.typeOf(null);
}

/** The same reason, without the claim to be a number or a node's output. */
function spread(value: Unknown): Unknown {
  return value.numeric || value.ref ? new Unknown(value.why, value.place) : value;
}

function isNumber(value: Value): boolean {
  if (typeof value === 'number' || value instanceof PyFloat || value instanceof PySymbol) return true;
  return value instanceof Unknown && value.numeric;
}

function numeric(vm: Evaluator, why: Text): Unknown {
  return new Unknown(why, vm.place, true);
}

function repeated(vm: Evaluator, left: Value, right: Value): Value | undefined {
  const [sequence, count] =
    typeof left === 'number' || left instanceof PyFloat ? [right, left] : [left, right];
  if (typeof sequence === 'string' || itemsOf(sequence))
    refuseFloats(vm, `${vm.typeOf(sequence).name} *`, [count]);
  if (typeof count !== 'number') return undefined;
  const length = typeof sequence === 'string' ? sequence.length : itemsOf(sequence)?.length;
  if (length === undefined) return undefined;
  if (length * count > longest) return vm.unknown('a sequence repeated too often');
  const times = Math.max(0, count);
  vm.charge(length * times);
  if (typeof sequence === 'string') return sequence.repeat(times);
  const items = Array.from({ length: times }, () => itemsOf(sequence) ?? []).flat();
  if (sequence instanceof PyTuple) return new PyTuple(items);
  const list = new PyList(items);
  list.open = sequence instanceof PyList ? sequence.open : null;
  return list;
}

function itemsOf(value: Value): readonly Value[] | undefined {
  return value instanceof PyList || value instanceof PyTuple ? value.items : undefined;
}

function sets(operator: BinaryOperator, left: PySet, right: PySet): Value | undefined {
  const inRight = (value: Value): boolean => right.entries.has(keyOf(value) ?? {});
  const inLeft = (value: Value): boolean => left.entries.has(keyOf(value) ?? {});
  const keep = (): Value[] | undefined => {
    switch (operator) {
      case '|':
        return [...left.keys, ...right.keys];
      case '&':
        return left.keys.filter(inRight);
      case '-':
        return left.keys.filter((each) => !inRight(each));
      case '^':
        return [...left.keys.filter((each) => !inRight(each)), ...right.keys.filter((each) => !inLeft(each))];
      default:
        return undefined;
    }
  };
  const kept = keep();
  if (!kept) return undefined;
  const result = setOf(kept);
  result.open = left.open ?? right.open;
  return result;
}

function refused(vm: Evaluator, operator: BinaryOperator, left: Value, right: Value): Value {
  const names = [left, right].map((value) => `'${vm.typeOf(value).name}'`);
  return vm.raise('TypeError', `unsupported operand type(s) for ${operator}: ${names.join(' and ')}`);
}
