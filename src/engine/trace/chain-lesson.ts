import { windowAxes } from '../geometry/window.ts';
import type { Checked } from '../geometry/refusal.ts';
import { convolve } from '../kernels/convolution.ts';
import { maxPool, maxPoolGradient } from '../kernels/max-pool.ts';
import { relu, reluGradient } from '../kernels/relu.ts';
import { plainKernels } from '../network/product-kernels.ts';
import type { Tensor } from '../tensor.ts';
import { convolutionLesson } from './convolution-lesson.ts';
import { plainOptions, type LessonOptions } from './options.ts';
import { correlateStages } from './correlate-stages.ts';
import { slicesOf, type Labels } from './cut.ts';
import { formulaStages } from './formula-stages.ts';
import type { LayerTensors } from './layer-lesson.ts';
import type { Lesson, Selection } from './lesson.ts';
import { pick } from './plane.ts';
import { poolBackwardStages, poolForwardStages } from './pool-lesson.ts';
import { reluBackwardStage, reluForwardStage } from './relu-lesson.ts';
import { filledTensor, type Filling } from './values.ts';

const channels = 2;
const outChannels = 2;
const size = 7;
const settings = { dilation: [1, 1], rounding: 'floor' } as const;
const noPadding = { before: 0, after: 0 };
const onePadding = { before: 1, after: 1 };

export interface ChainFillings {
  readonly input: Filling;
  readonly kernel: Filling;
  readonly gradient: Filling;
  readonly seed: number;
}

const conv = checked(
  windowAxes([size, size], [3, 3], { ...settings, stride: [1, 1], padding: [onePadding, onePadding] }),
);
const pool = checked(
  windowAxes([size, size], [2, 2], { ...settings, stride: [2, 2], padding: [noPadding, noPadding] }),
);
/** How the example's windows lie. */
export const chainGeometry = { conv, pool };
const pooledSize = pool[0]?.outputSize ?? 1;

/** What goes into the example: X, its kernels, and the gradient of its last output, dP. */
export function chainTensors({ input, kernel, gradient, seed }: ChainFillings): LayerTensors {
  return {
    x: filledTensor([1, channels, size, size], input, seed),
    w: filledTensor([outChannels, channels, 3, 3], kernel, seed + 1),
    b: filledTensor([outChannels], 'noise', seed + 2),
    dz: filledTensor([1, outChannels, pooledSize, pooledSize], gradient, seed + 3),
  };
}

/**
 * The built-in example: Z = X ⋆ W + b, A = ReLU(Z), P = maxpool(A), and dP on its way back through all three; then what
 * the convolution has of its own, with the dZ that has come back to it.
 */
export function chainLesson(
  { x, w: kernels, b, dz: dp }: LayerTensors,
  selection: Selection,
  options: LessonOptions = plainOptions,
): Lesson {
  const w = kernels ?? x;
  const geometry = { axes: conv, groups: 1 };
  const z = convolve(x, w, b, geometry);
  const a = relu(z);
  const { winners } = maxPool(a, pool);
  const da = maxPoolGradient(dp, winners, pool);
  const dz = reluGradient(da, z);

  const convolution = convolutionLesson({ x, w, b, dz }, conv, 1, selection, options);
  const inChannel = Math.min(selection.inChannel, channels - 1);
  const outChannel = Math.min(selection.outChannel, outChannels - 1);
  const chosen: Selection = { batch: 0, inChannel, outChannel, outSlice: 0, kernelSlice: 0 };
  const labels = chainLabels(x, w, z, dp, chosen);
  const slices = slicesOf(conv, chosen);
  const channel = (tensor: Tensor): Tensor => pick(tensor, null, [outChannel]);
  const pooling = {
    names: { input: 'A', output: 'P', dInput: 'dA', dOutput: 'dP' } as const,
    x: channel(a),
    dz: channel(dp),
    axes: pool,
    pool: { kind: 'max' } as const,
    slices: slicesOf(pool, chosen),
    labels,
  };
  const rectifying = {
    names: { input: 'Z', output: 'A', dInput: 'dZ', dOutput: 'dA' } as const,
    x: channel(z),
    dz: channel(da),
    slice: 0,
    labels,
  };
  return {
    operation: 'chain',
    arithmetic: 'exact',
    choices: { batch: 1, inChannels: [0, 1], outChannels, outSlices: 1, kernelSlices: 1 },
    selection: chosen,
    facts: convolution.facts && {
      ...convolution.facts,
      // The chain has one sample: a mean is the sum.
      faults: convolution.facts.faults.filter(({ fault }) => fault !== 'mean'),
    },
    passes: [
      {
        id: 'forward',
        stages: [
          ...correlateStages({
            names: { source: 'X', target: 'Z' },
            x,
            w: pick(w, [outChannel], null),
            bias: b?.data[outChannel] ?? 0,
            axes: conv,
            channel: inChannel,
            slices,
            labels,
            kernels: plainKernels,
          }),
          reluForwardStage(rectifying),
          ...poolForwardStages(pooling).filter(({ id }) => id === 'pool'),
        ],
      },
      {
        id: 'backward-data',
        stages: [
          ...poolBackwardStages(pooling).filter(({ id }) => id !== 'crop'),
          reluBackwardStage(rectifying),
          ...formulaStages({
            names: { source: 'dZ', target: 'dX' },
            dz,
            w: pick(w, null, [inChannel]),
            bias: null,
            axes: conv,
            channel: outChannel,
            slices,
            labels,
            kernels: plainKernels,
          }),
        ],
      },
      ...convolution.passes.filter(({ id }) => id !== 'forward' && id !== 'backward-data'),
    ],
  };
}

function chainLabels(
  x: Tensor,
  w: Tensor,
  z: Tensor,
  dp: Tensor,
  { inChannel, outChannel }: Selection,
): Labels {
  const input = { shape: x.shape, at: [0, inChannel] };
  const middle = { shape: z.shape, at: [0, outChannel] };
  const pooled = { shape: dp.shape, at: [0, outChannel] };
  return {
    X: input,
    dX: input,
    W: { shape: w.shape, at: [outChannel, inChannel] },
    Z: middle,
    dZ: middle,
    A: middle,
    dA: middle,
    P: pooled,
    dP: pooled,
  };
}

function checked<T>(result: Checked<T>): T {
  if (!result.ok) throw new RangeError(result.refusal.message);
  return result.value;
}
