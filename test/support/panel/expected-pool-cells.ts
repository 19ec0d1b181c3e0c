import { cornerOf } from '../../../src/engine/trace/corner.ts';
import { columnLimits } from '../../../src/engine/trace/im2col-part.ts';
import type { Lesson, Plane } from '../../../src/engine/trace/lesson.ts';
import { cellPlace } from '../../../src/scene/layer/cell-place.ts';
import type { OtherCase } from '../conv-oracle.ts';
import { formulaTensor } from '../oracle.ts';
import { inputOf } from '../pool-oracle.ts';
import type { ExpectedCell } from './expected-cells.ts';
import { joined, padded, three, volume, type OracleAxes, type Triple } from './oracle-axes.ts';

/** Every cell of a pool's lesson, from the oracle's tensors and the definitions: the first sample and channel. */
export function expectedPoolCells(item: OtherCase, lesson: Lesson): ExpectedCell {
  const isMax = item.op.startsWith('max');
  const [inputShape, outputShape] = [
    [item.N ?? 1, item.C ?? 1, ...(item.spatial ?? [])],
    item.outshape ?? [],
  ];
  const axes: OracleAxes = {
    input: three(item.spatial ?? [], 1),
    output: three(outputShape.slice(2), 1),
    kernel: three(item.kernel ?? [], 1),
    stride: three(item.stride ?? [], 1),
    padding: three(item.padding ?? [], 0),
    dilation: three(item.dilation ?? [], 1),
  };
  const scale = item.scale ?? { z: 1, dx: 1 };
  const tensors: Partial<Record<Plane['tensor'], ArrayLike<number>>> = {
    X: inputOf(item).data,
    dZ: item.dz ?? formulaTensor(outputShape, item.salts?.dz ?? 0).data,
    Z: item.z.map((value) => value / scale.z),
    dX: item.dx.map((value) => value / scale.dx),
  };
  const shown = lesson.facts && cornerOf(lesson.facts.rows, lesson.facts.columns, columnLimits);
  const width = shown?.columns.outputSize ?? 1;
  const output = (column: number): Triple => [
    lesson.selection.outSlice,
    Math.floor(column / width),
    column % width,
  ];
  const tap = (row: number): Triple => {
    const [, height, across] = axes.kernel;
    return [Math.floor(row / (height * across)), Math.floor(row / across) % height, row % across];
  };
  const read = (o: Triple, k: Triple): Triple => {
    const along = (axis: 0 | 1 | 2) => padded(axes, axis, o[axis], k[axis]) - axes.padding[axis];
    return [along(0), along(1), along(2)];
  };
  const isInside = (place: Triple, beyond: Triple): boolean =>
    place.every((cell, axis) => {
      const margin = beyond[axis as 0 | 1 | 2];
      return cell >= -margin && cell < axes.input[axis as 0 | 1 | 2] + margin;
    });
  const x = volume(inputShape, tensors.X ?? []);
  const dz = volume(outputShape, tensors.dZ ?? []);
  const z = volume(outputShape, tensors.Z ?? []);
  const outside = isMax ? -Infinity : 0;
  const entry = (row: number, column: number): number => {
    const place = read(output(column), tap(row));
    return isInside(place, [0, 0, 0]) ? x.at(0, 0, place) : outside;
  };
  const window = (column: number): readonly number[] =>
    Array.from({ length: axes.kernel[0] * axes.kernel[1] * axes.kernel[2] }, (_, row) => entry(row, column));
  const counted: Triple = (item.count_include_pad ?? true) ? axes.padding : [0, 0, 0];
  const divisor = (column: number): number =>
    window(column).filter((_, row) => isInside(read(output(column), tap(row)), counted)).length;
  const handedBack = (row: number, column: number): number => {
    const given = dz.at(0, 0, output(column));
    // The first of several greatest cells wins.
    if (isMax) return window(column).indexOf(Math.max(...window(column))) === row ? given : 0;
    return isInside(read(output(column), tap(row)), counted) ? given / divisor(column) : 0;
  };
  const tapSlice = lesson.selection.kernelSlice;
  /** How many of all windows have their first greatest cell there. */
  const wins = (...cell: Triple): number => {
    const taps = Array.from({ length: axes.kernel[0] * axes.kernel[1] * axes.kernel[2] }, (_, i) => tap(i));
    const [, height, across] = axes.output;
    return Array.from({ length: axes.output[0] * height * across }, (_, i): Triple => [
      Math.floor(i / (height * across)),
      Math.floor(i / across) % height,
      i % across,
    ]).filter((o) => {
      const places = taps.map((k) => read(o, k));
      const values = places.map((place) => (isInside(place, [0, 0, 0]) ? x.at(0, 0, place) : -Infinity));
      const winner = places[values.indexOf(Math.max(...values))];
      return winner?.every((at, axis) => at === cell[axis]);
    }).length;
  };
  /** The sum of what all windows give to a place of the padded input: to padding where it counts in the divisor, too. */
  const shareOf = (row: number, column: number): number => {
    const slice = lesson.selection.outSlice * axes.stride[0] + tapSlice * axes.dilation[0];
    const cell: Triple = [slice, row, column];
    const inside = (o: Triple, k: Triple): boolean => isInside(read(o, k), counted);
    const [depth, height, across] = axes.output;
    const outputs = Array.from({ length: depth * height * across }, (_, i): Triple => [
      Math.floor(i / (height * across)),
      Math.floor(i / across) % height,
      i % across,
    ]);
    const taps = Array.from({ length: axes.kernel[0] * axes.kernel[1] * axes.kernel[2] }, (_, i) => tap(i));
    return outputs.reduce((sum, o) => {
      const counted = taps.filter((k) => inside(o, k));
      const isRead = counted.some((k) =>
        cell.every(
          (at, axis) => padded(axes, axis as 0 | 1 | 2, o[axis as 0 | 1 | 2], k[axis as 0 | 1 | 2]) === at,
        ),
      );
      return isRead ? sum + dz.at(0, 0, o) / counted.length : sum;
    }, 0);
  };
  return (stage, plane, row, column) => {
    if (plane.tensor === 'count') {
      const along = (axis: 0 | 1 | 2, cell: number) =>
        cell < 0 || cell >= axes.input[axis]
          ? 0
          : joined(axes, axis).filter(({ input }) => input === cell).length;
      return along(0, plane.at[2] ?? 0) * along(1, row) * along(2, column);
    }
    if (plane.tensor === 'wins') {
      const slice =
        lesson.selection.outSlice * axes.stride[0] + tapSlice * axes.dilation[0] - axes.padding[0];
      return wins(axes.input[0] === 1 ? 0 : slice, row, column);
    }
    if (plane.tensor === 'M') return entry(row, column);
    if (plane.tensor === 'dM') return handedBack(row, column);
    if (plane.at.length === 0) return (plane.tensor === 'Z' ? z : dz).at(0, 0, output(column));
    if (plane.variant === 'uncropped' && !isMax) return shareOf(row, column);
    const place = cellPlace(plane, row, column);
    if (place) return tensors[place.tensor]?.[place.index];
    return plane.tensor === 'X' && stage.id !== 'input' && stage.id !== 'wins' ? outside : 0;
  };
}
