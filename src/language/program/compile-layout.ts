import type { Derived } from '../../model/graph/derived.ts';
import type {
  Concat,
  CropLike,
  Pad,
  Permute,
  PixelShuffle,
  Reduce,
  Slice,
  Upsample,
} from '../../model/graph/operation.ts';
import { placeOf } from '../../model/shapes/dims.ts';
import { cropOffset } from '../../model/shapes/operations/crop-like.ts';
import { sliceBounds } from '../../model/shapes/operations/cut.ts';
import {
  firstInput,
  firstOutput,
  known,
  reported,
  reportedAxis,
  stored,
  storedOutput,
  type LayerScope,
} from './layer-scope.ts';
import { NotRunnable } from './not-runnable.ts';
import type { Value } from './program-builder.ts';
import { batched } from './unbatched.ts';

/** Flatten, reshape: the values stay in the order in which the framework stores them. */
export function compileReshape(scope: LayerScope): Value {
  return reported(scope, scope.builder.reshape(stored(scope), storedOutput(scope)));
}

export function compilePermute(scope: LayerScope, { order }: Permute): Value {
  const x = stored(scope);
  const places = order.map((axis) => known(placeOf(axis, x.shape.length), 'order'));
  return reported(scope, scope.builder.permute(x, places));
}

export function compilePad(scope: LayerScope, { sides, mode, value = 0 }: Pad): Value {
  return batched(scope, sides.length, (x, shape) => {
    const cells = sides.map(({ before, after }) => ({
      before: known(before, 'padding'),
      after: known(after, 'padding'),
    }));
    return scope.builder.step(
      {
        kind: 'pad',
        sides: cells,
        mode: mode === 'zeros' ? 'constant' : mode,
        value: mode === 'zeros' ? known(value, 'padding-value') : 0,
      },
      [x],
      shape,
    );
  });
}

export function compileCropLike(scope: LayerScope, operation: CropLike): Value {
  const x = firstInput(scope);
  const shape = firstOutput(scope);
  const ranges = shape.map((size, axis) => {
    const start = known(cropOffset(operation, axis), 'offset');
    return { axis, start, end: start + size, step: 1 };
  });
  return scope.builder.step({ kind: 'slice', ranges }, [x], shape);
}

export function compileSlice(scope: LayerScope, { ranges }: Slice): Value {
  const x = firstInput(scope);
  const cut = ranges.map(({ axis, start, end, step }) => {
    const place = reportedAxis(scope, axis);
    return { axis: place, step, ...sliceBounds(x.shape[place] ?? 1, start, end) };
  });
  return scope.builder.step({ kind: 'slice', ranges: cut }, [x], firstOutput(scope));
}

/** One slice per output. */
export function compileSplit(scope: LayerScope, axis: number): readonly Value[] {
  const x = firstInput(scope);
  const place = reportedAxis(scope, axis);
  let start = 0;
  return scope.outputs.map((shape) => {
    const end = start + (shape[place] ?? 0);
    const range = { axis: place, start, end, step: 1 };
    start = end;
    return scope.builder.step({ kind: 'slice', ranges: [range] }, [x], shape);
  });
}

export function compileConcat(scope: LayerScope, { axis, part }: Concat): Value {
  const place = reportedAxis(scope, axis);
  const inputs = scope.inputs.map((x) => (part ? partOf(scope, x, place, part) : x));
  return scope.builder.step({ kind: 'concat', axis: place }, inputs, firstOutput(scope));
}

/** Part `index` of `of` equal parts of one input (AlexeyAB/darknet: src/route_layer.c). */
function partOf(
  { builder }: LayerScope,
  x: Value,
  axis: number,
  { index, of }: NonNullable<Concat['part']>,
): Value {
  const size = Math.floor((x.shape[axis] ?? 0) / of);
  const range = { axis, start: index * size, end: (index + 1) * size, step: 1 };
  return builder.step({ kind: 'slice', ranges: [range] }, [x], x.shape.with(axis, size));
}

export function compileUpsample(scope: LayerScope, operation: Upsample): Value {
  const { mode, target, sampling } = operation;
  const rank = firstInput(scope).shape.length - 2;
  return batched(scope, rank, (x, shape) => {
    const factors = target.kind === 'scale' ? target.factors : [];
    const axes = shape.slice(2).map((outputSize, axis) => ({
      outputSize,
      scale: factors[factors.length === 1 ? 0 : axis] ?? null,
    }));
    switch (mode) {
      case 'nearest': {
        // Frameworks agree where every cell is repeated; else the rule of which cell is read is PyTorch's.
        const repeats = shape.slice(2).every((size, axis) => size % (x.shape[axis + 2] ?? 1) === 0);
        if (!repeats && (scope.framework !== 'pytorch' || sampling === undefined)) {
          throw new NotRunnable({ kind: 'unknown-cells' });
        }
        return scope.builder.step({ kind: 'upsample', mode, axes, alignCorners: false }, [x], shape);
      }
      case 'linear':
      case 'bilinear':
      case 'trilinear': {
        const alignCorners = known(sampling, 'sampling') === 'corners';
        return scope.builder.step({ kind: 'upsample', mode: 'linear', axes, alignCorners }, [x], shape);
      }
      case 'area':
        // torch/nn/functional.py, interpolate: an adaptive average pool. TensorFlow's is another one.
        if (scope.framework !== 'pytorch') break;
        return scope.builder.step(
          { kind: 'adaptive-pool', mode: 'average', outputSizes: shape.slice(2) },
          [x],
          shape,
        );
      case 'bicubic': {
        // The cubic's constant is PyTorch's, which ConvLens' own format has too; TensorFlow's is another one.
        if ((scope.framework !== 'pytorch' && scope.framework !== 'convlens') || rank !== 2) break;
        const alignCorners = known(sampling, 'sampling') === 'corners';
        return scope.builder.step({ kind: 'upsample', mode: 'cubic', axes, alignCorners }, [x], shape);
      }
    }
    throw new NotRunnable({ kind: 'no-upsampling', mode });
  });
}

export function compilePixelShuffle(scope: LayerScope, operation: PixelShuffle): Value {
  const { direction, order } = operation;
  const factor = known(operation.factor, 'factor');
  if (order === 'other') throw new NotRunnable({ kind: 'channel-order' });
  const kind = direction === 'shuffle' ? 'pixel-shuffle' : 'pixel-unshuffle';
  return batched(scope, 2, (x, shape) => scope.builder.step({ kind, factor }, [x], shape));
}

export function compileReduce(scope: LayerScope, { axes, name }: Reduce): Value {
  const { builder } = scope;
  const x = stored(scope);
  const places =
    axes === 'all'
      ? [...x.shape.keys()]
      : axes.map((axis) => known(placeOf(axis, x.shape.length), 'dimension'));
  const shape = x.shape.map((size, axis) => (places.includes(axis) ? 1 : size));
  const kinds = { mean: 'reduce-mean', sum: 'reduce-sum' } as const;
  if (name !== 'mean' && name !== 'sum') {
    throw new NotRunnable(
      name === undefined ? { kind: 'unknown-computation' } : { kind: 'no-operation', name },
    );
  }
  const reduced = builder.step({ kind: kinds[name], axes: places }, [x], shape);
  return reported(scope, builder.reshape(reduced, storedOutput(scope)));
}

/** An operation that is known by its sizes, and by its values where these are simple. */
export function compileDerived(scope: LayerScope, { values }: Derived): Value {
  if (values === undefined) throw new NotRunnable({ kind: 'sizes-only' });
  const flat = compileReshape(scope);
  if (values === 'same') return flat;
  return scope.builder.step({ kind: 'softmax', axis: flat.shape.length - 1 }, [flat], flat.shape);
}
