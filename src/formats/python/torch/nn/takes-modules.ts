import { asWritten, said, type Text } from '../../../../model/text/text.ts';
import type { Repair } from '../../../../model/problems/problem.ts';
import { callPlace, reportMistake } from '../../interpreter/mistaken.ts';
import { NativeFunction, type Machine } from '../../interpreter/machine.ts';
import { PyClass, PyFunction, PyList, PyTuple, type Site, type Value } from '../../interpreter/values.ts';
import { isModule } from '../module.ts';

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

/** The layers that a `ModuleList` is given: one after the other, or one alone, where PyTorch wants a list of them. */
export function layersGiven(
  vm: Machine,
  site: Site | null,
  name: string,
  [first = null, ...others]: readonly Value[],
): Value {
  const isAlone = isModule(first) && vm.find(first, '__iter__') === undefined;
  if (others.length === 0 && !isAlone) return first;
  reportMistake(vm, {
    message: said('{0} takes its layers as one list: {0}([a, b]).', name),
    place: callPlace(site) ?? vm.place,
    repairs: site ? asList(site) : [],
  });
  return new PyTuple([first, ...others]);
}

function asList({ call }: Site): readonly Repair<Text>[] {
  const [start, end] = [call.args[0]?.start, call.args.at(-1)?.end];
  if (
    start === undefined ||
    end === undefined ||
    call.args.some(({ name, star }) => name !== null || star !== '')
  )
    return [];
  const edits = [
    { span: { start, end: start }, newText: '[' },
    { span: { start: end, end }, newText: ']' },
  ];
  return [{ title: 'Write them as a list', edits }];
}
