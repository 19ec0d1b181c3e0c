import type { Stage } from '../../engine/trace/lesson.ts';

/** Which column of the layer's whole matrix a shown one is: where a part of the windows is shown, others stand between its rows. */
export function matrixColumn({ cornerOf }: Pick<Stage, 'cornerOf'>, shown: number): number {
  if (!cornerOf) return shown;
  const { outputSize: width } = cornerOf.columns;
  return Math.floor(shown / width) * cornerOf.allColumns + (shown % width);
}
