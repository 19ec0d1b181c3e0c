import type { TensorData } from '../tensor.ts';
import { addScaled } from './rows.ts';

/** A matrix inside a larger array: entry (i, j) stands at start + i·rowStep + j·columnStep. */
export interface Matrix {
  readonly data: TensorData;
  readonly start: number;
  readonly rows: number;
  readonly columns: number;
  readonly rowStep: number;
  readonly columnStep: number;
}

/** A matrix stored row by row from `start` on. */
export function matrix(data: TensorData, start: number, rows: number, columns: number): Matrix {
  return { data, start, rows, columns, rowStep: columns, columnStep: 1 };
}

export function transposed(a: Matrix): Matrix {
  return { ...a, rows: a.columns, columns: a.rows, rowStep: a.columnStep, columnStep: a.rowStep };
}

/** target += a · b */
export function addProduct(target: Matrix, a: Matrix, b: Matrix): void {
  for (let i = 0; i < a.rows; i++) {
    for (let k = 0; k < a.columns; k++) {
      addScaled(
        target.data,
        target.start + i * target.rowStep,
        target.columnStep,
        b.data,
        b.start + k * b.rowStep,
        b.columnStep,
        a.data[a.start + i * a.rowStep + k * a.columnStep] ?? 0,
        b.columns,
      );
    }
  }
}
