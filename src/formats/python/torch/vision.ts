import type { Bound } from '../interpreter/native.ts';
import { PyTuple, type Value } from '../interpreter/values.ts';
import { torchFunctions } from './declare.ts';
import { emit, emitShape, tensorOf } from './emit.ts';
import { shapeOf, toDim, toNumber } from './tensors.ts';
import { convolutionOperation } from './windows.ts';

/** As many outputs as there are regions; where their number is not known, neither is this. */
function regions(args: Bound, name: string, channels: (input: readonly unknown[]) => number | null): Value {
  const input = shapeOf(args.value('input'));
  const count = shapeOf(args.value('rois'))?.[0] ?? null;
  const sizes = [toDim(args.value('pooled_height')), toDim(args.value('pooled_width'))];
  return emitShape(args, name, input ? [count, channels(input), ...sizes] : null, [
    tensorOf(args, 'input'),
    tensorOf(args, 'rois'),
  ]);
}

function ownChannels(input: readonly unknown[]): number | null {
  return typeof input[1] === 'number' ? input[1] : null;
}

/** Position-sensitive pooling reads each bin from channels of its own. */
function binChannels(args: Bound): (input: readonly unknown[]) => number | null {
  const bins = (toNumber(args.value('pooled_height')) ?? 0) * (toNumber(args.value('pooled_width')) ?? 0);
  return (input) => (typeof input[1] === 'number' && bins > 0 ? input[1] / bins : null);
}

function deformable(args: Bound): Value {
  const weight = shapeOf(args.value('weight'));
  const whole = (place: number): number | null => {
    const dim = weight?.[place];
    return typeof dim === 'number' ? dim : null;
  };
  const groups = toNumber(args.value('n_weight_grps'));
  const pair = (name: string): PyTuple => new PyTuple([args.value(`${name}_h`), args.value(`${name}_w`)]);
  const inside = whole(1);
  const operation = convolutionOperation({
    rank: 2,
    inChannels: inside === null || groups === null ? null : inside * groups,
    outChannels: whole(0),
    kernel: [whole(2), whole(3)],
    stride: pair('stride'),
    padding: pair('pad'),
    dilation: pair('dil'),
    groups,
    bias: args.value('bias') !== null,
  });
  return emit(args, 'deform_conv2d', operation, [tensorOf(args, 'input')]);
}

const pooledSignature = 'input, rois, spatial_scale, pooled_height, pooled_width';

/** The operators that torchvision implements in C++ (torchvision/csrc/ops). */
export const visionOperators: Readonly<Record<string, Value>> = torchFunctions({
  nms: [
    'dets, scores, iou_threshold',
    (args) =>
      emitShape(args, 'nms', [null], [tensorOf(args, 'dets'), tensorOf(args, 'scores')], { dtype: 'int' }),
  ],
  roi_align: [
    `${pooledSignature}, sampling_ratio=-1, aligned=False`,
    (args) => regions(args, 'roi_align', ownChannels),
  ],
  roi_pool: [pooledSignature, (args) => new PyTuple([regions(args, 'roi_pool', ownChannels), null])],
  ps_roi_align: [
    `${pooledSignature}, sampling_ratio=-1`,
    (args) => new PyTuple([regions(args, 'ps_roi_align', binChannels(args)), null]),
  ],
  ps_roi_pool: [
    pooledSignature,
    (args) => new PyTuple([regions(args, 'ps_roi_pool', binChannels(args)), null]),
  ],
  deform_conv2d: [
    'input, weight, offset, mask, bias, stride_h, stride_w, pad_h, pad_w, dil_h, dil_w, n_weight_grps, n_offset_grps, use_mask',
    deformable,
  ],
});
