import type { TensorData } from '../tensor.ts';
import { withoutOverhang, type AxisGeometry } from '../geometry/axis.ts';

/** The first windows of a layer, and the input that they read: a layer of its own that is small enough to be drawn as a matrix. */
export interface Corner {
  readonly rows: AxisGeometry;
  readonly columns: AxisGeometry;
  readonly shown: number;
  readonly all: number;
  /** Windows in a row of the whole layer. */
  readonly allColumns: number;
}

export interface CornerLimits {
  readonly outputs: number;
  /** Of the padded input. */
  readonly inputs: number;
}

/** All windows where they are few enough, else as many of the first rows and columns as fit. */
export function cornerOf(rows: AxisGeometry, columns: AxisGeometry, limits: CornerLimits): Corner {
  const all = rows.outputSize * columns.outputSize;
  let [height, width] = [rows.outputSize, columns.outputSize];
  const fits = (): boolean =>
    height * width <= limits.outputs &&
    paddedSize(firstWindows(rows, height)) * paddedSize(firstWindows(columns, width)) <= limits.inputs;
  while (!fits() && height * width > 1) {
    if (height >= width) height--;
    else width--;
  }
  return {
    rows: firstWindows(rows, height),
    columns: firstWindows(columns, width),
    shown: height * width,
    all,
    allColumns: columns.outputSize,
  };
}

const paddedSize = ({ inputSize, padding }: AxisGeometry): number =>
  inputSize + padding.before + padding.after;

/** An axis with its first windows alone; they fit it exactly. Padding that reaches beyond them keeps one cell of input. */
function firstWindows(axis: AxisGeometry, count: number): AxisGeometry {
  const whole = withoutOverhang(axis);
  if (count >= whole.outputSize) return whole;
  const span = (count - 1) * whole.stride + whole.effectiveKernel;
  const inputSize = Math.min(whole.inputSize, Math.max(1, span - whole.padding.before));
  const after = Math.max(0, span - whole.padding.before - inputSize);
  const numerator = (count - 1) * whole.stride;
  return {
    ...whole,
    inputSize,
    padding: { before: whole.padding.before, after },
    numerator: inputSize + whole.padding.before + after - whole.effectiveKernel,
    remainder: (inputSize + whole.padding.before + after - whole.effectiveKernel - numerator) % whole.stride,
    tail: inputSize + whole.padding.before + after - whole.effectiveKernel - numerator,
    outputSize: count,
  };
}

/** The first rows and columns of a plane's values. */
export function firstCells(values: TensorData, width: number, rows: number, columns: number): Float64Array {
  return Float64Array.from(
    { length: rows * columns },
    (_, i) => values[Math.floor(i / columns) * width + (i % columns)] ?? 0,
  );
}
