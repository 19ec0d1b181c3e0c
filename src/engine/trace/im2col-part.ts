import type { AxisGeometry } from '../geometry/axis.ts';
import { embed } from '../kernels/embed.ts';
import { im2col } from '../kernels/im2col.ts';
import type { ProductKernels } from '../network/product-kernels.ts';
import type { Tensor } from '../tensor.ts';
import { cornerOf, type Corner } from './corner.ts';
import { planeAxesOf, readSlices, type Labels, type Slices } from './cut.ts';
import { pick, range, slicesAt } from './plane.ts';

export interface Im2colRequest {
  /** All samples, and all channels of the group: [N, C_in, input…], [C_out, C_in, kernel…], [N, C_out, output…]. */
  readonly x: Tensor;
  readonly w: Tensor;
  readonly b: Tensor | null;
  readonly dz: Tensor;
  readonly axes: readonly AxisGeometry[];
  readonly batch: number;
  /** Places of the channels that are shown. */
  readonly inPlace: number;
  readonly outPlace: number;
  readonly slices: Slices;
  readonly labels: Labels;
  readonly kernels: ProductKernels;
}

/** Matrices up to this size are drawn whole; else the shown channel stands for all. */
const mostRows = 54;
const mostFilters = 8;
export const columnLimits = { outputs: 49, inputs: 400 };

/** What is drawn of the three matrices: the first windows, some channels, some filters. */
export interface Im2colPart {
  readonly corner: Corner;
  readonly axes: readonly AxisGeometry[];
  readonly kernelCells: number;
  /** Which channels of the flat layer, and which filters. */
  readonly channels: readonly number[];
  readonly filters: readonly number[];
  /** First matrix row of the shown channel. */
  readonly firstRow: number;
  /** Row of the shown filter. */
  readonly filterRow: number;
  /** [1, C, …] of the corner; [filters, C·K], [C·K, O], [filters, O] */
  readonly input: Tensor;
  readonly kernel: Tensor;
  readonly columns: Tensor;
  readonly gradient: Tensor;
}

/**
 * The windows of one output slice as a layer of two axes: each kernel slice of a volume stands where a channel stands, with
 * the input slice that it reads. Layers of one and two axes have one slice.
 */
export interface FlatLayer {
  /** [N, C_in·slices, rows, columns], [C_out, C_in·slices, rows, columns], [N, C_out, rows, columns] */
  readonly x: Tensor;
  readonly w: Tensor;
  readonly dz: Tensor;
  readonly axes: readonly [AxisGeometry, AxisGeometry];
  readonly inPlace: number;
  /** Kernel slices a channel. */
  readonly depth: number;
}

export interface FlatRequest extends Im2colRequest {
  readonly flat: FlatLayer;
}

export function flattened({ x, w, dz, axes, inPlace, slices }: Im2colRequest): FlatLayer {
  const { rows, columns } = planeAxesOf(axes);
  const read = readSlices(axes, slices);
  const depth = read.length;
  return {
    x: slicesAt(x, read),
    w: slicesAt(w, range(depth)),
    dz: slicesAt(dz, [slices.output]),
    axes: [rows, columns],
    inPlace: inPlace * depth + slices.tap,
    depth,
  };
}

export function partOf({
  flat: { x, w, dz, axes, inPlace, depth },
  batch,
  outPlace,
}: FlatRequest): Im2colPart {
  const corner = cornerOf(axes[0], axes[1], columnLimits);
  const small = [corner.rows, corner.columns];
  const [outChannels = 1, inChannels = 1] = w.shape;
  const kernelCells = corner.rows.kernelSize * corner.columns.kernelSize;
  const channel = range(depth, inPlace - (inPlace % depth));
  const channels = [range(inChannels), channel].find(({ length }) => length * kernelCells <= mostRows) ?? [
    inPlace,
  ];
  const filters = outChannels <= mostFilters ? range(outChannels) : [outPlace];
  const input = firstOf(
    pick(x, [batch], channels),
    small.map(({ inputSize }) => inputSize),
  );
  const gradient = firstOf(
    pick(dz, [batch], filters),
    small.map(({ outputSize }) => outputSize),
  );
  return {
    corner,
    axes: small,
    kernelCells,
    channels,
    filters,
    firstRow: channels.indexOf(inPlace) * kernelCells,
    filterRow: filters.indexOf(outPlace),
    input,
    kernel: flat(pick(w, filters, channels), filters.length),
    columns: flat(im2col(input, small), channels.length * kernelCells),
    gradient: flat(gradient, filters.length),
  };
}

/** The first cells along every spatial axis. */
export const firstOf = (tensor: Tensor, sizes: readonly number[]): Tensor =>
  embed(
    tensor,
    sizes.map((size) => ({ size, step: 1, offset: 0 })),
  );

export const flat = ({ data }: Tensor, rows: number): Tensor => ({ shape: [rows, data.length / rows], data });
