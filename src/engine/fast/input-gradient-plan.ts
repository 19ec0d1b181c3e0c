import type { AxisGeometry } from '../geometry/axis.ts';
import type { ConvolutionGeometry } from '../geometry/convolution.ts';
import { inputSizesOf, kernelSizesOf, threeAxes } from '../geometry/window.ts';
import { elementCount } from '../tensor.ts';
import type { KernelMatrix, WindowMatrix } from './contraction.ts';
import type { Box } from './copy-box.ts';
import { paddedLayout, type PaddedAxis, type PaddedLayout } from './padded-planes.ts';
import type { ChannelCounts } from './plan-cache.ts';
import { filledUp, offsetTable, steps } from './tables.ts';

/** How dX reads dZ. */
export interface InputGradientPlan {
  readonly kind: 'phases';
  readonly layout: PaddedLayout;
  readonly phases: readonly Phase[];
  /** Whether every input cell is in one of the phases; the others' gradient is 0. */
  readonly coversInput: boolean;
  readonly groups: number;
  readonly inPerGroup: number;
  readonly outPerGroup: number;
  readonly kernelPlane: number;
  readonly inputPlane: number;
  readonly inputShape: readonly number[];
}

/** The input cells with one value of (x + P_b) mod S on each axis: they meet the same kernel cells. */
export interface Phase {
  /** The kernel cells with k·D mod S equal to it. */
  readonly kernel: KernelMatrix;
  readonly windows: WindowMatrix;
  /** Where one group's product goes in dX, one entry a sample; null where it stands as it should. */
  readonly placement: readonly { readonly from: number; readonly to: number; readonly box: Box }[] | null;
}

export function inputGradientPlan(
  { axes, groups }: ConvolutionGeometry,
  { batch, channels, outChannels }: ChannelCounts,
): InputGradientPlan {
  const [outer, middle, inner] = threeAxes(axes);
  const [inPerGroup, outPerGroup] = [channels / groups, outChannels / groups];
  const layout = paddedLayout([margin(outer), margin(middle), margin(inner)]);
  const { strides, planeSize } = layout;
  const kernelPlane = elementCount(kernelSizesOf(axes));
  const inputPlane = elementCount(inputSizesOf(axes));
  const rowSize = inner.inputSize;
  const isWhole = batch === 1 && axes.every(({ stride }) => stride === 1);

  const phaseOf = (p0: AxisPhase, p1: AxisPhase, p2: AxisPhase): Phase => {
    const rowStarts = [
      steps(batch, outChannels * planeSize),
      steps(p0.cells, strides[0], p0.firstPlace * strides[0]),
      steps(p1.cells, strides[1], p1.firstPlace * strides[1]),
    ];
    const columns = offsetTable(...rowStarts, steps(p2.cells, 1, p2.firstPlace));
    const cells = columns.length / batch;
    return {
      kernel: {
        rowCount: inPerGroup,
        rows: filledUp(offsetTable(steps(inPerGroup, kernelPlane)), 4),
        depth: offsetTable(
          steps(outPerGroup, inPerGroup * kernelPlane),
          p0.kernelCells.map((k) => k * middle.kernelSize * inner.kernelSize),
          p1.kernelCells.map((k) => k * inner.kernelSize),
          p2.kernelCells,
        ),
      },
      windows: {
        depth: offsetTable(
          steps(outPerGroup, planeSize),
          p0.places.map((place) => place * strides[0]),
          p1.places.map((place) => place * strides[1]),
          p2.places,
        ),
        columnCount: columns.length,
        columns: filledUp(columns, 8),
        runs: offsetTable(...rowStarts, [p2.firstPlace]),
        runWidth: p2.cells,
      },
      placement: isWhole
        ? null
        : steps(batch, 1).map((n) => ({
            from: n * cells,
            to:
              n * channels * inputPlane +
              (p0.firstCell * middle.inputSize + p1.firstCell) * rowSize +
              p2.firstCell,
            box: [
              [inPerGroup, columns.length, inputPlane],
              [p0.cells, p1.cells * p2.cells, outer.stride * middle.inputSize * rowSize],
              [p1.cells, p2.cells, middle.stride * rowSize],
              [p2.cells, 1, inner.stride],
            ],
          })),
    };
  };
  const [phases0, phases1, phases2] = [axisPhases(outer), axisPhases(middle), axisPhases(inner)];
  const covered = [phases0, phases1, phases2].map((phases) =>
    phases.reduce((sum, { cells }) => sum + cells, 0),
  );
  return {
    kind: 'phases',
    layout,
    phases: phases0.flatMap((p0) => phases1.flatMap((p1) => phases2.map((p2) => phaseOf(p0, p1, p2)))),
    coversInput: elementCount(covered) === inputPlane,
    ...{ groups, inPerGroup, outPerGroup, kernelPlane, inputPlane },
    inputShape: [batch, channels, ...inputSizesOf(axes)],
  };
}

/** The input cells of one axis with one value of (x + P_b) mod S. */
interface AxisPhase {
  readonly firstCell: number;
  readonly cells: number;
  /** ⌊(x + P_b)/S⌋ of the first cell: the last output that reads it, counted in the padded dZ without its margin. */
  readonly firstPlace: number;
  /** The kernel cells that meet them, and where each one's dZ stands from a cell's place on. */
  readonly kernelCells: readonly number[];
  readonly places: readonly number[];
}

/** Phases without cells, or whose cells no kernel cell meets (their dX is 0), are left out. */
function axisPhases(axis: AxisGeometry): readonly AxisPhase[] {
  const { inputSize, kernelSize, stride, dilation, padding } = axis;
  const { before } = margin(axis);
  return steps(Math.min(stride, inputSize), 1)
    .map((firstCell): AxisPhase => {
      const residue = (firstCell + padding.before) % stride;
      const kernelCells = steps(kernelSize, 1).filter((k) => (k * dilation) % stride === residue);
      return {
        firstCell,
        cells: Math.ceil((inputSize - firstCell) / stride),
        firstPlace: (firstCell + padding.before - residue) / stride,
        kernelCells,
        places: kernelCells.map((k) => before - (k * dilation - residue) / stride),
      };
    })
    .filter(({ kernelCells }) => kernelCells.length > 0);
}

/** dZ with as many zeros around it as the phases reach: ⌊(F'−1)/S⌋ before, and up to the last cell's place behind. */
function margin({ inputSize, outputSize, effectiveKernel, stride, padding }: AxisGeometry): PaddedAxis {
  const before = Math.floor((effectiveKernel - 1) / stride);
  return {
    inputSize: outputSize,
    size: before + Math.floor((inputSize - 1 + padding.before) / stride) + 1,
    before,
  };
}
