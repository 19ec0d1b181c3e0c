import { withoutOverhang, type AxisGeometry } from '../../engine/geometry/axis.ts';
import type { Facts } from '../../engine/trace/lesson.ts';

/** One spatial axis in code: the loop over output cells, an input cell, its way into the window, and the size's letter. */
export interface CodeAxis {
  readonly loop: 'd' | 'h' | 'w';
  readonly cell: 'z' | 'y' | 'x';
  readonly offset: 'j' | 'k' | 'l';
  readonly letter: 'D' | 'H' | 'W';
  readonly geometry: AxisGeometry;
}

/** Stride, dilation, padding, the cells that a kernel spans, and the tail. */
export type Setting = 'S' | 'D' | 'P' | 'P_b' | 'P_e' | 'F′' | 't';

/** A setting as it is written for one axis: `S`, or `S[1]` where the axes differ. */
export type Use = (setting: Setting) => string;

const names = [
  { loop: 'd', cell: 'z', offset: 'j', letter: 'D' },
  { loop: 'h', cell: 'y', offset: 'k', letter: 'H' },
  { loop: 'w', cell: 'x', offset: 'l', letter: 'W' },
] as const;

/** How an algorithm over one to three spatial axes is written down. */
export interface Notation {
  readonly axes: readonly CodeAxis[];
  /** Whether the padding before and after is alike. */
  readonly isSymmetric: boolean;
  /** `S, P, D = 2, 1, 1`, with a tuple where the axes differ. */
  readonly settings: (used: readonly Setting[]) => string;
  /** One expression where it reads alike along all axes, else a tuple of them. */
  readonly each: (write: (use: Use, axis: CodeAxis) => string) => string;
  /** One expression an axis. */
  readonly all: (write: (use: Use, axis: CodeAxis, place: number) => string) => readonly string[];
}

export function notationOf({ axes: geometries }: Pick<Facts, 'axes'>): Notation {
  const isSymmetric = geometries.every((axis) => {
    const { before, after } = withoutOverhang(axis).padding;
    return before === after;
  });
  const axes = geometries.map((geometry, place): CodeAxis => {
    const name = names[names.length - geometries.length + place] ?? names[2];
    return { ...name, geometry };
  });
  const valuesOf = (setting: Setting): number[] => geometries.map((axis) => valueOf(setting, axis));
  const useAt =
    (place: number): Use =>
    (setting) =>
      isOne(valuesOf(setting)) ? setting : `${setting}[${place}]`;
  const all: Notation['all'] = (write) => axes.map((axis, place) => write(useAt(place), axis, place));
  return {
    axes,
    isSymmetric,
    settings: (used) =>
      `${used.join(', ')} = ${used.map((setting) => numbers(valuesOf(setting))).join(', ')}`,
    each: (write) => {
      const written = all((use, axis) => write(use, axis));
      const [first = ''] = written;
      return written.every((text) => text === first) ? first : tuple(written);
    },
    all,
  };
}

function valueOf(setting: Setting, axis: AxisGeometry): number {
  const { before, after } = withoutOverhang(axis).padding;
  switch (setting) {
    case 'S':
      return axis.stride;
    case 'D':
      return axis.dilation;
    case 'P':
    case 'P_b':
      return before;
    case 'P_e':
      return after;
    case 'F′':
      return axis.effectiveKernel;
    case 't':
      return tailOf(axis);
  }
}

const isOne = (values: readonly number[]): boolean => values.every((value) => value === values[0]);

const numbers = (values: readonly number[]): string =>
  isOne(values) ? String(values[0] ?? 0) : tuple(values);

export const tuple = (items: readonly (number | string)[]): string =>
  `(${items.join(', ')}${items.length === 1 ? ',' : ''})`;

export const tailOf = (axis: AxisGeometry): number => Math.max(0, axis.tail);

/** W + P_b + P_e, with the cells that the last window overhangs. */
export function paddedSize(axis: AxisGeometry): number {
  const { inputSize, padding } = withoutOverhang(axis);
  return inputSize + padding.before + padding.after;
}

export const spreadSize = ({ outputSize, stride }: AxisGeometry): number => (outputSize - 1) * stride + 1;
