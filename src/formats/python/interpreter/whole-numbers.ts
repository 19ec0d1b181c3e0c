import { PyFloat, PyRange } from './atoms.ts';
import { floatText } from './format.ts';
import type { Machine } from './machine.ts';
import { mistaken } from './mistaken.ts';
import { PyList, PySlice, PyTensor, PyTuple, type Value } from './values.ts';
import { said } from '../../../model/text/text.ts';

/** `range(n / 2)`, `[layer] * 2.0`: Python counts with whole numbers only. */
export function refuseFloats(vm: Machine, what: string, given: readonly Value[]): void {
  const float = given.find((each) => each instanceof PyFloat);
  if (float instanceof PyFloat)
    mistaken(vm, {
      message: said(
        '{0} takes whole numbers, not the float {1}. Divide with //, or wrap it in int(…).',
        what,
        floatText(float.value),
      ),
    });
}

/** The same of what stands in brackets behind a list, a text or a tensor: `x[:, : n / 2]`. */
export function refuseFloatIndex(vm: Machine, object: Value, index: Value): void {
  const isRow =
    object instanceof PyList ||
    object instanceof PyTuple ||
    object instanceof PyTensor ||
    object instanceof PyRange ||
    typeof object === 'string';
  if (isRow)
    refuseFloats(vm, '[…]', index instanceof PyTuple ? index.items.flatMap(numbersIn) : numbersIn(index));
}

const numbersIn = (index: Value): readonly Value[] =>
  index instanceof PySlice ? [index.start, index.stop, index.step] : [index];
