import type { Contestant } from './contestant.ts';

/** The part of @tensorflow/tfjs-core that is used. */
export interface TensorFlow {
  tensor4d(values: Float32Array, shape: readonly number[]): TensorFlowTensor;
  conv2d(x: TensorFlowTensor, w: TensorFlowTensor, ...rest: Window): TensorFlowTensor;
  depthwiseConv2d(x: TensorFlowTensor, w: TensorFlowTensor, ...rest: Window): TensorFlowTensor;
  conv2dTranspose(
    dz: TensorFlowTensor,
    w: TensorFlowTensor,
    shape: readonly number[],
    ...rest: [stride: number, padding: number, rounding: 'floor']
  ): TensorFlowTensor;
}

type Window = [
  ...[stride: number, padding: number],
  ...[layout: 'NHWC', dilation: number, rounding: 'floor'],
];

interface TensorFlowTensor {
  readonly shape: readonly number[];
  dataSync(): Float32Array;
  dispose(): void;
}

/**
 * TensorFlow.js on its WebAssembly backend, channels last, which is the order it is made for. It has no kernel for
 * gradients by the kernel, nor for the dX of a depthwise convolution.
 */
export function tensorFlow(tf: TensorFlow): Contestant {
  return {
    name: 'tfjs-wasm',
    prepare: (workload, pass) => {
      const { stride, padding, groups, x, w, dz } = workload;
      const depthwise = groups > 1;
      if (pass === 'dW' || (pass === 'dX' && depthwise)) return Promise.resolve(null);
      const [input, shape] = pass === 'forward' ? [x, dz.shape] : [dz, x.shape];
      const values = tf.tensor4d(...channelsLast(input.data, input.shape));
      // [C_out, C_in, F, F] becomes [F, F, C_in, C_out]; for depthwise [C, 1, F, F] becomes [F, F, C, 1].
      const kernel = tf.tensor4d(...permuted(w.data, w.shape, depthwise ? [2, 3, 0, 1] : [2, 3, 1, 0]));
      const compute = (): TensorFlowTensor => {
        if (pass === 'dX') {
          const [n = 1, c = 1, height = 1, width = 1] = shape;
          return tf.conv2dTranspose(values, kernel, [n, height, width, c], stride, padding, 'floor');
        }
        return depthwise
          ? tf.depthwiseConv2d(values, kernel, stride, padding, 'NHWC', 1, 'floor')
          : tf.conv2d(values, kernel, stride, padding, 'NHWC', 1, 'floor');
      };
      return Promise.resolve({
        run: () => {
          const result = compute();
          const data = result.dataSync();
          result.dispose();
          return data;
        },
        read: (data) => {
          const [n = 1, c = 1, height = 1, width = 1] = shape;
          return permuted(data as Float32Array, [n, height, width, c], [0, 3, 1, 2])[0];
        },
        dispose: () => {
          values.dispose();
          kernel.dispose();
        },
      });
    },
  };
}

const channelsLast = (data: ArrayLike<number>, shape: readonly number[]) =>
  permuted(data, shape, [0, 2, 3, 1]);

/** Four dimensions in another order: dimension i of the result is dimension order[i] of the source. */
function permuted(
  data: ArrayLike<number>,
  shape: readonly number[],
  order: readonly number[],
): [Float32Array, readonly number[]] {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const sizes = order.map((axis) => shape[axis] ?? 1);
  const [s0 = 0, s1 = 0, s2 = 0, s3 = 0] = order.map((axis) => strides[axis] ?? 1);
  const [n0 = 1, n1 = 1, n2 = 1, n3 = 1] = sizes;
  const result = new Float32Array(data.length);
  let at = 0;
  for (let a = 0; a < n0; a++) {
    for (let b = 0; b < n1; b++) {
      for (let c = 0; c < n2; c++) {
        for (let d = 0; d < n3; d++) result[at++] = data[a * s0 + b * s1 + c * s2 + d * s3] ?? 0;
      }
    }
  }
  return [result, sizes];
}
