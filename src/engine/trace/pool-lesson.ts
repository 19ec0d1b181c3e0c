import { withoutOverhang, type AxisGeometry } from '../geometry/axis.ts';
import { threeAxes } from '../geometry/window.ts';
import { averagePool, divisors, type Span } from '../kernels/average-pool.ts';
import { maxPool } from '../kernels/max-pool.ts';
import { arithmeticOf, type Tensor, type TensorData } from '../tensor.ts';
import {
  isPaddingSlice,
  labelOf,
  onlySlice,
  planeAxesOf,
  slicesOf,
  type Labels,
  type Slices,
} from './cut.ts';
import type { Fault } from './options.ts';
import { divisorOf, hasTies, poolCodePasses } from './pool-code.ts';
import type { Facts, Lesson, Plane, PoolReduction, Selection, Stage, TensorName } from './lesson.ts';
import { lastPlane } from './compare-stages.ts';
import { coverageStage } from './reads-stages.ts';
import { padInput } from './correlate-stages.ts';
import { paddedAxis, windowMotion } from './plane-axes.ts';
import { pick, planeFrom, planeValues, remaining } from './plane.ts';
import { poolColumnPasses } from './pool-columns.ts';
import {
  inputPlane,
  outputPlane,
  paddedGradient,
  poolGradient,
  sharedSpan,
  withoutPadding,
  type PoolKind,
  type PoolRequest,
} from './pool-parts.ts';
import { poolReaderStage, winsStage } from './pool-readers.ts';

export interface PoolTensors {
  /** [N, C, …] */
  readonly x: Tensor;
  readonly dz: Tensor;
}

/** A pool forward and backward, one channel. */
export function poolLesson(
  { x, dz }: PoolTensors,
  axes: readonly AxisGeometry[],
  pool: PoolKind,
  selection: Selection,
  faults: readonly Fault[],
): Lesson {
  const [batchSize = 1, channels = 1] = x.shape;
  const batch = Math.min(selection.batch, batchSize - 1);
  const channel = Math.min(selection.outChannel, channels - 1);
  const slices = slicesOf(axes, selection);
  const at = (slice: number): number[] => [batch, channel, ...(axes.length > 2 ? [slice] : [])];
  const input = { shape: x.shape, at: at(slices.input) };
  const output = { shape: dz.shape, at: at(slices.output) };
  const request: PoolRequest = {
    names: { input: 'X', output: 'Z', dInput: 'dX', dOutput: 'dZ' },
    x: pick(x, [batch], [channel]),
    dz: pick(dz, [batch], [channel]),
    axes,
    pool,
    slices,
    labels: { X: input, dX: input, Z: output, dZ: output },
  };
  const outer = axes.length === 3 ? axes[0] : undefined;
  const forward = poolForwardStages(request);
  const backward = poolBackwardStages(request);
  const pooledPlane = lastPlane(forward);
  const { rows, columns } = planeAxesOf(axes);
  const facts: Facts = {
    samples: batchSize,
    inChannels: channels,
    outChannels: channels,
    groups: 1,
    axes,
    rows,
    columns,
    ...(pool.kind === 'average' && { divisor: divisorOf(axes, pool) }),
    faults:
      pool.kind === 'max'
        ? [{ fault: 'ties', made: faults.includes('ties'), shows: hasTies(request.x, axes) }]
        : [],
  };
  return {
    operation: pool.kind === 'max' ? 'max-pool' : 'average-pool',
    arithmetic: arithmeticOf(x),
    choices: {
      batch: batchSize,
      inChannels: [channel],
      outChannels: channels,
      outSlices: outer?.outputSize ?? 1,
      kernelSlices: outer?.kernelSize ?? 1,
    },
    selection: {
      batch,
      inChannel: channel,
      outChannel: channel,
      outSlice: slices.output,
      kernelSlice: slices.tap,
    },
    facts,
    passes: [
      { id: 'forward', stages: forward },
      { id: 'backward-data', stages: backward },
      ...poolColumnPasses(request),
      ...(pooledPlane
        ? [
            {
              id: 'reads' as const,
              stages: [
                coverageStage(pooledPlane, axes, slices),
                poolReaderStage(request),
                ...(pool.kind === 'max' ? [winsStage(request)] : []),
              ],
            },
          ]
        : []),
      ...poolCodePasses({ facts, forward, backward, x: request.x, dz: request.dz, slice: slices.input }),
    ],
  };
}

/** Input, padding, and the window whose greatest or mean value is the output cell. */
export function poolForwardStages(request: PoolRequest): Stage[] {
  const { names, x, axes, pool, slices, labels } = request;
  const { rows, columns } = planeAxesOf(axes);
  const input = inputPlane(request, names.input, x);
  const padded = paddedPlane(names.input, padInput(x, axes), axes, slices, labels);
  const { z, reduce } = pooled(x, axes, pool, slices);
  const target = outputPlane(request, names.output, z);
  const source = pool.kind === 'max' ? withoutPadding(padded, isPaddingSlice(slices, axes)) : padded;
  return [
    { id: 'input', planes: [input], motion: null },
    ...(padded.values.length > input.values.length
      ? [{ id: 'pad' as const, planes: [source], motion: null }]
      : []),
    {
      id: 'pool',
      planes: [source, target],
      motion: {
        kind: 'pool',
        source: 0,
        target: 1,
        rows: windowMotion(rows),
        columns: windowMotion(columns),
        reduce,
        others: otherSlices(x, axes, pool, slices),
      },
    },
  ];
}

/** Of a volume: what the windows hold in the slices that are not shown. */
function otherSlices(
  x: Tensor,
  axes: readonly AxisGeometry[],
  pool: PoolKind,
  { input, output }: Slices,
): TensorData | null {
  if (axes.length < 3) return null;
  const [, , , height = 1, width = 1] = x.shape;
  const [start, end] = [input * height * width, (input + 1) * height * width];
  const without = (value: number): Tensor => ({
    shape: x.shape,
    data: x.data.map((cell, i) => (i >= start && i < end ? value : cell)),
  });
  const rest =
    pool.kind === 'max'
      ? maxPool(without(-Infinity), axes).z
      : averagePool(without(0), axes, { ...pool, divisorOverride: 1 });
  return planeValues(rest, [0, 0, output]);
}

/** dZ, and each of its cells on its way to the winner or the whole window. */
export function poolBackwardStages(request: PoolRequest): Stage[] {
  const { names, x, dz, axes, pool, slices, labels } = request;
  const { rows, columns } = planeAxesOf(axes);
  const { reduce } = pooled(x, axes, pool, slices);
  const dx = poolGradient(request, dz);
  const source = outputPlane(request, names.dOutput, dz);
  const whole = paddedPlane(names.dInput, paddedGradient(request, dz), axes, slices, labels);
  const result = inputPlane(request, names.dInput, dx);
  const isPadded = whole.values.length > result.values.length;
  const padded: Plane = isPadded ? { ...whole, variant: 'uncropped' } : whole;
  return [
    { id: 'gradient', planes: [source], motion: null },
    {
      id: 'route',
      planes: [source, padded],
      motion: {
        kind: 'route',
        source: 0,
        target: 1,
        rows: windowMotion(rows),
        columns: windowMotion(columns),
        reduce,
        shared: sharedPart(request),
        others: otherOutputs(request, padded),
      },
    },
    { id: 'crop', planes: [result], motion: null },
  ];
}

/** The cells of the uncropped dX that a window's gradient is shared out to: none of a slice that does not count. */
function sharedPart({ axes, pool, slices }: PoolRequest): { rows: Span; columns: Span } | null {
  if (pool.kind === 'max') return null;
  const [outer, rows, columns] = threeAxes(axes).map((axis) => sharedSpan(axis, pool));
  if (!outer || !rows || !columns) return null;
  const isOutside = axes.length > 2 && (slices.padded < outer.first || slices.padded >= outer.end);
  return { rows: isOutside ? { first: 0, end: 0 } : rows, columns };
}

/** Of a volume: what the output slices that are not shown give to the shown slice. */
function otherOutputs(request: PoolRequest, { values }: Plane): TensorData | null {
  const { dz, axes, slices } = request;
  if (axes.length < 3) return null;
  const given = paddedGradient(request, onlySlice(dz, slices.output));
  return remaining(values, planeValues(given, [0, 0, slices.padded]), 0);
}

function paddedPlane(
  name: TensorName,
  tensor: Tensor,
  axes: readonly AxisGeometry[],
  slices: Slices,
  labels: Labels,
): Plane {
  const { rows, columns } = planeAxesOf(axes);
  return planeFrom({
    name,
    tensor,
    cut: [0, 0, slices.padded],
    ...labelOf(labels, name),
    rows: paddedAxis(rows),
    columns: paddedAxis(columns),
  });
}

function pooled(
  x: Tensor,
  axes: readonly AxisGeometry[],
  pool: PoolKind,
  slices: Slices,
): { readonly z: Tensor; readonly reduce: PoolReduction } {
  const { rows, columns } = planeAxesOf(axes);
  const start = slices.output * rows.outputSize * columns.outputSize;
  const end = start + rows.outputSize * columns.outputSize;
  if (pool.kind === 'average') {
    return {
      z: averagePool(x, axes, pool),
      reduce: { kind: 'average', divisors: divisors(axes, pool).slice(start, end) },
    };
  }
  const { z, winners } = maxPool(x, axes);
  return { z, reduce: { kind: 'max', winners: paddedPlaces(winners.subarray(start, end), axes, slices) } };
}

/** Places in the input as places in the padded plane that is shown; −1 for winners in other slices. */
function paddedPlaces(winners: Int32Array, axes: readonly AxisGeometry[], slices: Slices): Int32Array {
  const [, rows, columns] = threeAxes(axes).map(withoutOverhang);
  if (!rows || !columns) return winners.slice();
  const plane = rows.inputSize * columns.inputSize;
  const width = columns.inputSize + columns.padding.before + columns.padding.after;
  return winners.map((winner) => {
    if (winner < 0 || Math.floor(winner / plane) !== slices.input) return -1;
    const row = Math.floor((winner % plane) / columns.inputSize) + rows.padding.before;
    return row * width + (winner % columns.inputSize) + columns.padding.before;
  });
}
