import type { AxisGeometry } from '../geometry/axis.ts';
import type { ConvolutionGeometry } from '../geometry/convolution.ts';
import { kernelSizesOf, outputSizesOf, threeAxes } from '../geometry/window.ts';
import { elementCount, planesOf, zeros, type Tensor } from '../tensor.ts';
import { multiplyGathered } from './contraction.ts';
import { padPlanes, type PlanesInMemory } from './padded-planes.ts';
import { offsetTable, steps } from './tables.ts';
import type { KernelModule } from './wasm-module.ts';
import type { Workspace } from './workspace.ts';

/** Z = X ⋆ W + b in float32. Equals `convolve` up to rounding. */
export function fastConvolve(
  { run }: KernelModule,
  workspace: Workspace,
  x: Tensor,
  w: Tensor,
  b: Tensor | null,
  { axes, groups }: ConvolutionGeometry,
): Tensor {
  workspace.reset();
  const { batch, channels } = planesOf(x);
  const [outChannels = 0] = w.shape;
  const z = zeros([batch, outChannels, ...outputSizesOf(axes)], x);
  const source = padInput(run, workspace, x, axes);
  const kernel = workspace.floats(w.data);
  const sizes = blockSizes(channels, outChannels, axes, groups);
  const taps = tapTable(axes, source, sizes.inPerGroup);
  const windows = windowTable(axes, source, batch, channels);
  forEachGroup(workspace, groups, (group) => {
    const first = group * sizes.outPerGroup;
    const product = multiplyGathered(
      run,
      workspace,
      {
        base: kernel + first * sizes.kernelRow * 4,
        rows: offsetTable(steps(sizes.outPerGroup, sizes.kernelRow)),
        columns: offsetTable(steps(sizes.kernelRow, 1)),
      },
      {
        base: source.address + group * sizes.inPerGroup * source.planeSize * 4,
        rows: taps,
        columns: windows,
      },
      b ? b.data.subarray(first, first + sizes.outPerGroup) : null,
    );
    for (let out = 0; out < sizes.outPerGroup; out++) {
      const row = product.row(out);
      for (let n = 0; n < batch; n++) {
        const plane = (n * outChannels + first + out) * sizes.outputPlane;
        z.data.set(row.subarray(n * sizes.outputPlane, (n + 1) * sizes.outputPlane), plane);
      }
    }
  });
  return z;
}

/** dW in float32. Equals `kernelGradient` up to rounding. The roles of taps and windows are exchanged. */
export function fastKernelGradient(
  { run }: KernelModule,
  workspace: Workspace,
  x: Tensor,
  dz: Tensor,
  { axes, groups }: ConvolutionGeometry,
): Tensor {
  workspace.reset();
  const { batch, channels } = planesOf(x);
  const { channels: outChannels } = planesOf(dz);
  const sizes = blockSizes(channels, outChannels, axes, groups);
  const dw = zeros([outChannels, sizes.inPerGroup, ...kernelSizesOf(axes)], dz);
  const source = padInput(run, workspace, x, axes);
  const gradient = workspace.floats(dz.data);
  const taps = tapTable(axes, source, sizes.inPerGroup);
  const windows = windowTable(axes, source, batch, channels);
  forEachGroup(workspace, groups, (group) => {
    const first = group * sizes.outPerGroup;
    const product = multiplyGathered(
      run,
      workspace,
      {
        base: gradient + first * sizes.outputPlane * 4,
        rows: offsetTable(steps(sizes.outPerGroup, sizes.outputPlane)),
        columns: offsetTable(steps(batch, outChannels * sizes.outputPlane), steps(sizes.outputPlane, 1)),
      },
      {
        base: source.address + group * sizes.inPerGroup * source.planeSize * 4,
        rows: windows,
        columns: taps,
      },
      null,
    );
    for (let out = 0; out < sizes.outPerGroup; out++) {
      dw.data.set(product.row(out), (first + out) * sizes.kernelRow);
    }
  });
  return dw;
}

/** What one group was handed in the kernels' memory is taken back before the next. */
export function forEachGroup(workspace: Workspace, groups: number, visit: (group: number) => void): void {
  for (let group = 0; group < groups; group++) workspace.within(() => visit(group));
}

interface BlockSizes {
  readonly inPerGroup: number;
  readonly outPerGroup: number;
  /** Values of the kernel for one out-channel: C_in/groups · K. */
  readonly kernelRow: number;
  readonly outputPlane: number;
}

function blockSizes(
  channels: number,
  outChannels: number,
  axes: readonly AxisGeometry[],
  groups: number,
): BlockSizes {
  const inPerGroup = channels / groups;
  return {
    inPerGroup,
    outPerGroup: outChannels / groups,
    kernelRow: inPerGroup * elementCount(kernelSizesOf(axes)),
    outputPlane: elementCount(outputSizesOf(axes)),
  };
}

/** The input with exactly the cells that windows read, (O−1)·S + F' of them per axis, zeros where it has none. */
function padInput(
  run: KernelModule['run'],
  workspace: Workspace,
  x: Tensor,
  axes: readonly AxisGeometry[],
): PlanesInMemory {
  const [outer, middle, inner] = threeAxes(axes);
  const padded = ({ outputSize, stride, effectiveKernel, padding }: AxisGeometry) => ({
    size: (outputSize - 1) * stride + effectiveKernel,
    before: padding.before,
  });
  return padPlanes(run, workspace, x, [padded(outer), padded(middle), padded(inner)]);
}

/** Where each cell of one out-channel's kernel falls, from its window's first cell on. */
function tapTable(axes: readonly AxisGeometry[], source: PlanesInMemory, inPerGroup: number): Int32Array {
  const [outer, middle, inner] = threeAxes(axes);
  const { strides, planeSize } = source;
  return offsetTable(
    steps(inPerGroup, planeSize),
    steps(outer.kernelSize, outer.dilation * strides[0]),
    steps(middle.kernelSize, middle.dilation * strides[1]),
    steps(inner.kernelSize, inner.dilation * strides[2]),
  );
}

/** Where each output cell's window begins, over the batch. */
function windowTable(
  axes: readonly AxisGeometry[],
  source: PlanesInMemory,
  batch: number,
  channels: number,
): Int32Array {
  const [outer, middle, inner] = threeAxes(axes);
  const { strides, planeSize } = source;
  return offsetTable(
    steps(batch, channels * planeSize),
    steps(outer.outputSize, outer.stride * strides[0]),
    steps(middle.outputSize, middle.stride * strides[1]),
    steps(inner.outputSize, inner.stride * strides[2]),
  );
}
