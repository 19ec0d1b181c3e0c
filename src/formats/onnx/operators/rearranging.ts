import type { Operation, PaddingMode } from '../../../model/graph/operation.ts';
import type { Dim, Shape } from '../../../model/graph/shape.ts';
import { productOf, sameDim } from '../../../model/shapes/dims.ts';
import { knownNumbers } from '../constant.ts';
import type { OperatorCall, OperatorResult, OperatorRule } from '../operator.ts';

/** Operators that move, cut or repeat values (onnx/onnx: onnx/defs/tensor/defs.cc). */
export const rearrangingOperators: Readonly<Record<string, OperatorRule>> = {
  Constant: (call) => sized(call.attribute('value')?.tensor?.dims ?? null),
  Flatten: (call) => flatten(call),
  Reshape: (call) => reshape(call),
  Transpose: (call) => transpose(call),
  Squeeze: (call) => squeeze(call),
  Unsqueeze: (call) => unsqueeze(call),
  Concat: (call) => concat(call),
  Split: (call) => split(call),
  Slice: (call) => slice(call),
  Gather: (call) => gather(call),
  GatherElements: (call) => sized(call.shapes[1] ?? null),
  GatherND: (call) => gatherNd(call),
  ScatterElements: (call) => sized(call.shapes[0] ?? null),
  ScatterND: (call) => sized(call.shapes[0] ?? null),
  Pad: (call) => pad(call),
  Expand: (call) => expand(call),
  Tile: (call) => tile(call),
  DepthToSpace: (call) => pixelShuffle(call, 'shuffle'),
  SpaceToDepth: (call) => pixelShuffle(call, 'unshuffle'),
  Upsample: (call) => resize(call, { scales: 1, sizes: -1 }),
  Resize: (call) => resize(call, call.opset < 11 ? { scales: 1, sizes: -1 } : { scales: 2, sizes: 3 }),
};

/** An operation whose output this module has worked out itself, with no parameters of its own. */
export function sized(...outputs: Shape[]): OperatorResult {
  return { operation: { kind: 'declared', outputs, params: 0, macs: 0 } };
}

function fromStart(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

/** For each row of the indices what it points at (onnx/onnx: onnx/defs/tensor/defs.cc GatherND). */
function gatherNd(call: OperatorCall): OperatorResult | null {
  const [data, indices] = call.shapes;
  const depth = indices?.at(-1);
  if (!data || !indices || typeof depth !== 'number') return null;
  return sized([...indices.slice(0, -1), ...data.slice(call.int('batch_dims', 0) + depth)]);
}

/** Two dimensions: those before `axis`, and the rest. */
function flatten(call: OperatorCall): OperatorResult | null {
  if (call.rank === null) return null;
  const axis = fromStart(call.int('axis', 1), call.rank);
  if (axis === 1) return { operation: { kind: 'flatten', start: 1, end: -1 } };
  const shape = call.shapes[0] ?? [];
  return sized([productOf(shape.slice(0, axis)), productOf(shape.slice(axis))]);
}

/** 0 keeps the size at its place, unless `allowzero`. */
function reshape(call: OperatorCall): OperatorResult | null {
  const given = call.constants[1]?.values ?? call.attribute('shape')?.ints;
  if (!given) return null;
  const keepsZero = call.int('allowzero', 0) === 1;
  const dims = given.map((size) => (size === 0 && !keepsZero ? 'copy' : size));
  return { operation: { kind: 'reshape', dims, keepsBatch: false } };
}

function transpose(call: OperatorCall): OperatorResult | null {
  if (call.rank === null) return null;
  const reversed = Array.from({ length: call.rank }, (_, axis) => axis).reverse();
  return { operation: { kind: 'permute', order: call.attribute('perm')?.ints ?? reversed } };
}

function squeeze(call: OperatorCall): OperatorResult | null {
  const shape = call.shapes[0];
  const axes = call.numbers('axes', 1);
  if (!shape || axes === null) return null;
  const dropped = axes?.map((axis) => fromStart(axis, shape.length));
  return sized(shape.filter((size, axis) => (dropped ? !dropped.includes(axis) : size !== 1)));
}

function unsqueeze(call: OperatorCall): OperatorResult | null {
  const shape = call.shapes[0];
  const axes = call.numbers('axes', 1);
  if (!shape || !axes) return null;
  const rank = shape.length + axes.length;
  const added = new Set(axes.map((axis) => fromStart(axis, rank)));
  const sizes = [...shape];
  return sized(Array.from({ length: rank }, (_, axis) => (added.has(axis) ? 1 : (sizes.shift() ?? null))));
}

function concat(call: OperatorCall): OperatorResult {
  const tensors = call.shapes.map((_, input) => input);
  return { operation: { kind: 'concat', axis: call.int('axis', 1) }, tensors };
}

/**
 * Sizes are an attribute before opset 13, an input since; without them the parts are equal, but for the last one of
 * `num_outputs` (opset 18), which is what remains.
 */
function split(call: OperatorCall): OperatorResult {
  const parts = call.node.outputs.length;
  const size = call.shapes[0]?.at(call.int('axis', 0)) ?? null;
  const sizes = call.attribute('num_outputs') ? sharesOf(size, parts) : call.numbers('split', 1);
  const unknown = Array.from({ length: parts }, () => null);
  return {
    operation: {
      kind: 'split',
      axis: call.int('axis', 0),
      parts,
      sizes: sizes === undefined ? null : (sizes ?? unknown),
    },
  };
}

function sharesOf(size: Dim, parts: number): readonly number[] | undefined {
  if (typeof size !== 'number') return undefined;
  const share = Math.ceil(size / parts);
  return Array.from({ length: parts }, (_, index) => Math.min(share, size - index * share));
}

/** Starts, ends and axes are attributes before opset 10, inputs since. */
function slice(call: OperatorCall): OperatorResult | null {
  const starts = call.numbers('starts', 1);
  const ends = call.numbers('ends', 2);
  if (!starts || !ends) return null;
  const axes = call.numbers('axes', 3) ?? starts.map((_, index) => index);
  const steps = call.numbers('steps', 4);
  const ranges = starts.map((start, index) => {
    const end = ends[index] ?? 0;
    // Exporters write "to the end" as the largest 64- or 32-bit number.
    const openEnd = end >= 0x7fffffff ? null : end;
    return { axis: axes[index] ?? index, start, end: openEnd, step: steps?.[index] ?? 1 };
  });
  return { operation: { kind: 'slice', ranges } };
}

/** The indexed dimension is replaced by those of the indices: one index drops it. */
function gather(call: OperatorCall): OperatorResult | null {
  const shape = call.shapes[0];
  const indices = call.shapes[1];
  if (!shape || !indices) return null;
  const axis = fromStart(call.int('axis', 0), shape.length);
  return sized([...shape.slice(0, axis), ...indices, ...shape.slice(axis + 1)]);
}

/** Since opset 18 for the given axes alone. */
function pad(call: OperatorCall): OperatorResult | null {
  const shape = call.shapes[0];
  const given = call.numbers('pads', 1);
  const axes = call.has(3) ? knownNumbers(call.constants[3]) : undefined;
  if (!shape || !given || axes === null) return null;
  const rank = shape.length;
  const places = axes?.map((axis) => fromStart(axis, rank)) ?? shape.map((_, axis) => axis);
  const pads = [0, places.length].flatMap((end) =>
    shape.map((_, axis) => (places.includes(axis) ? (given[end + places.indexOf(axis)] ?? 0) : 0)),
  );
  const total = (axis: number): number => (pads[axis] ?? 0) + (pads[axis + rank] ?? 0);
  const spatialOnly = total(0) === 0 && total(1) === 0;
  if (!spatialOnly || rank < 3) {
    return sized(
      shape.map((size, axis) =>
        typeof size === 'number' ? size + total(axis) : total(axis) === 0 ? size : null,
      ),
    );
  }
  const sides = Array.from({ length: rank - 2 }, (_, axis) => {
    return { before: pads[axis + 2] ?? 0, after: pads[axis + 2 + rank] ?? 0 };
  });
  return { operation: { kind: 'pad', sides, mode: padMode(call), layout: 'channels-first' } };
}

function padMode(call: OperatorCall): PaddingMode {
  switch (call.attribute('mode')?.text) {
    case 'reflect':
      return 'reflect';
    case 'edge':
      return 'replicate';
    case 'wrap':
      return 'circular';
    default:
      return 'zeros';
  }
}

/** Broadcasts to a given shape: 1 or a missing size takes the other's. */
function expand(call: OperatorCall): OperatorResult | null {
  const shape = call.shapes[0];
  const wanted = call.constants[1]?.values;
  if (!shape || !wanted) return null;
  const rank = Math.max(shape.length, wanted.length);
  return sized(
    Array.from({ length: rank }, (_, axis): Dim => {
      const own = axis < rank - shape.length ? 1 : (shape[axis - rank + shape.length] ?? null);
      const other = axis < rank - wanted.length ? 1 : (wanted[axis - rank + wanted.length] ?? null);
      return other === 1 ? own : own === 1 ? other : typeof own === 'number' ? own : other;
    }),
  );
}

function tile(call: OperatorCall): OperatorResult | null {
  const shape = call.shapes[0];
  const repeats = knownNumbers(call.constants[1]);
  if (!shape || !repeats) return null;
  return sized(
    shape.map((size, axis) => {
      const times = repeats[axis] ?? 1;
      return times === 1 ? size : typeof size === 'number' ? size * times : null;
    }),
  );
}

function pixelShuffle(call: OperatorCall, direction: 'shuffle' | 'unshuffle'): OperatorResult {
  const factor = call.int('blocksize', 1);
  // onnx/defs/tensor/defs.cc: DCR, the default, and SpaceToDepth keep a block's cells outermost; CRD is PyTorch's order.
  const isColumnRow = call.attribute('mode')?.text === 'CRD';
  return {
    operation: {
      kind: 'pixel-shuffle',
      direction,
      factor,
      layout: 'channels-first',
      ...(isColumnRow ? {} : { order: 'other' as const }),
    },
  };
}

/** Scales or sizes of every dimension; batch and channels must stay as they are to be a plain upsampling. */
function resize(
  call: OperatorCall,
  inputs: { readonly scales: number; readonly sizes: number },
): OperatorResult | null {
  const shape = call.shapes[0];
  if (!shape || keepsAspectRatio(call)) return null;
  // Since opset 18 for the given axes alone; the others stay.
  const axes = call.attribute('axes')?.ints?.map((axis) => fromStart(axis, shape.length));
  const onAll = <T>(given: readonly T[], otherwise: (axis: number) => T): readonly T[] =>
    axes
      ? shape.map(
          (_, axis) => (axes.includes(axis) ? given[axes.indexOf(axis)] : undefined) ?? otherwise(axis),
        )
      : given;
  const sizes =
    inputs.sizes >= 0 && call.has(inputs.sizes) ? (call.constants[inputs.sizes]?.values ?? null) : null;
  if (sizes)
    return resizedTo(
      call,
      shape,
      onAll<Dim>(sizes, (axis) => shape[axis] ?? null),
    );
  const scales = onAll(call.numbers('scales', inputs.scales) ?? [], () => 1);
  if (scales.length !== shape.length || cropsRegion(call)) return null;
  if (scales[0] !== 1 || scales[1] !== 1) {
    return sized(
      shape.map((size, axis) => (typeof size === 'number' ? Math.floor(size * (scales[axis] ?? 1)) : null)),
    );
  }
  return upsample(call, { kind: 'scale', factors: scales.slice(2) });
}

/** With `sizes` and a policy other than stretch the result depends on the input's ratio (onnx/defs/tensor/defs.cc, Resize 18). */
function keepsAspectRatio(call: OperatorCall): boolean {
  return (call.attribute('keep_aspect_ratio_policy')?.text ?? 'stretch') !== 'stretch';
}

/** Of a region of interest that part is scaled, which the values of another input name. */
function cropsRegion(call: OperatorCall): boolean {
  return call.attribute('coordinate_transformation_mode')?.text === 'tf_crop_and_resize';
}

function resizedTo(call: OperatorCall, shape: readonly Dim[], sizes: readonly Dim[]): OperatorResult {
  const spatial = sizes.slice(2);
  const keepsChannels =
    sizes.length === shape.length &&
    sizes.every((size, axis) => axis > 1 || sameDim(size, shape[axis] ?? null) === 'yes');
  const known = spatial.every((size) => typeof size === 'number');
  return keepsChannels && known ? upsample(call, { kind: 'size', sizes: spatial }) : sized(sizes);
}

/** onnx/defs/tensor/defs.cc, Resize; Upsample has no transformation and reads as `asymmetric`. */
function samplingOf(call: OperatorCall): { readonly sampling?: 'corners' | 'half-pixel' } {
  if (call.node.type !== 'Resize' || call.opset < 11) return {};
  switch (call.attribute('coordinate_transformation_mode')?.text ?? 'half_pixel') {
    case 'align_corners':
      return { sampling: 'corners' };
    case 'half_pixel':
    case 'pytorch_half_pixel':
      return { sampling: 'half-pixel' };
    default:
      return {};
  }
}

function upsample(
  call: OperatorCall,
  target: Extract<Operation, { kind: 'upsample' }>['target'],
): OperatorResult {
  const text = call.attribute('mode')?.text;
  const mode = text === 'linear' ? 'bilinear' : text === 'cubic' ? 'bicubic' : 'nearest';
  return {
    operation: { kind: 'upsample', mode, target, ...samplingOf(call), layout: 'channels-first' },
  };
}
