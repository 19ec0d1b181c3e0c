import type { Plane } from '../../engine/trace/lesson.ts';

/** How a plane's cells are drawn at a moment. */
export interface PlaneStyle {
  /** End of the colour scale. */
  readonly scale: number;
  /** Values instead of the plane's own: what has been added up so far. */
  readonly values?: Plane['values'];
  /** All that its cells hold at some step, where the finished plane does not tell: numbers keep one size and as many decimals. */
  readonly written?: Plane['values'];
  /** Cells from this place on are still to come. */
  readonly revealed?: number;
  /** Columns from this place on are still to come. */
  readonly revealedColumns?: number;
  /** The kernel cell whose copies are lit. */
  readonly litClass?: number;
  /** How far they are lit, 1 unless told. */
  readonly litShare?: number;
  /** Moves a cell while one stage turns into the next. */
  readonly move?: (row: number, column: number) => CellOnItsWay;
  /** Opacity of the hatching of a cell that no window reads: 1, and 0 of one that is read, unless told. */
  readonly hatch?: (row: number, column: number) => number;
  /** Opacity of the numbers, while cells come from a plane that had none, or go to one: as it is unless told. */
  readonly numbers?: number;
  /** Opacity of the frame around a matrix that is mostly empty, how far it is from its place, and how large beside its size there. */
  readonly frame?: { readonly alpha: number; readonly x: number; readonly y: number; readonly scale: number };
}

interface CellOnItsWay {
  readonly x: number;
  readonly y: number;
  /** 0 leaves it out. */
  readonly alpha: number;
  /** Its side in cells of the plane, 1 unless told: planes of two stages may have cells of two sizes. */
  readonly side?: number;
}
