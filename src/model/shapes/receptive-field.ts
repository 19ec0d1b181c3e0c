import { effectiveKernelSize } from '../../engine/geometry/axis.ts';
import type { Operation } from '../graph/operation.ts';
import type { Dim, Layout, Shape } from '../graph/shape.ts';
import type { ReceptiveField } from '../report.ts';
import type { OperationInference } from './inference.ts';
import { cropOffset } from './operations/crop-like.ts';

/**
 * Which cells of the model's input one output cell sees, as in Araujo, Norris and Sim, "Computing Receptive Fields of
 * Convolutional Neural Networks" (Distill, 2019). Null where it is unknown or not a box.
 */
export function receptiveFieldOf(
  operation: Operation,
  inputFields: readonly (ReceptiveField | null)[],
  inputShapes: readonly Shape[],
  inference: OperationInference,
  layout: Layout,
): ReceptiveField | null {
  if (operation.kind === 'input') return fieldOfInput(inference.outputShapes[0] ?? null);
  const field = inputFields[0] ?? null;
  if (field === null) return null;
  const inputShape = inputShapes[0] ?? null;
  const outputShape = inference.outputShapes[0] ?? null;
  switch (operation.kind) {
    case 'elementwise':
    case 'normalization':
    case 'detection-head':
      return field;
    case 'convolution':
    case 'pool': {
      const { axes } = inference;
      return eachAxis(field, axes.length, (cells, axis) => {
        const geometry = axes[axis]?.geometry;
        return geometry
          ? windowed(cells, geometry.effectiveKernel, geometry.stride, geometry.padding.before)
          : null;
      });
    }
    case 'transposed-convolution': {
      const axes = inference.transposedAxes;
      return eachAxis(field, axes.length, ({ size, stride, start }, axis) => {
        const geometry = axes[axis];
        if (!geometry) return null;
        const reach = effectiveKernelSize(geometry.kernelSize, geometry.dilation);
        const first = Math.ceil((geometry.padding.before - reach + 1) / geometry.stride);
        return {
          size: size + (Math.ceil(reach / geometry.stride) - 1) * stride,
          stride: stride / geometry.stride,
          start: start + first * stride,
        };
      });
    }
    case 'pad':
      return eachAxis(field, operation.sides.length, (cells, axis) => {
        const before = operation.sides[axis]?.before ?? null;
        return before === null ? null : { ...cells, start: cells.start - before * cells.stride };
      });
    case 'crop-like':
      return eachAxis(field, field.size.length, (cells, axis) => {
        const offset = cropOffset(operation, axis + 2);
        return offset === null ? null : { ...cells, start: cells.start + offset * cells.stride };
      });
    case 'upsample':
    case 'pixel-shuffle': {
      // Blocks that are rounded down shift against each other: no window of the input belongs to a cell.
      if (inference.axes.some(({ remainder }) => remainder !== 0)) return null;
      const from = spatialSizes(inputShape, layout);
      const to = spatialSizes(outputShape, layout);
      const reach = { nearest: 0, area: 0, linear: 1, bilinear: 1, trilinear: 1, bicubic: 3 };
      const extra = operation.kind === 'upsample' ? reach[operation.mode] : 0;
      return eachAxis(field, to.length, (cells, axis) =>
        resized(cells, from[axis] ?? null, to[axis] ?? null, extra),
      );
    }
    case 'global-pool':
    case 'flatten':
    case 'reduce':
      return whole(field, inputShape, layout);
    case 'linear':
      return operation.flattens ? whole(field, inputShape, layout) : field;
    case 'adaptive-pool':
      return operation.outputSize.every((size) => size === 1) ? whole(field, inputShape, layout) : null;
    case 'reshape':
      return outputShape?.length === 2 ? whole(field, inputShape, layout) : null;
    case 'concat':
    case 'combine':
      return union(inputFields, inputShapes, layout);
    case 'slice':
      return operation.ranges.every(({ axis }) => axis === 1) && layout === 'channels-first' ? field : null;
    case 'split':
      return operation.axis === 1 && layout === 'channels-first' ? field : null;
    case 'permute':
    case 'contraction':
    case 'declared':
    case 'derived':
    case 'each-step':
    case 'custom':
    case 'unknown':
      return null;
  }
}

/** One axis of a receptive field. */
interface FieldAxis {
  readonly size: number;
  readonly stride: number;
  readonly start: number;
}

function fieldOfInput(shape: Shape): ReceptiveField | null {
  if (shape === null || shape.length < 3) return null;
  const axes = shape.slice(2);
  return { size: axes.map(() => 1), stride: axes.map(() => 1), start: axes.map(() => 0) };
}

function eachAxis(
  field: ReceptiveField,
  rank: number,
  change: (cells: FieldAxis, axis: number) => FieldAxis | null,
): ReceptiveField | null {
  if (rank !== field.size.length) return null;
  const [size, stride, start]: [number[], number[], number[]] = [[], [], []];
  for (let axis = 0; axis < rank; axis++) {
    const cells = {
      size: field.size[axis] ?? 1,
      stride: field.stride[axis] ?? 1,
      start: field.start[axis] ?? 0,
    };
    const changed = change(cells, axis);
    if (changed === null || !isCountable(changed)) return null;
    size.push(changed.size);
    stride.push(changed.stride);
    start.push(changed.start);
  }
  return { size, stride, start };
}

/** A field that a thousand halvings see is beyond what numbers count. */
function isCountable({ size, stride, start }: FieldAxis): boolean {
  return Math.max(size, stride, Math.abs(start)) <= Number.MAX_SAFE_INTEGER;
}

function windowed(cells: FieldAxis, reach: number, stride: number, before: number): FieldAxis {
  return {
    size: cells.size + (reach - 1) * cells.stride,
    stride: cells.stride * stride,
    start: cells.start - before * cells.stride,
  };
}

function resized(cells: FieldAxis, from: Dim, to: Dim, extra: number): FieldAxis | null {
  if (typeof from !== 'number' || typeof to !== 'number' || from === 0 || to === 0) return null;
  if (to >= from)
    return { ...cells, size: cells.size + extra * cells.stride, stride: (cells.stride * from) / to };
  return windowed(cells, Math.ceil(from / to), from / to, 0);
}

/** A cell behind this layer sees what all cells before it see. */
function whole(field: ReceptiveField, inputShape: Shape, layout: Layout): ReceptiveField | null {
  const sizes = spatialSizes(inputShape, layout);
  // Nothing spatial is left to gather: an earlier layer did.
  if (inputShape !== null && sizes.length === 0) return field;
  return eachAxis(field, sizes.length, (cells, axis) => {
    const size = sizes[axis];
    return typeof size === 'number' ? windowed(cells, size, size, 0) : null;
  });
}

/** The box around what the inputs see. One that is broadcast from single cells adds its reach, not its stride. */
function union(
  fields: readonly (ReceptiveField | null)[],
  shapes: readonly Shape[],
  layout: Layout,
): ReceptiveField | null {
  const spread = shapes.findIndex((shape) => spatialSizes(shape, layout).some((size) => size !== 1));
  const base = fields[Math.max(0, spread)] ?? null;
  if (base === null) return null;
  return eachAxis(base, base.size.length, ({ stride }, axis) => {
    let start = Infinity;
    let end = -Infinity;
    for (const [input, field] of fields.entries()) {
      if (field?.size.length !== base.size.length) return null;
      const single = spatialSizes(shapes[input] ?? null, layout).every((size) => size === 1);
      if (field.stride[axis] !== stride && !single) return null;
      const first = field.start[axis] ?? 0;
      start = Math.min(start, first);
      end = Math.max(end, first + (field.size[axis] ?? 1));
    }
    return { size: end - start, stride, start };
  });
}

function spatialSizes(shape: Shape, layout: Layout): readonly Dim[] {
  if (shape === null) return [];
  return layout === 'channels-first' ? shape.slice(2) : shape.slice(1, -1);
}
