import { natives, type Bound } from '../interpreter/native.ts';
import { PyInstance, PyList, PyTensor, Unknown, type Value } from '../interpreter/values.ts';
import { constant } from './tensors.ts';

function parameter(shape: PyTensor['shape']): PyTensor {
  const tensor = constant(shape, 'float');
  tensor.role = 'parameter';
  return tensor;
}

/** Splits a weight into length and direction: one more parameter per slice (torch/nn/utils/weight_norm.py). */
function weightNorm(args: Bound): Value {
  const module = args.value('module');
  const name = args.string('name') ?? 'weight';
  const weight = module instanceof PyInstance ? module.attributes.get(name) : undefined;
  if (!(module instanceof PyInstance) || !(weight instanceof PyTensor) || weight.role !== 'parameter')
    return module;
  const dim = args.value('dim');
  const lengths = weight.shape?.map((size, place) => (place === dim ? size : 1)) ?? null;
  args.vm.journal.touch(module);
  module.attributes.set(`${name}_g`, parameter(dim === null ? [] : lengths));
  module.attributes.set(`${name}_v`, parameter(weight.shape));
  module.attributes.set(name, constant(weight.shape, 'float'));
  return module;
}

/** Divides a weight by its largest singular value: the parameter keeps its size, two buffers join it. */
function same(args: Bound): Value {
  return args.value('module');
}

/** `torch.nn.utils`: what changes a module's parameters. */
export const weightUtilities: Readonly<Record<string, Value>> = natives(
  {
    weight_norm: ['module, name="weight", dim=0', weightNorm],
    remove_weight_norm: ['module, name="weight"', same],
    spectral_norm: ['module, name="weight", n_power_iterations=1, eps=1e-12, dim=None', same],
    remove_spectral_norm: ['module, name="weight"', same],
    orthogonal: ['module, *args, **kwargs', same],
    // Memory that is not filled makes the same layer.
    skip_init: [
      'module_cls, *args, **kwargs',
      (args) => args.vm.call(args.value('module_cls'), args.rest('args'), args.keywords('kwargs')),
    ],
    parameters_to_vector: [
      'parameters',
      (args) => {
        const { vm } = args;
        const tensors = vm.items(args.value('parameters'));
        if (tensors instanceof Unknown) return tensors;
        const flat = tensors.map((tensor) => vm.call(vm.attribute(tensor, 'view'), [-1]));
        return vm.call(
          vm.attribute(vm.importModule('torch'), 'cat'),
          [new PyList(flat)],
          undefined,
          args.site,
        );
      },
    ],
    clip_grad_norm: ['*args, **kwargs', () => null],
    clip_grad_norm_: ['*args, **kwargs', () => null],
    clip_grad_value_: ['*args, **kwargs', () => null],
  },
  { takesUnknown: true },
);
