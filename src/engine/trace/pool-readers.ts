import { threeAxes } from '../geometry/window.ts';
import { divisors } from '../kernels/average-pool.ts';
import { maxPool } from '../kernels/max-pool.ts';
import { elementCount, type Tensor } from '../tensor.ts';
import { onlySlice } from './cut.ts';
import type { Plane, PoolReduction, Stage } from './lesson.ts';
import { planeValues, remaining } from './plane.ts';
import { alongOf, countLabel } from './reads-stages.ts';
import { inputPlane, outputPlane, poolGradient, type PoolRequest } from './pool-parts.ts';

/** dX cell by cell: the outputs that read it, from the index bounds, and what they give: all to their winner, or equal shares. */
export function poolReaderStage(request: PoolRequest): Stage {
  const { names, dz, axes, slices } = request;
  const dx = inputPlane(request, names.dInput, poolGradient(request, dz));
  const given = axes.length < 3 ? null : poolGradient(request, onlySlice(dz, slices.output));
  return {
    id: 'readers',
    planes: [dx, outputPlane(request, names.dOutput, dz)],
    motion: {
      kind: 'readers',
      source: 0,
      kernel: null,
      target: 1,
      along: alongOf(axes, slices.input),
      looseBounds: false,
      reduce: reductionOf(request),
      others: given && remaining(dx.values, planeValues(given, [0, 0, slices.input]), 0),
    },
  };
}

/** How many gradients come to each cell of a max pool's input: to those that win no window, none. */
export function winsStage(request: PoolRequest): Stage {
  const { names, x, dz, axes, slices } = request;
  const ones: Tensor = { shape: dz.shape, data: dz.data.map(() => 1) };
  const wins = inputPlane(request, names.dInput, poolGradient(request, ones));
  const sizes = threeAxes(axes).map(({ inputSize }) => inputSize);
  const counts: Plane = { ...wins, tensor: 'wins', ...countLabel(sizes, axes.length, slices.input) };
  return { id: 'wins', planes: [counts, inputPlane(request, names.input, x)], motion: null };
}

/** Winners as places in the shown slice of the input; −1 for those in another one. */
function reductionOf({ x, axes, pool, slices }: PoolRequest): PoolReduction {
  const [, rows, columns] = threeAxes(axes);
  const outputs = rows.outputSize * columns.outputSize;
  const [start, end] = [slices.output * outputs, (slices.output + 1) * outputs];
  if (pool.kind === 'average') return { kind: 'average', divisors: divisors(axes, pool).slice(start, end) };
  const plane = elementCount([rows.inputSize, columns.inputSize]);
  const winners = maxPool(x, axes)
    .winners.subarray(start, end)
    .map((winner) => (winner >= 0 && Math.floor(winner / plane) === slices.input ? winner % plane : -1));
  return { kind: 'max', winners };
}
