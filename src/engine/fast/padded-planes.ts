import type { KernelExports } from './wasm-module.ts';
import { planesOf, type Tensor } from '../tensor.ts';
import { offsetTable, steps } from './tables.ts';
import type { Workspace } from './workspace.ts';

/** Where one axis of a plane goes in its padded copy: cell i to `before` + i, in `size` cells; the rest is cut off. */
export interface PaddedAxis {
  readonly size: number;
  readonly before: number;
}

/** Planes in the kernels' memory. Strides and sizes are in values, for three axes, the missing ones in front. */
export interface PlanesInMemory {
  readonly address: number;
  readonly planeSize: number;
  readonly strides: readonly [number, number, number];
}

/** A copy of a tensor's planes with zeros around them. `axes` has three entries, the missing ones in front. */
export function padPlanes(
  run: KernelExports,
  workspace: Workspace,
  tensor: Tensor,
  axes: readonly [PaddedAxis, PaddedAxis, PaddedAxis],
): PlanesInMemory {
  const { batch, channels, spatial, planeSize } = planesOf(tensor);
  const sizes = [spatial.at(-3) ?? 1, spatial.at(-2) ?? 1, spatial.at(-1) ?? 1] as const;
  const [outer, middle, inner] = axes;
  const strides = [middle.size * inner.size, inner.size, 1] as const;
  const paddedSize = outer.size * strides[0];
  const source = workspace.floats(tensor.data);
  const unchanged = axes.every(({ size, before }, axis) => before === 0 && size === sizes[axis]);
  if (unchanged) return { address: source, planeSize: paddedSize, strides };

  const planes = batch * channels;
  const address = workspace.allocate(planes * paddedSize);
  run.clear(address, planes * paddedSize * 4);
  const kept = axes.map(({ size, before }, axis) => Math.max(0, Math.min(sizes[axis] ?? 1, size - before)));
  const [kept0 = 1, kept1 = 1, kept2 = 1] = kept;
  const from = offsetTable(
    steps(planes, planeSize),
    steps(kept0, sizes[1] * sizes[2]),
    steps(kept1, sizes[2]),
  );
  const to = offsetTable(
    steps(planes, paddedSize),
    steps(kept0, strides[0], outer.before * strides[0]),
    steps(kept1, strides[1], middle.before * strides[1] + inner.before),
  );
  run.copyRows(source, workspace.table(from), address, workspace.table(to), from.length, kept2 * 4);
  return { address, planeSize: paddedSize, strides };
}
