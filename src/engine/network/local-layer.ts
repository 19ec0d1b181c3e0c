import type { AxisGeometry } from '../geometry/axis.ts';
import { readerBounds } from '../geometry/readers.ts';
import { embed } from '../kernels/embed.ts';
import { planesOf, type Tensor } from '../tensor.ts';
import { localLinear } from '../trace/local-linear.ts';
import { pick, range } from '../trace/plane.ts';
import { storedWeights } from '../trace/weight-source.ts';
import type { CheckedLayer } from './checked-layer.ts';
import type { EngineOperation } from './operation.ts';

export interface LocalLayer {
  readonly layer: CheckedLayer;
  readonly index: number;
}

/**
 * The part of a layer in which one cell of X or W has its whole gradient, in float64: the one channel of X, and of Z the
 * channels and windows that read the cell. What other channels and the bias add to Z does not change with the cell.
 */
export function localLayer(layer: CheckedLayer, tensor: 'X' | 'W', index: number): LocalLayer {
  const { operation } = layer;
  switch (operation.kind) {
    case 'convolution':
    case 'transposed-convolution':
      return tensor === 'X' ? aroundInput(layer, operation, index) : aroundWeight(layer, operation, index);
    case 'linear':
      return ofLinear(layer, tensor, index);
    default:
      return onePlane(layer, index);
  }
}

type Windowed = Extract<EngineOperation, { kind: 'convolution' | 'transposed-convolution' }>;

/** One cell of X: its sample and channel, the outputs of its group, and of a convolution the windows that read it. */
function aroundInput({ x, w, dz }: CheckedLayer, operation: Windowed, index: number): LocalLayer {
  const { channels, planeSize } = planesOf(x);
  const plane = Math.floor(index / planeSize);
  const [sample, channel] = [Math.floor(plane / channels), plane % channels];
  const { groups } = operation.geometry;
  const inGroup = channels / groups;
  const group = Math.floor(channel / inGroup);
  const outGroup = planesOf(dz).channels / groups;
  const outputs = range(outGroup, group * outGroup);
  const local = {
    x: exact(pick(x, [sample], [channel])),
    w:
      w &&
      exact(
        operation.kind === 'convolution' ? pick(w, outputs, [channel % inGroup]) : pick(w, [channel], null),
      ),
    b: null,
    dz: exact(pick(dz, [sample], outputs)),
  };
  if (operation.kind === 'transposed-convolution')
    return { layer: { ...local, operation: ungrouped(operation) }, index: index % planeSize };
  return windowsAt(local, operation.geometry.axes, index % planeSize);
}

/** The windows that read one cell, over the input that they span; what is padding there is zeros. */
function windowsAt(
  local: Omit<CheckedLayer, 'operation'>,
  axes: readonly AxisGeometry[],
  cell: number,
): LocalLayer {
  const cells = places(
    cell,
    axes.map(({ inputSize }) => inputSize),
  );
  const readers = axes.map((axis, place) => readerBounds(axis, cells[place] ?? 0));
  const small = axes.map((axis, place) => {
    const { first, last } = readers[place] ?? { first: 0, last: 0 };
    // A cell that no window spans: the first one, which does not read it either.
    return last < first ? { axis: part(axis, 1), first: 0 } : { axis: part(axis, last - first + 1), first };
  });
  const start = small.map(
    ({ axis, first }, place) => first * axis.stride - (axes[place]?.padding.before ?? 0),
  );
  const at = cells.map((place, axis) => place - (start[axis] ?? 0));
  const inside = at.every((place, axis) => place >= 0 && place < (small[axis]?.axis.inputSize ?? 0));
  const x = embed(
    local.x,
    small.map(({ axis }, place) => ({ size: axis.inputSize, step: 1, offset: -(start[place] ?? 0) })),
  );
  const dz = embed(
    local.dz,
    small.map(({ axis, first }) => ({ size: axis.outputSize, step: 1, offset: -first })),
  );
  const geometry = { axes: small.map(({ axis }) => axis), groups: 1 };
  const layer: CheckedLayer = { ...local, x, dz, operation: { kind: 'convolution', geometry } };
  // Beyond the windows there is no gradient: any place outside of the tensor has none.
  const index = inside
    ? at.reduce((flat, place, axis) => flat * (small[axis]?.axis.inputSize ?? 1) + place, 0)
    : x.data.length;
  return { layer, index };
}

/** As many windows without padding; they fit exactly. */
function part(axis: AxisGeometry, windows: number): AxisGeometry {
  const numerator = (windows - 1) * axis.stride;
  return {
    ...axis,
    inputSize: numerator + axis.effectiveKernel,
    padding: { before: 0, after: 0 },
    numerator,
    remainder: 0,
    tail: 0,
    outputSize: windows,
  };
}

/** A flat place in a plane as one place an axis. */
function places(cell: number, sizes: readonly number[]): number[] {
  let left = cell;
  return sizes
    .toReversed()
    .map((size) => {
      const place = left % size;
      left = Math.floor(left / size);
      return place;
    })
    .toReversed();
}

/** One cell of W: the two channels that it joins, in all samples. */
function aroundWeight({ x, w, dz }: CheckedLayer, operation: Windowed, index: number): LocalLayer {
  if (!w) throw new RangeError('A layer without weights has no gradient of them.');
  const { channels: second, planeSize } = planesOf(w);
  const plane = Math.floor(index / planeSize);
  const [row, column] = [Math.floor(plane / second), plane % second];
  const { groups } = operation.geometry;
  const [inGroup, outGroup] = [planesOf(x).channels / groups, planesOf(dz).channels / groups];
  // [C_out, C_in/groups, …]; transposed [C_in, C_out/groups, …].
  const [input, output] =
    operation.kind === 'convolution'
      ? [Math.floor(row / outGroup) * inGroup + column, row]
      : [row, Math.floor(row / inGroup) * outGroup + column];
  const pair = { x: exact(pick(x, null, [input])), b: null, dz: exact(pick(dz, null, [output])) };
  const cell = index % planeSize;
  return operation.kind === 'convolution'
    ? ofTap({ ...pair, w }, operation.geometry.axes, { cell, index })
    : {
        layer: { ...pair, w: exact(pick(w, [row], [column])), operation: ungrouped(operation) },
        index: cell,
      };
}

/** One kernel cell as a kernel of its own: it meets every S-th cell of the input from where it first stands. */
function ofTap(
  { x, w, b, dz }: Omit<CheckedLayer, 'operation'>,
  axes: readonly AxisGeometry[],
  { cell, index }: { readonly cell: number; readonly index: number },
): LocalLayer {
  const taps = places(
    cell,
    axes.map(({ kernelSize }) => kernelSize),
  );
  const single = axes.map((axis) =>
    part({ ...axis, kernelSize: 1, effectiveKernel: 1, dilation: 1 }, axis.outputSize),
  );
  const met = embed(
    x,
    axes.map(({ padding, dilation }, axis) => ({
      size: single[axis]?.inputSize ?? 1,
      step: 1,
      offset: padding.before - (taps[axis] ?? 0) * dilation,
    })),
  );
  const weight = { shape: [1, 1, ...axes.map(() => 1)], data: Float64Array.of(w?.data[index] ?? 0) };
  const geometry = { axes: single, groups: 1 };
  return {
    layer: { x: met, w: weight, b, dz, operation: { kind: 'convolution', geometry } },
    index: 0,
  };
}

type Transposed = Extract<EngineOperation, { kind: 'transposed-convolution' }>;

const ungrouped = (operation: Transposed): Transposed => ({
  ...operation,
  geometry: { ...operation.geometry, groups: 1 },
});

function ofLinear({ operation, x, w, b, dz }: CheckedLayer, tensor: 'X' | 'W', index: number): LocalLayer {
  if (!w) throw new RangeError('A linear layer needs a weight.');
  return { layer: localLinear({ operation, x, b, dz }, storedWeights(w), tensor, index), index: 0 };
}

/** Pools and activations: every plane goes its own way. */
function onePlane({ operation, x, w, b, dz }: CheckedLayer, index: number): LocalLayer {
  const { channels, planeSize } = planesOf(x);
  const plane = Math.floor(index / planeSize);
  const at = [[Math.floor(plane / channels)], [plane % channels]] as const;
  return {
    layer: { operation, x: exact(pick(x, ...at)), w, b, dz: exact(pick(dz, ...at)) },
    index: index % planeSize,
  };
}

const exact = ({ shape, data }: Tensor): Tensor => ({
  shape,
  data: data instanceof Float64Array ? data : Float64Array.from(data),
});
