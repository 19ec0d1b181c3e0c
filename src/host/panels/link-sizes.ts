import type { SizeAlong } from '../../protocol/analysis.ts';
import { isSizes } from '../../protocol/panel-guards.ts';

/** Input sizes that are tried, as a link names them: `2.3_100`, or `2_64*3_48` where each axis has its own. */
export const writeSizes = (sizes: readonly SizeAlong[]): string =>
  sizes.map(({ axes, size }) => `${axes.join('.')}_${size}`).join('*');

/** None where the link names none; null where they are not as they should be. */
export function readSizes(text: string | null): readonly SizeAlong[] | null {
  if (text === null) return [];
  const sizes = text.split('*').map(readSize);
  return isSizes(sizes) ? sizes : null;
}

function readSize(text: string): SizeAlong | null {
  const [, axes, size] = /^(\d(?:\.\d)*)_(\d{1,9})$/.exec(text) ?? [];
  return axes === undefined ? null : { axes: axes.split('.').map(Number), size: Number(size) };
}
