import type { PyClass } from '../interpreter/values.ts';
import { PyInstance, type Value } from '../interpreter/values.ts';
import { native, type Bound } from '../interpreter/native.ts';
import { noKwargs } from '../interpreter/machine.ts';
import { layerClass } from './declare.ts';
import { elementwiseLayers, elementwise } from './nn/elementwise.ts';

function stub(name: string): PyClass {
  return layerClass(name, {
    signature: 'qconfig=None',
    forward: (layer) => elementwise(layer.args, 'identity', 'identity', name),
  });
}

/** Where values become whole numbers and floats again (torch/ao/quantization/stubs.py): sizes stay. */
export const quantizationStubs: Readonly<Record<string, PyClass>> = {
  QuantStub: stub('QuantStub'),
  DeQuantStub: stub('DeQuantStub'),
};

/** An operation on tensors whose result an observer sees, which is an Identity (torch/ao/nn/quantized/modules/functional_modules.py). */
function observed(name: string, signature: string, functions: readonly string[]): Value {
  return native(name, `self, ${signature}`, (args) => observe(args, functions), { takesUnknown: true });
}

function observe(args: Bound, functions: readonly string[]): Value {
  const [first = '', ...later] = functions;
  const { vm } = args;
  const torch = vm.importModule('torch');
  const names = args.parameters.slice(1).filter((name) => args.given(name));
  const given = names.map((name) => args.value(name));
  const start = vm.call(vm.attribute(torch, first), given, noKwargs, args.site);
  const result = later.reduce(
    (value, name) => vm.call(vm.attribute(torch, name), [value], noKwargs, args.site),
    start,
  );
  const self = args.value('self');
  const observer =
    self instanceof PyInstance ? (self.attributes.get('activation_post_process') ?? null) : null;
  return observer === null ? result : vm.call(observer, [result]);
}

/** `torch.nn.quantized.FloatFunctional`. */
export const floatFunctional = layerClass('FloatFunctional', {
  signature: '',
  state: ({ vm }) => ({
    modules: { activation_post_process: vm.call(elementwiseLayers['Identity'] ?? null, []) },
  }),
  members: {
    add: observed('add', 'x, y', ['add']),
    add_scalar: observed('add_scalar', 'x, y', ['add']),
    mul: observed('mul', 'x, y', ['mul']),
    mul_scalar: observed('mul_scalar', 'x, y', ['mul']),
    cat: observed('cat', 'x, dim=0', ['cat']),
    add_relu: observed('add_relu', 'x, y', ['add', 'relu']),
    matmul: observed('matmul', 'x, y', ['matmul']),
  },
});
