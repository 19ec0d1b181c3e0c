import { combine, combineGradient, sumOverCopies, type CombineName } from '../kernels/combine.ts';
import { concat, concatGradient } from '../kernels/concat.ts';
import { pad, padGradient } from '../kernels/pad.ts';
import { permute, permuteGradient } from '../kernels/permute.ts';
import { pixelShuffle, pixelUnshuffle } from '../kernels/pixel-shuffle.ts';
import { reduceMean, reduceMeanGradient, reduceSum, reduceSumGradient } from '../kernels/reduce.ts';
import { slice, sliceGradient } from '../kernels/slice.ts';
import {
  interpolate,
  interpolationGradient,
  upsampleNearest,
  upsampleNearestGradient,
} from '../kernels/upsample.ts';
import { reshaped, type Tensor } from '../tensor.ts';
import { inputOnly, type Applied } from './applied.ts';
import type { LayoutOperation } from './operation.ts';

export function applyLayout(operation: LayoutOperation, inputs: readonly Tensor[]): Applied {
  const [x] = inputs;
  if (!x) throw new RangeError(`A ${operation.kind} needs an input.`);
  const { shape } = x;
  switch (operation.kind) {
    case 'combine':
      return applyCombine(operation.name, inputs);
    case 'concat': {
      const { axis } = operation;
      const shapes = inputs.map((input) => input.shape);
      return {
        output: concat(inputs, axis),
        backward: (dz) => ({ inputs: concatGradient(dz, shapes, axis), parameters: {} }),
      };
    }
    case 'slice': {
      const { ranges } = operation;
      return { output: slice(x, ranges), backward: (dz) => inputOnly(sliceGradient(dz, ranges, shape)) };
    }
    case 'reshape':
      return {
        output: reshaped(x, operation.shape),
        backward: (dz) => inputOnly(reshaped(dz, shape)),
      };
    case 'permute': {
      const { order } = operation;
      return { output: permute(x, order), backward: (dz) => inputOnly(permuteGradient(dz, order)) };
    }
    case 'pad': {
      const { sides, mode, value } = operation;
      return {
        output: pad(x, sides, mode, value),
        backward: (dz) => inputOnly(padGradient(dz, sides, mode, shape)),
      };
    }
    case 'upsample': {
      const { axes, mode, alignCorners } = operation;
      return mode === 'nearest'
        ? {
            output: upsampleNearest(x, axes),
            backward: (dz) => inputOnly(upsampleNearestGradient(dz, axes, shape)),
          }
        : {
            output: interpolate(x, mode, axes, alignCorners),
            backward: (dz) => inputOnly(interpolationGradient(dz, mode, axes, alignCorners, shape)),
          };
    }
    case 'pixel-shuffle': {
      const { factor } = operation;
      return { output: pixelShuffle(x, factor), backward: (dz) => inputOnly(pixelUnshuffle(dz, factor)) };
    }
    case 'pixel-unshuffle': {
      const { factor } = operation;
      return { output: pixelUnshuffle(x, factor), backward: (dz) => inputOnly(pixelShuffle(dz, factor)) };
    }
    case 'reduce-mean': {
      const { axes } = operation;
      return {
        output: reduceMean(x, axes),
        backward: (dz) => inputOnly(reduceMeanGradient(dz, axes, shape)),
      };
    }
    case 'reduce-sum': {
      const { axes } = operation;
      return {
        output: reduceSum(x, axes),
        backward: (dz) => inputOnly(reduceSumGradient(dz, axes, shape)),
      };
    }
  }
}

function applyCombine(name: CombineName | 'average', inputs: readonly Tensor[]): Applied {
  switch (name) {
    case 'add':
      return added(inputs);
    case 'average': {
      const sum = added(inputs);
      const share = 1 / inputs.length;
      return {
        output: scaled(sum.output, share),
        backward: (dz) => sum.backward(scaled(dz, share)),
      };
    }
    case 'subtract':
    case 'multiply':
    case 'divide':
    case 'maximum':
    case 'minimum':
      return combined(name, inputs);
  }
}

/** A sum needs none of its inputs for its gradients, only their shapes. */
function added(inputs: readonly Tensor[]): Applied {
  const shapes = inputs.map(({ shape }) => shape);
  return {
    output: inputs.reduce((sum, input) => combine('add', sum, input)),
    backward: (dz) => ({ inputs: shapes.map((shape) => sumOverCopies(dz, shape)), parameters: {} }),
  };
}

/** Joins any number of inputs from the left: ((a ∘ b) ∘ c) ∘ … */
function combined(name: CombineName, inputs: readonly Tensor[]): Applied {
  const [first, ...others] = inputs;
  if (!first) throw new RangeError(`Nothing to ${name}.`);
  const partial = [first];
  for (const other of others) partial.push(combine(name, partial.at(-1) ?? first, other));
  return {
    output: partial.at(-1) ?? first,
    backward: (dz) => {
      const gradients: Tensor[] = [];
      let gradient = dz;
      for (let i = others.length - 1; i >= 0; i--) {
        const [left, right] = [partial[i] ?? first, others[i] ?? first];
        const [byLeft, byRight] = combineGradient(name, gradient, left, right);
        gradients.unshift(byRight);
        gradient = byLeft;
      }
      return { inputs: [gradient, ...gradients], parameters: {} };
    },
  };
}

function scaled({ shape, data }: Tensor, factor: number): Tensor {
  return { shape, data: data.map((value) => value * factor) };
}
