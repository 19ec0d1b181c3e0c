import { readWeights } from '../weights.ts';
import type { FieldSpec } from './field-spec.ts';
import { defineLayer } from './layer-spec.ts';
import { dilation, kernelSize, padding, rounding, stride } from './windows.ts';

const channels = {
  in_channels: {
    type: { kind: 'whole', minimum: 1 },
    description: 'Channels of the input. Not needed; where given, it is checked.',
    source: 'inChannels',
  },
  out_channels: {
    type: { kind: 'whole', minimum: 1 },
    description: 'Channels of the output: how many kernels there are. Default 1.',
    source: 'outChannels',
  },
  groups: {
    type: { kind: 'whole', minimum: 1 },
    description: 'Groups of channels that do not see each other. Default 1.',
    source: 'groups',
  },
  bias: {
    type: { kind: 'bias' },
    description:
      'Whether a bias is added, or its values, one for each output channel. Default true, but false where `weight` is given.',
  },
} as const satisfies Readonly<Record<string, FieldSpec>>;

export const conv = defineLayer({
  name: 'conv',
  synonyms: ['convolution', 'convolutional'],
  description: 'Convolution over all spatial axes of its input.',
  rounds: true,
  fields: {
    out_channels: channels.out_channels,
    kernel_size: kernelSize,
    stride,
    padding,
    dilation,
    groups: channels.groups,
    in_channels: channels.in_channels,
    bias: channels.bias,
    weight: {
      type: { kind: 'values' },
      description:
        'Kernel values: rows of one kernel, or [output channel][input channel][row][column]. Gives `kernel_size`, and `out_channels` in the long form.',
      source: 'weights',
    },
    rounding,
  },
  build(read) {
    const weights = readWeights(read);
    return {
      kind: 'convolution',
      kernel: weights.kernel,
      stride: read.perAxis('stride', 1),
      padding: read.padding('padding'),
      dilation: read.perAxis('dilation', 1),
      groups: read.whole('groups', 1),
      inChannels: read.whole('in_channels', null),
      outChannels: weights.outChannels,
      ...read.bias('bias', weights.values === null),
      ...(weights.values === null ? {} : { weights: weights.values }),
      rounding: read.rounding(),
      layout: 'channels-first',
    };
  },
});

export const convTranspose = defineLayer({
  name: 'conv_transpose',
  synonyms: [
    'transposed_conv',
    'transposed_convolution',
    'transpose_conv',
    'deconv',
    'deconvolution',
    'up_conv',
  ],
  description: 'Transposed convolution: what makes a feature map larger with learned kernels.',
  fields: {
    out_channels: channels.out_channels,
    kernel_size: { ...kernelSize, required: true },
    stride,
    padding: {
      ...padding,
      description:
        'Cells taken off the output on each side: as in the convolution that this layer turns round.',
    },
    output_padding: {
      type: { kind: 'per-axis', minimum: 0 },
      description: 'Cells added at the end of the output, to choose among the sizes that the stride allows.',
      source: 'outputPadding',
    },
    dilation,
    groups: channels.groups,
    in_channels: channels.in_channels,
    bias: { type: { kind: 'switch' }, description: 'Whether a bias is added. Default true.' },
  },
  build(read) {
    return {
      kind: 'transposed-convolution',
      kernel: read.perAxis('kernel_size', null),
      stride: read.perAxis('stride', 1),
      padding: read.padding('padding'),
      outputPadding: read.perAxis('output_padding', 0),
      dilation: read.perAxis('dilation', 1),
      groups: read.whole('groups', 1),
      inChannels: read.whole('in_channels', null),
      outChannels: read.whole('out_channels', 1),
      bias: read.switch('bias', true),
      layout: 'channels-first',
    };
  },
});
