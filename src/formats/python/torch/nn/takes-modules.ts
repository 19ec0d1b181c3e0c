import { asWritten } from '../../../../model/text/text.ts';
import { NativeFunction, type Machine } from '../../interpreter/machine.ts';
import { PyClass, PyFunction, PyList, PyTuple, type Value } from '../../interpreter/values.ts';

/** torch/nn/modules/module.py, add_module: it takes no list of layers, no function and no class that is not called. */
export function takesModules(vm: Machine, value: Value): void {
  const isOther =
    value instanceof PyList ||
    value instanceof PyTuple ||
    value instanceof PyFunction ||
    value instanceof NativeFunction ||
    value instanceof PyClass;
  if (!isOther) return;
  const name = value instanceof PyClass ? value.name : vm.typeOf(value).name;
  vm.hooks.report({
    code: 'invalid-value',
    message: asWritten(`TypeError: ${name} is not a Module subclass`),
    place: vm.place,
  });
}
