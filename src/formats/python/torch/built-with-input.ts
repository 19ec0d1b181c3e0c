import { callPlace, mistaken } from '../interpreter/mistaken.ts';
import type { Machine, NativeCall } from '../interpreter/machine.ts';
import { PyTensor } from '../interpreter/values.ts';
import { said } from '../../../model/text/text.ts';

/**
 * `nn.ReLU(x)`: a layer is built where one was to be applied. Only what comes from the model's input is surely no setting.
 */
export function builtWithInput(vm: Machine, name: string, { args, site }: NativeCall): void {
  const [given] = args;
  if (!site || !(given instanceof PyTensor) || !given.ref || !given.shape || given.shape.length === 0) return;
  const { file, call } = site;
  const { text } = file;
  const [first, ...rest] = call.args;
  if (first?.star !== '' || first.name !== null) return;
  const callee = text.slice(call.callee.start, call.callee.end);
  const settings = rest.map(({ start, end }) => text.slice(start, end)).join(', ');
  const applied = `${callee}(${settings})(${text.slice(first.value.start, first.value.end)})`;
  const span = { start: call.start, end: call.end };
  mistaken(vm, {
    message: said('{0}(…) builds a layer, and does not apply it: {1} does.', name, applied),
    place: callPlace(site),
    repairs: [{ title: said('Write {0}', applied), edits: [{ span, newText: applied }] }],
  });
}
