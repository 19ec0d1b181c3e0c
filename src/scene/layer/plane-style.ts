import type { Plane } from '../../engine/trace/lesson.ts';

/** How a plane's cells are drawn at a moment. */
export interface PlaneStyle {
  /** End of the colour scale. */
  readonly scale: number;
  /** Values instead of the plane's own: what has been added up so far. */
  readonly values?: Plane['values'];
  /** Cells from this place on are still to come. */
  readonly revealed?: number;
  /** Columns from this place on are still to come. */
  readonly revealedColumns?: number;
  /** The kernel cell whose copies are lit. */
  readonly litClass?: number;
  /** Moves a cell while one stage turns into the next; alpha 0 leaves it out. */
  readonly move?: (
    row: number,
    column: number,
  ) => { readonly x: number; readonly y: number; readonly alpha: number };
}
