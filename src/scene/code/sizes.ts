import { withoutOverhang, type AxisGeometry } from '../../engine/geometry/axis.ts';
import type { Facts } from '../../engine/trace/lesson.ts';
import type { Fault } from '../../engine/trace/options.ts';

/** One number where both axes agree, else both. */
export const both = (
  { rows, columns }: Pick<Facts, 'rows' | 'columns'>,
  of: (axis: AxisGeometry) => number,
): string => (of(rows) === of(columns) ? String(of(rows)) : `(${of(rows)}, ${of(columns)})`);

export const shape = (...sizes: readonly number[]): string => `(${sizes.join(', ')})`;

export const isMade = ({ faults }: Facts, fault: Fault): boolean =>
  faults.some((entry) => entry.fault === fault && entry.made && entry.shows);

/** The settings as a line of code: `S, P, D = 2, 1, 1`. */
export function settings(facts: Facts): string {
  const padding = (axis: AxisGeometry): string => {
    const { before, after } = withoutOverhang(axis).padding;
    return before === after ? String(before) : `(${before}, ${after})`;
  };
  const [rows, columns] = [padding(facts.rows), padding(facts.columns)];
  return `S, P, D = ${both(facts, ({ stride }) => stride)}, ${rows === columns ? rows : `(${rows}, ${columns})`}, ${both(facts, ({ dilation }) => dilation)}`;
}

export const tailOf = (axis: AxisGeometry): number => Math.max(0, axis.tail);
export const paddedSize = (axis: AxisGeometry): number => {
  const { inputSize, padding } = withoutOverhang(axis);
  return inputSize + padding.before + padding.after;
};
export const spreadSize = ({ outputSize, stride }: AxisGeometry): number => (outputSize - 1) * stride + 1;

/** Cuts the padding off again; nothing to cut where there is none. */
export function cropped(name: string, { rows, columns }: Facts): string {
  const none = [rows, columns].every((axis) => paddedSize(axis) === axis.inputSize);
  return none ? name : `${name}[:, P:-P, P:-P]`;
}
