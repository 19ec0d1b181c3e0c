import {
  celu,
  clamp,
  elu,
  gelu,
  geluTanh,
  hardShrink,
  hardSigmoid,
  hardSwish,
  leakyRelu,
  logSigmoid,
  mish,
  relu6,
  selu,
  sigmoid,
  silu,
  softplus,
  softShrink,
  softsign,
  tanh,
  tanhShrink,
  threshold,
} from '../kernels/activations.ts';
import { affineGradients, applyAffine } from '../kernels/affine.ts';
import { applyPointwise, pointwiseGradient, type Pointwise } from '../kernels/pointwise.ts';
import { prelu, preluGradients } from '../kernels/prelu.ts';
import { relu, reluGradient } from '../kernels/relu.ts';
import { logSoftmax, logSoftmaxGradient, softmax, softmaxGradient } from '../kernels/softmax.ts';
import { planesOf, type Tensor } from '../tensor.ts';
import { inputOnly, type Applied, type Parameters } from './applied.ts';
import type { ActivationName, PointwiseOperation } from './operation.ts';

const activations: Readonly<Record<Exclude<ActivationName, 'relu'>, Pointwise>> = {
  relu6,
  sigmoid,
  tanh,
  silu,
  gelu,
  'gelu-tanh': geluTanh,
  'hard-sigmoid': hardSigmoid,
  'hard-swish': hardSwish,
  mish,
  softplus,
  selu,
  softsign,
  'log-sigmoid': logSigmoid,
  'tanh-shrink': tanhShrink,
};

export function applyPointwiseOperation(
  operation: PointwiseOperation,
  x: Tensor,
  parameters: Parameters,
): Applied {
  switch (operation.kind) {
    case 'activation':
      return operation.name === 'relu' ? appliedRelu(x) : appliedFunction(activations[operation.name], x);
    case 'leaky-relu':
      return appliedFunction(leakyRelu(operation.negativeSlope), x);
    case 'elu':
      return appliedFunction(elu(operation.alpha), x);
    case 'celu':
      return appliedFunction(celu(operation.alpha), x);
    case 'clamp':
      return appliedFunction(clamp(operation.minimum, operation.maximum), x);
    case 'hard-shrink':
      return appliedFunction(hardShrink(operation.limit), x);
    case 'soft-shrink':
      return appliedFunction(softShrink(operation.limit), x);
    case 'threshold':
      return appliedFunction(threshold(operation.limit, operation.value), x);
    case 'prelu':
      return appliedPrelu(x, parameters);
    case 'softmax':
      return appliedSoftmax(x, fromFront(operation.axis, x));
    case 'log-softmax':
      return appliedLogSoftmax(x, fromFront(operation.axis, x));
    case 'affine':
      return appliedAffine(x, parameters);
    case 'identity':
      return { output: x, backward: inputOnly };
  }
}

const fromFront = (axis: number, { shape }: Tensor): number => (axis < 0 ? shape.length + axis : axis);

// Each in a function of its own: the closures of one function keep alive what any of them needs.

/** ReLU's gradient follows from its output, which the next layer keeps anyway. */
function appliedRelu(x: Tensor): Applied {
  const output = relu(x);
  return { output, backward: (dz) => inputOnly(reluGradient(dz, output)) };
}

function appliedSoftmax(x: Tensor, axis: number): Applied {
  const output = softmax(x, axis);
  return { output, backward: (dz) => inputOnly(softmaxGradient(dz, output, axis)) };
}

function appliedLogSoftmax(x: Tensor, axis: number): Applied {
  const output = logSoftmax(x, axis);
  return { output, backward: (dz) => inputOnly(logSoftmaxGradient(dz, output, axis)) };
}

function appliedAffine(x: Tensor, parameters: Parameters): Applied {
  const { scale = null, shift = null } = parameters;
  const { channels, planeSize } = planesOf(x);
  return {
    output: applyAffine(x, { scale, shift }, planeSize),
    backward: (dz) => {
      const gradients = affineGradients(dz, x, scale, [channels], planeSize);
      return {
        inputs: [gradients.input],
        parameters: {
          ...(scale ? { scale: gradients.scale } : {}),
          ...(shift ? { shift: gradients.shift } : {}),
        },
      };
    },
  };
}

function appliedPrelu(x: Tensor, { slopes }: Parameters): Applied {
  if (!slopes) throw new RangeError('PReLU needs its slopes.');
  return {
    output: prelu(x, slopes),
    backward: (dz) => {
      const gradients = preluGradients(dz, x, slopes);
      return { inputs: [gradients.input], parameters: { slopes: gradients.slopes } };
    },
  };
}

function appliedFunction(f: Pointwise, x: Tensor): Applied {
  return { output: applyPointwise(f, x), backward: (dz) => inputOnly(pointwiseGradient(f, dz, x)) };
}
