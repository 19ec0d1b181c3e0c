import type { AxisGeometry } from '../geometry/axis.ts';
import type { ConvolutionGeometry } from '../geometry/convolution.ts';
import { inputSizesOf, kernelSizesOf, threeAxes } from '../geometry/window.ts';
import { elementCount, planesOf, zeros, type Tensor } from '../tensor.ts';
import { multiplyGathered } from './contraction.ts';
import { forEachGroup } from './fast-convolution.ts';
import { padPlanes, type PaddedAxis } from './padded-planes.ts';
import { offsetTable, steps } from './tables.ts';
import type { KernelModule } from './wasm-module.ts';
import type { Workspace } from './workspace.ts';

/**
 * dX in float32, without putting zeros between the cells of dZ. Input cells x with the same (x + P_b) mod S meet the
 * same kernel cells, those with k·D mod S equal to it: each such phase is a correlation in steps of 1 with its part of
 * the kernel. Equals `inputGradientByScattering` up to rounding.
 */
export function fastInputGradient(
  { run }: KernelModule,
  workspace: Workspace,
  dz: Tensor,
  w: Tensor,
  { axes, groups }: ConvolutionGeometry,
): Tensor {
  workspace.reset();
  const { batch, channels: outChannels } = planesOf(dz);
  const inPerGroup = w.shape[1] ?? 0;
  const outPerGroup = outChannels / groups;
  const channels = inPerGroup * groups;
  const inputSizes = inputSizesOf(axes);
  const dx = zeros([batch, channels, ...inputSizes], dz);
  const [outer, middle, inner] = threeAxes(axes);
  const source = padPlanes(run, workspace, dz, [marginOf(outer), marginOf(middle), marginOf(inner)]);
  const kernel = workspace.floats(w.data);
  const kernelPlane = elementCount(kernelSizesOf(axes));
  const inputPlane = elementCount(inputSizes);
  const [rows, columns] = [middle.inputSize, inner.inputSize];

  for (const phase of phasesOf(outer, middle, inner)) {
    const [p0, p1, p2] = phase;
    const { strides, planeSize } = source;
    const kernelCells = [
      p0.kernelCells.map((k) => k * middle.kernelSize * inner.kernelSize),
      p1.kernelCells.map((k) => k * inner.kernelSize),
      p2.kernelCells,
    ];
    const taps = offsetTable(
      steps(outPerGroup, planeSize),
      p0.places.map((place) => place * strides[0]),
      p1.places.map((place) => place * strides[1]),
      p2.places,
    );
    const cells = offsetTable(
      steps(batch, outChannels * planeSize),
      steps(p0.cells, strides[0], p0.firstPlace * strides[0]),
      steps(p1.cells, strides[1], p1.firstPlace * strides[1]),
      steps(p2.cells, strides[2], p2.firstPlace),
    );
    forEachGroup(workspace, groups, (group) => {
      const product = multiplyGathered(
        run,
        workspace,
        {
          base: kernel + group * outPerGroup * inPerGroup * kernelPlane * 4,
          rows: offsetTable(steps(inPerGroup, kernelPlane)),
          columns: offsetTable(steps(outPerGroup, inPerGroup * kernelPlane), ...kernelCells),
        },
        { base: source.address + group * outPerGroup * planeSize * 4, rows: taps, columns: cells },
        null,
      );
      for (let c = 0; c < inPerGroup; c++) {
        const row = product.row(c);
        let at = 0;
        for (let n = 0; n < batch; n++) {
          const plane = (n * channels + group * inPerGroup + c) * inputPlane;
          for (let i = 0; i < p0.cells; i++) {
            for (let j = 0; j < p1.cells; j++) {
              const line =
                plane +
                ((p0.firstCell + i * outer.stride) * rows + p1.firstCell + j * middle.stride) * columns;
              for (let k = 0, to = line + p2.firstCell; k < p2.cells; k++, to += inner.stride) {
                dx.data[to] = row[at++] ?? 0;
              }
            }
          }
        }
      }
    });
  }
  return dx;
}

/** The input cells of one axis with one value of (x + P_b) mod S. */
interface Phase {
  readonly firstCell: number;
  readonly cells: number;
  /** ⌊(x + P_b)/S⌋ of the first cell: the last output that reads it, counted in the padded dZ without its margin. */
  readonly firstPlace: number;
  /** The kernel cells that meet them, and where each one's dZ stands from a cell's place on. */
  readonly kernelCells: readonly number[];
  readonly places: readonly number[];
}

function phasesOf(
  outer: AxisGeometry,
  middle: AxisGeometry,
  inner: AxisGeometry,
): readonly (readonly [Phase, Phase, Phase])[] {
  return axisPhases(outer).flatMap((a) =>
    axisPhases(middle).flatMap((b) => axisPhases(inner).map((c) => [a, b, c] as const)),
  );
}

/** Phases without cells, or whose cells no kernel cell meets (their dX is 0), are left out. */
function axisPhases(axis: AxisGeometry): readonly Phase[] {
  const { inputSize, kernelSize, stride, dilation, padding } = axis;
  const margin = marginOf(axis).before;
  return steps(Math.min(stride, inputSize), 1)
    .map((firstCell): Phase => {
      const residue = (firstCell + padding.before) % stride;
      const kernelCells = steps(kernelSize, 1).filter((k) => (k * dilation) % stride === residue);
      return {
        firstCell,
        cells: Math.ceil((inputSize - firstCell) / stride),
        firstPlace: (firstCell + padding.before - residue) / stride,
        kernelCells,
        places: kernelCells.map((k) => margin - (k * dilation - residue) / stride),
      };
    })
    .filter(({ kernelCells }) => kernelCells.length > 0);
}

/** dZ with as many zeros around it as the phases reach: ⌊(F'−1)/S⌋ before, and up to the last cell's place behind. */
function marginOf({ inputSize, effectiveKernel, stride, padding }: AxisGeometry): PaddedAxis {
  const before = Math.floor((effectiveKernel - 1) / stride);
  return { before, size: before + Math.floor((inputSize - 1 + padding.before) / stride) + 1 };
}
