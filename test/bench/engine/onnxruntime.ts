import type { Contestant, Pass, Prepared } from './contestant.ts';
import { onnxBytes, type OneNodeModel } from './onnx-model.ts';
import type { Workload } from './workload.ts';

/** The part of onnxruntime-common that is used; onnxruntime-web and onnxruntime-node share it. */
export interface OnnxRuntime {
  readonly InferenceSession: {
    create(model: Uint8Array, options: object): Promise<OnnxSession>;
  };
  readonly Tensor: new (type: 'float32', data: Float32Array, shape: readonly number[]) => OnnxTensor;
}

interface OnnxTensor {
  readonly data: Float32Array;
}

interface OnnxSession {
  run(feeds: Readonly<Record<string, OnnxTensor>>): Promise<Readonly<Record<string, OnnxTensor>>>;
  release(): Promise<void>;
}

/**
 * ONNX has no gradients, so they are written as what they are: dX as ConvTranspose, dW as a convolution of X with dZ
 * in which batch and channels have changed places and stride and dilation too. Weights are constants of the model.
 */
export function onnxRuntime(name: string, runtime: OnnxRuntime): Contestant {
  return {
    name,
    async prepare(workload, pass) {
      const model = modelOf(workload, pass);
      const session = await runtime.InferenceSession.create(onnxBytes(model), {
        executionProviders: [name === 'onnxruntime-node' ? 'cpu' : 'wasm'],
        intraOpNumThreads: 1,
        interOpNumThreads: 1,
        graphOptimizationLevel: 'all',
      });
      const values = { x: workload.x.data, w: workload.w.data, dz: workload.dz.data };
      const feeds = Object.fromEntries(
        model.inputs.map(({ name: input, shape }) => [
          input,
          new runtime.Tensor('float32', Float32Array.from(values[input as keyof typeof values]), shape),
        ]),
      );
      return {
        run: () => session.run(feeds),
        read: (result) => {
          const { out } = result as Readonly<Record<string, OnnxTensor>>;
          const data = Float32Array.from(out?.data ?? []);
          return pass === 'dW' ? channelsExchanged(data, workload) : data;
        },
        dispose: () => void session.release(),
      } satisfies Prepared;
    },
  };
}

function modelOf(workload: Workload, pass: Pass): OneNodeModel {
  const { stride, padding, groups, kernel, inChannels, outChannels, tail, x, w, dz } = workload;
  const kernelValues = { name: 'w', shape: w.shape, values: Float32Array.from(w.data) };
  switch (pass) {
    case 'forward':
      return {
        operator: 'Conv',
        attributes: {
          kernel_shape: [kernel, kernel],
          strides: [stride, stride],
          pads: [padding, padding, padding, padding],
          group: groups,
        },
        inputs: [{ name: 'x', shape: x.shape }],
        constants: [kernelValues],
        output: { name: 'out', shape: dz.shape },
      };
    case 'dX':
      return {
        operator: 'ConvTranspose',
        attributes: {
          kernel_shape: [kernel, kernel],
          strides: [stride, stride],
          pads: [padding, padding, padding, padding],
          output_padding: [tail, tail],
          group: groups,
        },
        inputs: [{ name: 'dz', shape: dz.shape }],
        constants: [kernelValues],
        output: { name: 'out', shape: x.shape },
      };
    case 'dW': {
      // With a batch of one, [1, C, H, W] and [C, 1, H, W] hold the same values in the same order.
      const [, , height = 0, width = 0] = x.shape;
      const [, , rows = 0, columns = 0] = dz.shape;
      const depthwise = groups > 1;
      return {
        operator: 'Conv',
        attributes: {
          kernel_shape: [rows, columns],
          dilations: [stride, stride],
          pads: [padding, padding, padding - tail, padding - tail],
          group: groups,
        },
        inputs: [
          { name: 'x', shape: depthwise ? [1, inChannels, height, width] : [inChannels, 1, height, width] },
          { name: 'dz', shape: [outChannels, 1, rows, columns] },
        ],
        constants: [],
        output: {
          name: 'out',
          shape: depthwise ? [1, inChannels, kernel, kernel] : [inChannels, outChannels, kernel, kernel],
        },
      };
    }
  }
}

/** [C_in, C_out, F, F] as [C_out, C_in, F, F]. Depthwise kernels have one channel in each already. */
function channelsExchanged(
  data: Float32Array,
  { inChannels, outChannels, kernel, groups }: Workload,
): Float32Array {
  if (groups > 1) return data;
  const plane = kernel * kernel;
  const exchanged = new Float32Array(data.length);
  for (let c = 0; c < inChannels; c++) {
    for (let o = 0; o < outChannels; o++) {
      const from = (c * outChannels + o) * plane;
      exchanged.set(data.subarray(from, from + plane), (o * inChannels + c) * plane);
    }
  }
  return exchanged;
}
