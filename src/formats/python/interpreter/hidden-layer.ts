import type { Expression } from '../syntax/ast.ts';
import { inClass } from './attributes.ts';
import { NativeFunction, type Evaluator } from './machine.ts';
import { reportMistake } from './mistaken.ts';
import { PyFunction, PyInstance } from './values.ts';
import { said } from '../../../model/text/text.ts';

/**
 * `self.half(x)`, where `self.half` was set to a layer: nn.Module keeps layers apart, and Python finds a method of the class
 * first (torch/nn/modules/module.py, `__getattr__`).
 */
export function reportHidden(vm: Evaluator, callee: Expression, layer: PyInstance): void {
  if (callee.kind !== 'attribute' || callee.object.kind !== 'name') return;
  const { name, end } = callee;
  const base = vm.hooks.fallbackBase;
  const owner = vm.lookup(callee.object.id);
  if (!(owner instanceof PyInstance) || owner.attributes.get(name) !== layer) return;
  if (!owner.type.isSubclassOf(base) || !layer.type.isSubclassOf(base)) return;
  const found = inClass(owner.type, name);
  if (!(found instanceof PyFunction || found instanceof NativeFunction) || !vm.frame) return;
  reportMistake(vm, {
    message: said(
      '{0} is a method of {1}, which Python finds before the layer of that name. Give the layer another name.',
      name,
      found instanceof PyFunction ? owner.type.name : 'nn.Module',
    ),
    place: { file: vm.frame.file, start: end - name.length, end },
  });
}
