import type { Framework } from '../graph/graph.ts';

/** What a framework refuses although the formula would give a size, and how it names itself. */
export interface Conventions {
  readonly name: string;
  /** A pool's padding against its kernel, so that no window lies in padding alone. */
  readonly poolPadding: 'at-most-half-kernel' | 'below-kernel' | 'any';
  /** Whether a convolution may have a stride and a dilation above 1 together. */
  readonly strideWithDilation: boolean;
  readonly outputPadding: 'below-stride-or-dilation' | 'below-stride' | 'any';
  /** Whether spatial layers also take one sample without a batch dimension. */
  readonly unbatched: boolean;
  /** Whether a kernel larger than the padded input can give size 1, by C's division or rounding up, unnoticed. */
  readonly silentlyLargeKernel: boolean;
  /** Whether groups that do not divide the channels are accepted, and the channels per group rounded down. */
  readonly unevenGroups: boolean;
}

const permissive = {
  poolPadding: 'any',
  strideWithDilation: true,
  outputPadding: 'any',
  unbatched: false,
  silentlyLargeKernel: false,
  unevenGroups: false,
} as const;

export const conventions: Readonly<Record<Framework, Conventions>> = {
  /** ConvLens' own format: nothing that leaves a window without input. */
  convlens: {
    ...permissive,
    name: 'ConvLens',
    poolPadding: 'below-kernel',
    outputPadding: 'below-stride-or-dilation',
  },
  /**
   * pytorch/pytorch: aten/src/ATen/native/Pool.h (pool2d_shape_check), aten/src/ATen/native/Convolution.cpp
   * (slow_conv_transpose2d_shape_check), torch/nn/modules/conv.py.
   */
  pytorch: {
    ...permissive,
    name: 'PyTorch',
    poolPadding: 'at-most-half-kernel',
    outputPadding: 'below-stride-or-dilation',
    unbatched: true,
  },
  /** keras-team/keras: keras/src/layers/convolutional/base_conv.py, base_depthwise_conv.py, base_separable_conv.py, base_conv_transpose.py. */
  keras: { ...permissive, name: 'Keras', strideWithDilation: false, outputPadding: 'below-stride' },
  /** BVLC/caffe: src/caffe/layers/pooling_layer.cpp (CHECK_LT(pad, kernel)). */
  caffe: { ...permissive, name: 'Caffe', poolPadding: 'below-kernel', silentlyLargeKernel: true },
  /** pjreddie/darknet: src/convolutional_layer.c, src/maxpool_layer.c: no checks. */
  darknet: { ...permissive, name: 'Darknet', silentlyLargeKernel: true, unevenGroups: true },
  /** microsoft/onnxruntime: onnxruntime/core/providers/cpu/nn/pool_attributes.h ("Pad should be smaller than kernel"). */
  onnx: { ...permissive, name: 'ONNX', poolPadding: 'below-kernel' },
};
