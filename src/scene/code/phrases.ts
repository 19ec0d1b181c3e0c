import { withoutOverhang, type AxisGeometry } from '../../engine/geometry/axis.ts';
import type { Notation, Setting } from './notation.ts';

/** The padding among the settings: one number where it is alike on both sides. */
export const paddingSettings = ({ isSymmetric }: Notation): readonly Setting[] =>
  isSymmetric ? ['P'] : ['P_b', 'P_e'];

/** A tensor with its padding. */
export const padded = (name: string, notation: Notation): string =>
  `pad(${[name, ...paddingSettings(notation)].join(', ')})`;

/** `[:, P:-P, P:-P]`: the padding cut off again; nothing where there is none. */
export function cropped({ isSymmetric, all }: Notation): string {
  return indexed(
    all((use, { geometry }) => {
      const { before, after } = withoutOverhang(geometry).padding;
      const begin = before > 0 ? use(isSymmetric ? 'P' : 'P_b') : '';
      return `${begin}:${after > 0 ? `-${use(isSymmetric ? 'P' : 'P_e')}` : ''}`;
    }),
  );
}

/** `[:, :-t, :-t]`: without the cells that no window reads. */
export const trimmed = ({ all }: Notation): string =>
  indexed(all((use, { geometry }) => (geometry.tail > 0 ? `:-${use('t')}` : ':')));

const indexed = (spatial: readonly string[]): string =>
  spatial.every((part) => part === ':') ? '' : `[:, ${spatial.join(', ')}]`;

/** `y = slice(h*S, h*S + F′, D)`: the window of an output cell, axis by axis. */
export const windows = ({ all }: Notation): readonly string[] =>
  all((use, { loop, cell }) => {
    const start = `${loop}*${use('S')}`;
    return `${cell} = slice(${start}, ${start} + ${use('F′')}, ${use('D')})`;
  });

export const cells = ({ axes }: Notation): string => axes.map(({ cell }) => cell).join(', ');
export const loops = ({ axes }: Notation): string => axes.map(({ loop }) => loop).join(', ');

/** `W[::-1, ::-1]` */
export const rotated = (name: string, { axes }: Notation): string =>
  `${name}[${axes.map(() => '::-1').join(', ')}]`;

/** Sizes along all axes, as of a tensor (m, H, W, C). */
export const sizesOf = ({ axes }: Notation, size: (axis: AxisGeometry) => number): readonly number[] =>
  axes.map(({ geometry }) => size(geometry));
