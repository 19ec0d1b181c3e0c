import type { Tensor } from '../tensor.ts';
import { applyOperation } from './apply.ts';
import type { CheckedLayer } from './checked-layer.ts';
import { localLayer } from './local-layer.ts';
import { plainKernels } from './product-kernels.ts';

/** A gradient by the backward pass, and as the slope of the loss between two points. */
export interface CellCheck {
  readonly analytic: number;
  readonly numeric: number;
}

/** Half the distance of the two points: a power of two, so that it is added without rounding. */
const step = 2 ** -12;

/**
 * The gradient of one cell of X or W: as backward gives it, and by the central difference of L = Σ dZ·Z,
 * (L(x + ε) − L(x − ε)) / 2ε. Both agree to rounding where the operation is linear in the cell. Only what reads the cell
 * is computed, so layers of any size can be checked.
 */
export function checkGradient(whole: CheckedLayer, tensor: 'X' | 'W', cell: number): CellCheck {
  const { layer, index } = localLayer(whole, tensor, cell);
  const { operation, dz } = layer;
  const run = (x: Tensor, w: Tensor | null) => {
    const parameters = { ...(w && { weight: w }), ...(layer.b && { bias: layer.b }) };
    return applyOperation(operation, [x], parameters, plainKernels);
  };
  const { inputs, parameters } = run(layer.x, layer.w).backward(dz);
  return tensor === 'X'
    ? compareSlopes(layer.x, inputs[0], index, dz, (x) => run(x, layer.w).output)
    : compareSlopes(layer.w, parameters['weight'], index, dz, (w) => run(layer.x, w).output);
}

/** One cell of a gradient, beside the slope of L = Σ dZ·Z, Z what `run` makes of the tensor with that cell moved. */
export function compareSlopes(
  tensor: Tensor | null,
  gradient: Tensor | undefined,
  index: number,
  dz: Tensor,
  run: (moved: Tensor) => Tensor,
): CellCheck {
  const loss = (moved: number): number => {
    if (!tensor) return 0;
    const { data } = run(nudged(tensor, index, moved));
    let sum = 0;
    for (let i = 0; i < data.length; i++) sum += (data[i] ?? 0) * (dz.data[i] ?? 0);
    return sum;
  };
  return {
    analytic: gradient?.data[index] ?? 0,
    numeric: (loss(step) - loss(-step)) / (2 * step),
  };
}

function nudged({ shape, data }: Tensor, index: number, by: number): Tensor {
  const moved = data.slice();
  moved[index] = (moved[index] ?? 0) + by;
  return { shape, data: moved };
}
