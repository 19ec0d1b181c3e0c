import type { Shape } from '../../../model/graph/shape.ts';
import { shapeText } from '../../../model/problems/number-text.ts';
import { said } from '../../../model/text/text.ts';
import type { Bound } from '../interpreter/native.ts';
import type { Value } from '../interpreter/values.ts';
import type { FunctionTable } from '../torch/declare.ts';
import { emitShape, tensorOf } from '../torch/emit.ts';
import { refuse } from '../torch/refusals.ts';
import { shapeOf } from '../torch/tensors.ts';

/** Boxes are rows of four corners. */
function boxesOf(args: Bound, name: string): Shape {
  const shape = shapeOf(args.value(name));
  const corners = shape?.at(-1);
  if (shape && (shape.length !== 2 || (typeof corners === 'number' && corners < 4)))
    refuse(args, 'rank-mismatch', said('Boxes are rows of 4 numbers, not {0}.', shapeText(shape)));
  return shape?.length === 2 ? shape : null;
}

/** A value for every pair of boxes. */
function pairwise(name: string): FunctionTable[string] {
  return [
    `boxes1, boxes2${name.startsWith('complete') || name.startsWith('distance') ? ', eps=1e-07' : ''}`,
    (args) => {
      const [first, second] = [boxesOf(args, 'boxes1'), boxesOf(args, 'boxes2')];
      const shape = first && second ? [first[0] ?? null, second[0] ?? null] : null;
      return emitShape(args, name, shape, [tensorOf(args, 'boxes1'), tensorOf(args, 'boxes2')]);
    },
  ];
}

/** As many of the boxes as are kept: their number depends on the values. */
function kept(name: string, signature: string): FunctionTable[string] {
  return [
    signature,
    (args) => {
      boxesOf(args, 'boxes');
      return emitShape(args, name, [null], [tensorOf(args, 'boxes')], { dtype: 'int' });
    },
  ];
}

function sameBoxes(name: string, signature: string): FunctionTable[string] {
  return [
    signature,
    (args) => emitShape(args, name, shapeOf(args.value('boxes')), [tensorOf(args, 'boxes')]),
  ];
}

/** A loss for each box, or one for all. */
function loss(args: Bound, name: string, each: Shape, inputs: readonly string[]): Value {
  const reduction = args.value('reduction');
  const shape = typeof reduction !== 'string' ? null : reduction === 'none' ? each : [];
  return emitShape(
    args,
    name,
    shape,
    inputs.map((input) => tensorOf(args, input)),
  );
}

function boxLoss(name: string): FunctionTable[string] {
  return [
    'boxes1, boxes2, reduction="none", eps=1e-07',
    (args) => loss(args, name, shapeOf(args.value('boxes1'))?.slice(0, -1) ?? null, ['boxes1', 'boxes2']),
  ];
}

/** How far boxes overlap, by measures of which all but the first are losses too. */
const overlaps = ['box_iou', 'generalized_box_iou', 'distance_box_iou', 'complete_box_iou'];

/** torchvision/ops/boxes.py and the losses beside it. */
export const boxFunctions: FunctionTable = {
  nms: kept('nms', 'boxes, scores, iou_threshold'),
  batched_nms: kept('batched_nms', 'boxes, scores, idxs, iou_threshold'),
  remove_small_boxes: kept('remove_small_boxes', 'boxes, min_size'),
  clip_boxes_to_image: sameBoxes('clip_boxes_to_image', 'boxes, size'),
  box_convert: sameBoxes('box_convert', 'boxes, in_fmt, out_fmt'),
  box_area: [
    'boxes',
    (args) => {
      const boxes = boxesOf(args, 'boxes');
      return emitShape(args, 'box_area', boxes && [boxes[0] ?? null], [tensorOf(args, 'boxes')]);
    },
  ],
  masks_to_boxes: [
    'masks',
    (args) => {
      const masks = shapeOf(args.value('masks'));
      return emitShape(args, 'masks_to_boxes', masks && [masks[0] ?? null, 4], [tensorOf(args, 'masks')]);
    },
  ],
  ...Object.fromEntries(overlaps.map((name) => [name, pairwise(name)] as const)),
  ...Object.fromEntries(overlaps.slice(1).map((name) => [`${name}_loss`, boxLoss(`${name}_loss`)] as const)),
  sigmoid_focal_loss: [
    'inputs, targets, alpha=0.25, gamma=2, reduction="none"',
    (args) => loss(args, 'sigmoid_focal_loss', shapeOf(args.value('inputs')), ['inputs', 'targets']),
  ],
};
