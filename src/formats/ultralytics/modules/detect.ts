import type { TensorRef } from '../../../model/graph/graph.ts';
import type { Scope } from '../scope.ts';
import { cat, conv, conv2d, permute, sigmoid, sized, softmax, view } from './layers.ts';
import { depthwise } from './convolutions.ts';
import type { Tensor } from '../flow.ts';

/** Most boxes that an end-to-end head gives (head.py Detect.max_det). */
const mostBoxes = 300;

/** A detection head's classes and what goes in. */
export interface Head {
  readonly nc: number;
  readonly inputs: readonly Tensor[];
  /** Channels of the inputs. */
  readonly channels: readonly number[];
  /** The class branch of v3 to v9, of full convolutions. */
  readonly legacy: boolean;
  /** Of the distribution that a box side is read from; 1: the side itself (ultralytics/nn/modules/head.py Detect.reg_max). */
  readonly bins: number;
  readonly endToEnd: boolean;
}

/** Two 3×3 convolutions and a 1×1 with bias, as most branches are. */
export function branch(m: Scope, x: Tensor, c1: number, hidden: number, c2: number): TensorRef {
  const first = conv(m.sub('0'), x, c1, hidden, { k: 3 });
  return conv2d(m.sub('2'), conv(m.sub('1'), first, hidden, hidden, { k: 3 }), hidden, c2);
}

/** The class branch since v10: depthwise and 1×1 convolutions by turns. */
function lightBranch(m: Scope, x: Tensor, c1: number, hidden: number, c2: number): TensorRef {
  const [outer, inner] = [m.sub('0'), m.sub('1')];
  const first = conv(outer.sub('1'), depthwise(outer.sub('0'), x, c1, c1, { k: 3 }), c1, hidden);
  const second = conv(
    inner.sub('1'),
    depthwise(inner.sub('0'), first, hidden, hidden, { k: 3 }),
    hidden,
    hidden,
  );
  return conv2d(m.sub('2'), second, hidden, c2);
}

const boxWidth = ({ channels: [first = NaN], bins }: Head): number =>
  Math.max(16, Math.floor(first / 4), bins * 4);

export const classWidth = ({ channels: [first = NaN], nc }: Head): number =>
  Math.max(first, Math.min(nc, 100));

/** The names of a head's two branches, and where copies of them belong. */
export interface Branches {
  readonly boxes: (level: number) => Scope;
  readonly classes: (level: number) => Scope;
}

export const ownBranches = (m: Scope): Branches => ({
  boxes: (level) => m.sub(`cv2.${level}`),
  classes: (level) => m.sub(`cv3.${level}`),
});

/** v10 copies both for training end to end; copies have activations of their own. */
export const copiedBranches = (m: Scope): Branches => {
  const [boxes, classes] = [m.copied('one2one_cv2'), m.copied('one2one_cv3')];
  return {
    boxes: (level) => boxes.sub(`one2one_cv2.${level}`),
    classes: (level) => classes.sub(`one2one_cv3.${level}`),
  };
};

/** What a head gives for every cell before it is decoded: [N, 4·bins, cells] and [N, classes, cells]. */
export interface Predictions {
  readonly boxes: TensorRef | null;
  readonly scores: TensorRef | null;
}

/** The sides of boxes at one level. */
export const boxesAt = (head: Head, { boxes }: Branches, level: number): TensorRef =>
  branch(
    boxes(level),
    head.inputs[level] ?? null,
    head.channels[level] ?? NaN,
    boxWidth(head),
    4 * head.bins,
  );

/** Scores of classes at one level, or features of `outputs` values. */
export const classesAt = (head: Head, { classes }: Branches, level: number, outputs: number): TensorRef =>
  (head.legacy ? branch : lightBranch)(
    classes(level),
    head.inputs[level] ?? null,
    head.channels[level] ?? NaN,
    classWidth(head),
    outputs,
  );

/** Boxes of all levels, then classes of all levels (ultralytics/nn/modules/head.py, 8.4, Detect.forward_head). */
export function predicted(m: Scope, head: Head, branches: Branches): Predictions {
  const ofLevels = (at: (level: number) => TensorRef) => head.inputs.map((_, level) => at(level));
  const boxes = cells(
    m,
    ofLevels((level) => boxesAt(head, branches, level)),
    4 * head.bins,
  );
  const scores = ofLevels((level) => classesAt(head, branches, level, head.nc));
  return { boxes, scores: cells(m, scores, head.nc) };
}

/** All cells of all levels as [N, values, cells]. */
export function cells(m: Scope, tensors: readonly Tensor[], values: number): TensorRef {
  const flat = tensors.map((tensor) => view(m, tensor, ['copy', values, -1]));
  return cat(m, flat, 2);
}

/** Boxes and scores as [N, 4 + classes, cells] (head.py Detect._inference). */
export const decoded = (m: Scope, { boxes, scores }: Predictions, bins: number): TensorRef =>
  cat(m, [bins > 1 ? sides(m.sub('dfl'), boxes, bins) : boxes, sigmoid(m, scores)]);

/** The sides of boxes from distributions over them (block.py DFL). */
function sides(m: Scope, box: Tensor, bins: number): TensorRef {
  const perSide = permute(m, view(m, box, ['copy', 4, bins, -1]), [0, 2, 1, 3], 'transpose');
  const distances = conv2d(m.sub('conv'), softmax(m, perSide, 1), bins, 1, { bias: false });
  return view(m, distances, ['copy', 4, -1]);
}

/** The best boxes alone, each with its score, its class and `values` more: [N, 300, 6 + values] (head.py Detect.postprocess). */
export function best(m: Scope, predictions: Tensor, values = 0): TensorRef {
  const rows = permute(m, predictions, [0, 2, 1]);
  const few = m.call('topk', { kind: 'slice', ranges: [{ axis: 1, start: 0, end: mostBoxes, step: 1 }] }, [
    rows,
  ]);
  return sized(m, 'postprocess', [few], [{ from: 0 }, { from: 1 }, 6 + values]);
}
