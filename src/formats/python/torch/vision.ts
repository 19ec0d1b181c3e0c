import type { Dim, Shape } from '../../../model/graph/shape.ts';
import { shapeText } from '../../../model/problems/number-text.ts';
import { shapesDiffer } from '../../../model/shapes/dims.ts';
import { said } from '../../../model/text/text.ts';
import type { Bound } from '../interpreter/native.ts';
import { PyTuple, type Value } from '../interpreter/values.ts';
import { torchFunctions } from './declare.ts';
import { emit, emitShape, tensorOf } from './emit.ts';
import { refuse } from './refusals.ts';
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

/** Tensors and numbers of a deformable convolution. */
export interface Deformable {
  readonly weight: Value;
  readonly offset: Value;
  readonly mask: Value;
  readonly bias: boolean;
  readonly stride: Value;
  readonly padding: Value;
  readonly dilation: Value;
  readonly groups: number | null;
}

export function deformed(args: Bound, given: Deformable): Value {
  const weight = shapeOf(given.weight);
  const whole = (place: number): number | null => {
    const dim = weight?.[place];
    return typeof dim === 'number' ? dim : null;
  };
  const { stride, padding, dilation, groups, bias } = given;
  const inside = whole(1);
  const kernel = [whole(2), whole(3)];
  const operation = convolutionOperation({
    rank: 2,
    inChannels: inside === null || groups === null ? null : inside * groups,
    outChannels: whole(0),
    kernel,
    stride,
    padding,
    dilation,
    groups,
    bias,
  });
  const output = emit(args, 'deform_conv2d', operation, [tensorOf(args, 'input')]);
  const cells = kernel[0] === null || kernel[1] === null ? null : (kernel[0] ?? 0) * (kernel[1] ?? 0);
  if (cells !== null && output.shape) {
    checkField(args, 'offset', shapeOf(given.offset), output.shape, 2 * cells);
    checkField(args, 'mask', shapeOf(given.mask), output.shape, cells);
  }
  return output;
}

/** torchvision/csrc/ops/cpu/deform_conv2d_kernel.cpp: numbers for each cell of the kernel at each place of the output. */
function checkField(args: Bound, name: string, field: Shape, output: readonly Dim[], each: number): void {
  if (!field || field[1] === 0) return;
  const [, channels] = field;
  const isWhole = typeof channels !== 'number' || (channels >= each && channels % each === 0);
  const wanted = [output[0] ?? null, channels ?? null, ...output.slice(-2)];
  if (isWhole && !shapesDiffer(field, wanted)) return;
  refuse(
    args,
    'join-mismatch',
    said(
      'The {0} {1} must have {2} channels, or a multiple of these, at each place of the output {3}.',
      name,
      shapeText(field),
      each,
      shapeText(output),
    ),
  );
}

function deformable(args: Bound): Value {
  const pair = (name: string): PyTuple => new PyTuple([args.value(`${name}_h`), args.value(`${name}_w`)]);
  return deformed(args, {
    weight: args.value('weight'),
    offset: args.value('offset'),
    mask: args.value('use_mask') === true ? args.value('mask') : null,
    bias: args.value('bias') !== null,
    stride: pair('stride'),
    padding: pair('pad'),
    dilation: pair('dil'),
    groups: toNumber(args.value('n_weight_grps')),
  });
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
