import { elementCount, type Tensor } from '../tensor.ts';
import { copyBox } from './copy-box.ts';
import { padPlanes } from './padded-planes.ts';
import type { KernelSession } from './session.ts';
import { roundUp } from './tables.ts';
import { positions, type WinogradPlan } from './winograd-plan.ts';

/**
 * Z, or dX, of 3×3 kernels with stride 1 in float32, by Winograd's algorithm. Equals `fastForward` and
 * `fastInputGradient` up to rounding, which is a little more than theirs.
 */
export function fastWinograd(
  session: KernelSession,
  plan: WinogradPlan,
  source: Tensor,
  w: Tensor,
  b: Tensor | null,
): Tensor {
  const { run, workspace } = session;
  workspace.reset();
  const { layout, groups, rows, depth, planeSize, shape, crop } = plan;
  const [batch = 1, channels = 1] = shape;
  const planes = padPlanes(session, source.data, batch * groups * depth, layout);
  const weights = workspace.floats(w.data);
  const bias = workspace.start(b, channels);
  const targets = workspace.allocate(batch * channels * planeSize);
  const correlate = groupCorrelation(session, plan);
  for (let group = 0; group < groups; group++) {
    correlate(
      planes + group * depth * layout.planeSize * 4,
      weights + group * rows * depth * 9 * 4,
      bias + group * rows * 4,
      targets + group * rows * planeSize * 4,
    );
  }
  const count = elementCount(shape);
  const result = crop ? workspace.allocate(count) : targets;
  if (crop) copyBox(run, targets, result, crop);
  return { shape, data: workspace.copyOf(result, count) };
}

/** One group after another: kernels are transformed once, then tiles block by block. */
function groupCorrelation(
  { run, workspace }: KernelSession,
  plan: WinogradPlan,
): (planes: number, weights: number, bias: number, targets: number) => void {
  const { layout, rows, depth, rowStep, depthStep, rotated, sources, targets, planeSize, rowSize } = plan;
  const block = Math.min(plan.block, sources.length);
  const filledRows = roundUp(rows, 4);
  const uBytes = positionBytes(filledRows * depth);
  const vBytes = positionBytes(depth * block);
  const mBytes = positionBytes(filledRows * block);
  const u = workspace.allocate((positions * uBytes) / 4);
  const v = workspace.allocate((positions * vBytes) / 4);
  const m = workspace.allocate((positions * mBytes) / 4);
  const scratch = workspace.allocate(scratchValues);
  const zeros = workspace.start(null, 4);
  const sourceTable = workspace.table(sources);
  const targetTable = workspace.table(targets);
  return (planesAt, weightsAt, biasAt, targetsAt) => {
    run.transformKernel(
      ...([weightsAt, rows, rowStep * 4, depth, depthStep * 4, Number(rotated)] as const),
      ...([u, uBytes, scratch] as const),
    );
    for (let first = 0; first < sources.length; first += block) {
      const tiles = Math.min(block, sources.length - first);
      run.transformInput(
        ...([planesAt, sourceTable + first * 4, tiles, depth] as const),
        ...([layout.planeSize * 4, layout.strides[1] * 4, v, vBytes, scratch] as const),
      );
      run.multiplyPositions(
        ...([u, uBytes, filledRows] as const),
        ...([v, vBytes, tiles, depth] as const),
        ...([m, mBytes, zeros] as const),
      );
      run.transformOutput(
        ...([m, mBytes, rows, tiles, biasAt] as const),
        ...([targetsAt, targetTable + first * 4, planeSize * 4, rowSize * 4, scratch] as const),
      );
    }
  };
}

/** Room for so many values at each position, and a line more: steps of a power of two would share one cache set. */
const positionBytes = (values: number): number => values * 4 + 64;

/** What the transformations of one tile put down between their two halves. */
const scratchValues = 256;
