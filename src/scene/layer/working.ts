import type { PlanePart } from '../draw-list.ts';

/** Cells of one of the stage's planes. */
export interface CellsOf extends PlanePart {
  readonly plane: number;
}

/** A small matrix of the working: window, kernel, products. */
export interface WorkGrid {
  readonly rows: number;
  readonly columns: number;
  readonly values: readonly number[];
  /** End of the colour scale: of a part of a tensor the tensor's own, so that a cell has one colour everywhere. */
  readonly scale: number;
  /** Digits after the point that these numbers may need, at any step. */
  readonly decimals: number;
  /** Whose cells these are, where they are those of a plane. */
  readonly cells?: CellsOf;
}

export interface LedgerLine {
  readonly label: string;
  readonly value: number;
  /** Written instead of the value. */
  readonly text?: string;
  /** What stands before it instead of the working's own sign. */
  readonly sign?: string;
}

/** How the lit cell came about: its factors, their products, and the sum line by line. */
export interface Working {
  /** Multiplied cell by cell, the last is what comes out; one grid where nothing is multiplied. */
  readonly grids: readonly WorkGrid[];
  readonly lines: readonly LedgerLine[];
  /** What stands between the lines: a plus, unless they are not added. */
  readonly signs?: string;
  readonly result: LedgerLine;
  /** The lines do not make up the result: it stands first, as what they are of, and no rule between them. */
  readonly isList?: boolean;
}
