import { autograd } from './autograd.ts';
import { checkpoint, checkpointSequential } from './checkpoint.ts';
import { parallel } from './parallel.ts';
import { floatFunctional, quantizationStubs } from './quantization.ts';
import { namespace } from '../interpreter/namespace.ts';
import { libraryClass, native, natives, type Bound } from '../interpreter/native.ts';
import { PyFloat, PyToken } from '../interpreter/atoms.ts';
import { PyNamespace, PyTensor, PyTuple, Unknown, type Value } from '../interpreter/values.ts';
import { silent } from '../library/argparse.ts';
import { objectType } from '../library/object.ts';
import { torchFunctions } from './declare.ts';
import { dtypeTokens } from './dtypes.ts';
import { numberLimits } from './number-limits.ts';
import { init } from './initialise.ts';
import { jit } from './jit.ts';
import { attentionFunctions } from './nn/attention.ts';
import { convolutionFunctions } from './nn/convolution.ts';
import { dropoutFunctions, elementwiseFunctions } from './nn/elementwise.ts';
import { embeddingFunctions } from './nn/embedding.ts';
import { layers, modules } from './nn/layers.ts';
import { linearFunctions } from './nn/linear.ts';
import { lossFunctions } from './nn/loss.ts';
import { normalizationFunctions } from './nn/normalization.ts';
import { packing } from './packed.ts';
import { paddingFunctions } from './nn/padding.ts';
import { poolingFunctions } from './nn/pooling.ts';
import { reshapingFunctions } from './nn/reshaping.ts';
import { resizeFunctions } from './nn/resize.ts';
import { alongLinearAlgebra } from './ops/along.ts';
import { arithmeticFunctions, unaryFunctions } from './ops/arithmetic.ts';
import { creationFunctions } from './ops/creation.ts';
import { linearAlgebra, matrixCreation, windowFunctions } from './ops/matrices.ts';
import { stackingFunctions } from './ops/stacking.ts';
import { cartesianFunctions, complexFunctions } from './ops/statistics.ts';
import { chainFunctions, linearProducts } from './ops/linear-algebra.ts';
import { specialFunctions } from './ops/special.ts';
import { seriesFunctions } from './ops/series.ts';
import { linearDecompositions } from './ops/decompositions.ts';
import { exceptFunctions, normFunctions } from './ops/reduce.ts';
import { bufferType, parameterType } from './parameter.ts';
import { inPlaceFunctions, sharedFunctions, tensorType } from './tensor-methods.ts';
import { sizeType } from './tensors.ts';
import { fft } from './spectral.ts';
import { ignoredDecorator, noGrad } from './transparent.ts';
import { visionOperators } from './vision.ts';
import { weightUtilities } from './weights.ts';

const softmaxes = Object.fromEntries(
  Object.entries(elementwiseFunctions).filter(([name]) => name.endsWith('softmax')),
);

const functional = namespace(
  'torch.nn.functional',
  torchFunctions({
    ...elementwiseFunctions,
    ...unaryFunctions,
    ...convolutionFunctions,
    ...poolingFunctions,
    ...paddingFunctions,
    ...normalizationFunctions,
    ...linearFunctions,
    ...resizeFunctions,
    ...reshapingFunctions,
    ...embeddingFunctions,
    ...attentionFunctions,
    ...lossFunctions,
  }),
);

const utils = namespace('torch.nn.utils', {
  ...weightUtilities,
  parametrizations: namespace('torch.nn.utils.parametrizations', weightUtilities),
  rnn: packing,
});

const nn = namespace('torch.nn', {
  ...layers,
  DataParallel: parallel.DataParallel,
  parallel: namespace('torch.nn.parallel', parallel),
  quantized: namespace('torch.nn.quantized', { FloatFunctional: floatFunctional }),
  functional,
  init,
  utils,
  parameter: namespace('torch.nn.parameter', { Parameter: parameterType, Buffer: bufferType }),
  // Every file of torch.nn.modules is reachable under its own name.
  modules,
});

const deviceUnknown = natives(
  {
    is_available: ['', (args) => args.vm.unknown('whether there is a GPU')],
    device_count: ['', (args) => new Unknown('how many GPUs there are', args.vm.place, true)],
    current_device: ['', (args) => args.vm.unknown('the device')],
  },
  { takesUnknown: true },
);
const amp = namespace('torch.cuda.amp', {
  autocast: noGrad,
  GradScaler: libraryClass('GradScaler', []),
  custom_fwd: noGrad,
  custom_bwd: noGrad,
});
const cuda = namespace('torch.cuda', { ...deviceUnknown, amp });

/** `torch.Tensor(2, 3)` has these sizes, `torch.Tensor([2, 3])` these values (torch/csrc/utils/tensor_new.cpp, legacy_tensor_ctor). */
function legacyTensor(args: Bound): Value {
  const given = args.rest('args');
  const [first = null] = given;
  if (given.length === 1 && first instanceof PyTensor) return first;
  const isSize = first instanceof PyTuple && first.type === sizeType;
  const isOfSizes = given.length !== 1 || isSize || typeof first !== 'object' || first?.kind === 'symbol';
  const sizes = given.length === 0 ? [0] : given;
  const create = args.vm.attribute(args.vm.importModule('torch'), isOfSizes ? 'empty' : 'tensor');
  return args.vm.call(create, isOfSizes ? sizes : given);
}

const tensorTypes = Object.fromEntries(
  ['FloatTensor', 'LongTensor', 'IntTensor', 'BoolTensor', 'DoubleTensor', 'ByteTensor', 'HalfTensor'].map(
    (name) => [name, native(name, '*args', legacyTensor)],
  ),
);
tensorType.names.set('__new__', native('Tensor', 'cls, *args, device=None', legacyTensor));

const ignoredCalls = [
  'manual_seed', 'seed', 'set_grad_enabled', 'save', 'set_num_threads', 'set_default_dtype', 'set_default_tensor_type', 'set_printoptions',
  'set_float32_matmul_precision', 'use_deterministic_algorithms', 'set_default_device',
]; // prettier-ignore

/** Functions of torch that are a tensor's methods or properties otherwise. */
const methodFunctions: Readonly<Record<string, Value>> = {
  ...Object.fromEntries(
    [
      'clone',
      'detach',
      'is_complex',
      'is_signed',
      'is_conj',
      'is_same_size',
      'dequantize',
      'resolve_neg',
    ].flatMap((name) => {
      const method = tensorType.names.get(name);
      return method === undefined ? [] : [[name, method] as const];
    }),
  ),
  ...natives(
    Object.fromEntries(
      ['real', 'imag'].map((name) => [
        name,
        ['input', (args: Bound) => args.vm.attribute(args.value('input'), name)] as const,
      ]),
    ),
    { takesUnknown: true },
  ),
};

/** `torch` itself. */
const torch = namespace('torch', {
  ...torchFunctions({
    ...sharedFunctions,
    ...creationFunctions,
    ...matrixCreation,
    ...windowFunctions,
    ...stackingFunctions,
    ...complexFunctions,
    ...cartesianFunctions,
    ...seriesFunctions,
    ...exceptFunctions,
    ...chainFunctions,
    ...convolutionFunctions,
    ...poolingFunctions,
    ...arithmeticFunctions,
    ...normalizationFunctions,
    ...dropoutFunctions,
  }),
  ...torchFunctions({
    pixel_shuffle: resizeFunctions['pixel_shuffle'] ?? ['input', () => null],
    pixel_unshuffle: resizeFunctions['pixel_unshuffle'] ?? ['input', () => null],
    channel_shuffle: resizeFunctions['channel_shuffle'] ?? ['input', () => null],
    cosine_similarity: lossFunctions['cosine_similarity'] ?? ['input', () => null],
    pairwise_distance: lossFunctions['pairwise_distance'] ?? ['input', () => null],
    pdist: lossFunctions['pdist'] ?? ['input', () => null],
    bilinear: linearFunctions['bilinear'] ?? ['input', () => null],
    embedding: ['weight, input, *args', (args) => args.vm.unknown('torch.embedding')],
  }),
  ...inPlaceFunctions,
  ...methodFunctions,
  ...dtypeTokens,
  ...tensorTypes,
  ...numberLimits,
  ...natives(
    Object.fromEntries(ignoredCalls.map((name) => [name, ['*args, **kwargs', () => null] as const])),
    { takesUnknown: true },
  ),
  ...natives(
    {
      is_tensor: [
        'obj',
        (args) =>
          args.value('obj') instanceof Unknown ? args.value('obj') : args.value('obj') instanceof PyTensor,
      ],
      is_floating_point: [
        'input',
        (args) =>
          args.value('input') instanceof PyTensor
            ? args.vm.call(args.vm.attribute(args.value('input'), 'is_floating_point'), [])
            : args.value('input'),
      ],
      is_grad_enabled: ['', () => false],
      is_autocast_enabled: ['', () => false],
      get_default_dtype: ['', () => dtypeTokens['float32'] ?? null],
      numel: ['input', (args) => args.vm.call(args.vm.attribute(args.value('input'), 'numel'), [])],
      device: ['*args', () => new PyToken('device')],
      compile: ['model=None, **kwargs', (args) => args.value('model') ?? ignoredDecorator],
      load: ['*args, **kwargs', (args) => args.vm.unknown('a file that is loaded when the program runs')],
      _assert: [
        'condition, message',
        (args) => {
          if (args.vm.truth(args.value('condition')) !== false) return null;
          const message = args.vm.text(args.value('message'));
          return args.vm.raise('AssertionError', typeof message === 'string' ? message : '', true);
        },
      ],
      Generator: ['*args, **kwargs', (args) => args.vm.unknown('a random generator')],
      typename: ['obj', (args) => args.vm.typeOf(args.value('obj')).name],
    },
    { takesUnknown: true },
  ),
  Tensor: tensorType,
  Size: sizeType,
  no_grad: noGrad,
  enable_grad: noGrad,
  inference_mode: noGrad,
  autocast: noGrad,
  nn,
  jit,
  cuda,
  amp: namespace('torch.amp', { autocast: noGrad, custom_fwd: noGrad, custom_bwd: noGrad }),
  fft,
  linalg: namespace(
    'torch.linalg',
    torchFunctions({
      ...normFunctions,
      ...linearAlgebra,
      ...alongLinearAlgebra,
      ...linearDecompositions,
      ...linearProducts,
      matmul: sharedFunctions['matmul'] ?? ['input', () => null],
    }),
  ),
  special: namespace(
    'torch.special',
    torchFunctions({
      ...unaryFunctions,
      ...softmaxes,
      ...specialFunctions,
      logsumexp: sharedFunctions['logsumexp'] ?? ['input', () => null],
    }),
  ),
  autograd,
  utils: namespace('torch.utils', {
    checkpoint: namespace('torch.utils.checkpoint', {
      checkpoint,
      checkpoint_sequential: checkpointSequential,
    }),
    data: namespace('torch.utils.data', { Dataset: objectType, IterableDataset: objectType }),
  }),
  ao: namespace('torch.ao', {
    quantization: namespace('torch.ao.quantization', quantizationStubs),
    nn: namespace('torch.ao.nn', {
      quantized: namespace('torch.ao.nn.quantized', { FloatFunctional: floatFunctional }),
    }),
  }),
  quantization: namespace('torch.quantization', quantizationStubs),
  fx: namespace('torch.fx', {
    wrap: native('wrap', 'function', (args) => args.value('function'), { takesUnknown: true }),
  }),
  overrides: namespace(
    'torch.overrides',
    natives(
      {
        has_torch_function: ['*args', () => false],
        has_torch_function_unary: ['*args', () => false],
        has_torch_function_variadic: ['*args', () => false],
      },
      { takesUnknown: true },
    ),
  ),
  ops: namespace('torch.ops', { torchvision: namespace('torch.ops.torchvision', visionOperators) }),
  onnx: namespace('torch.onnx', natives({ is_in_onnx_export: ['', () => false] })),
  distributed: namespace(
    'torch.distributed',
    natives({ is_available: ['', () => false], is_initialized: ['', () => false] }),
  ),
  backends: silent('backends'),
  _C: namespace('torch._C', natives({ _get_tracing_state: ['', () => null] })),
  strided: null,
  channels_last: null,
  contiguous_format: null,
  preserve_format: null,
  inf: new PyFloat(Infinity),
  nan: new PyFloat(NaN),
  pi: new PyFloat(Math.PI),
  __version__: '2.0.0',
});

/** Every namespace below and including one, by its dotted name. */
function collect(root: PyNamespace, all = new Map<string, PyNamespace>()): Map<string, PyNamespace> {
  all.set(root.name, root);
  for (const member of root.scope.names.values())
    if (member instanceof PyNamespace && !all.has(member.name)) collect(member, all);
  return all;
}

/** torch and all that lies below it. */
export const torchNamespaces: ReadonlyMap<string, PyNamespace> = collect(torch);
