import type { Bound } from '../interpreter/native.ts';
import type { PyClass, Value } from '../interpreter/values.ts';
import { layerClass, type FunctionTable } from '../torch/declare.ts';
import { perAxis, shapeOf, toNumber } from '../torch/tensors.ts';
import { deformed } from '../torch/vision.ts';
import { wholeCount } from '../torch/whole-count.ts';

/** Reads a tensor or a number from a layer's attributes or a function's arguments. */
type Get = (name: string) => Value;

/** torchvision/ops/deform_conv.py: the groups are as many as the weight's channels go into the input's. */
function convolved(args: Bound, get: Get): Value {
  const [channels, each] = [shapeOf(args.value('input'))?.[1], shapeOf(get('weight'))?.[1]];
  const known = typeof channels === 'number' && typeof each === 'number' && each > 0;
  return deformed(args, {
    weight: get('weight'),
    offset: args.value('offset'),
    mask: args.value('mask'),
    bias: get('bias') !== null,
    stride: get('stride'),
    padding: get('padding'),
    dilation: get('dilation'),
    groups: known ? Math.floor(channels / each) : null,
  });
}

const layer = layerClass('DeformConv2d', {
  signature: 'in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True',
  state: (args) => {
    const [inChannels, outChannels] = [wholeCount(args, 'in_channels'), wholeCount(args, 'out_channels')];
    const groups = toNumber(args.value('groups'));
    const each = inChannels === null || groups === null ? null : inChannels / groups;
    return {
      parameters: {
        weight: [
          outChannels,
          each !== null && Number.isInteger(each) ? each : null,
          ...perAxis(args.value('kernel_size'), 2),
        ],
        bias: args.value('bias') === false ? 'none' : [outChannels],
      },
    };
  },
  inputs: 'input, offset, mask=None',
  forward: ({ instance, args }) => convolved(args, (name) => instance.attributes.get(name) ?? null),
});

export const deformableLayers: Readonly<Record<string, PyClass>> = { DeformConv2d: layer };

export const deformableFunctions: FunctionTable = {
  deform_conv2d: [
    'input, offset, weight, bias=None, stride=(1, 1), padding=(0, 0), dilation=(1, 1), mask=None',
    (args) => convolved(args, (name) => args.value(name)),
  ],
};
