import type { Expression } from '../syntax/ast.ts';
import type { Evaluator } from './machine.ts';
import { bindName } from './names.ts';
import { PyList, PyTensor, PyTuple, Unknown, type Value } from './values.ts';

/** Assigns to a name, attribute, subscript or pattern of these. */
export function assign(vm: Evaluator, target: Expression, value: Value): void {
  switch (target.kind) {
    case 'name':
      bindName(vm, target.id, value);
      return;
    case 'attribute': {
      const object = vm.evaluate(target.object);
      vm.at(target);
      vm.setAttribute(object, target.name, value);
      return;
    }
    case 'subscript': {
      const object = vm.evaluate(target.object);
      const index = vm.evaluate(target.index);
      vm.at(target);
      vm.setSubscript(object, index, value);
      return;
    }
    case 'tuple':
    case 'list':
      unpack(vm, target.items, value);
      return;
    case 'starred':
      assign(vm, target.value, value);
      return;
    default:
      return;
  }
}

/** A tensor, or what a recurrent layer gives beside one. */
function isOfTensors(value: Value): boolean {
  return value instanceof PyTensor || (value instanceof PyTuple && value.items.every(isOfTensors));
}

/** `x.shape`: a tuple of a type of its own. */
function isSize(value: Value): boolean {
  return value instanceof PyTuple && value.type !== null;
}

function unpack(vm: Evaluator, targets: readonly Expression[], value: Value): void {
  const items = vm.items(value);
  if (items instanceof Unknown) {
    const part = items.numeric || items.ref ? new Unknown(items.why, items.place) : items;
    for (const target of targets) assign(vm, target, part);
    return;
  }
  const star = targets.findIndex(({ kind }) => kind === 'starred');
  const fits = star < 0 ? items.length === targets.length : items.length >= targets.length - 1;
  if (!fits) {
    const problem =
      items.length < targets.length ? 'not enough values to unpack' : 'too many values to unpack';
    // Parts of a tensor are counted by its sizes: nothing but these is to blame.
    const certain = items.length > 0 && (items.every(isOfTensors) || isSize(value));
    vm.raise('ValueError', `${problem} (expected ${targets.length}, got ${items.length})`, certain);
  }
  const tail = star < 0 ? 0 : targets.length - 1 - star;
  for (const [index, target] of targets.entries()) {
    if (index === star) assign(vm, target, new PyList(items.slice(star, items.length - tail)));
    else
      assign(
        vm,
        target,
        items[star >= 0 && index > star ? items.length - (targets.length - index) : index] ?? null,
      );
  }
}
