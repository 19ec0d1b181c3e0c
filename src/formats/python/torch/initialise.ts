import { namespace } from '../interpreter/namespace.ts';
import { natives, type Bound } from '../interpreter/native.ts';
import { PyTensor, PyTuple, Unknown, type Value } from '../interpreter/values.ts';

const initialisers = [
  'uniform_', 'normal_', 'constant_', 'ones_', 'zeros_', 'eye_', 'dirac_', 'xavier_uniform_', 'xavier_normal_', 'kaiming_uniform_', 'kaiming_normal_',
  'trunc_normal_', 'orthogonal_', 'sparse_', 'kaiming_normal', 'xavier_uniform', 'constant', 'normal', 'kaiming_uniform', 'xavier_normal',
  'uniform', 'eye', 'dirac', 'orthogonal', 'sparse',
]; // prettier-ignore

/** `torch.nn.init`: fills tensors, and changes no shape. */
export const init = namespace('torch.nn.init', {
  ...natives(
    Object.fromEntries(
      initialisers.map((name) => [
        name,
        ['tensor=None, *args, **kwargs', (args: Bound) => args.value('tensor')] as const,
      ]),
    ),
    { takesUnknown: true },
  ),
  ...natives(
    {
      calculate_gain: ['nonlinearity, param=None', (args) => new Unknown('a gain', args.vm.place, true)],
      _calculate_fan_in_and_fan_out: ['tensor', (args) => fans(args.value('tensor'))],
      _calculate_correct_fan: ['tensor, mode', (args) => new Unknown('a fan', args.vm.place, true)],
    },
    { takesUnknown: true },
  ),
});

function fans(tensor: Value): Value {
  const shape = tensor instanceof PyTensor ? tensor.shape : null;
  const product = (dims: readonly unknown[]): number =>
    dims.reduce<number>((total, dim) => total * (typeof dim === 'number' ? dim : 1), 1);
  if (!shape || shape.length < 2) return new PyTuple([1, 1]);
  return new PyTuple([product(shape.slice(1)), product([shape[0], ...shape.slice(2)])]);
}
