import { convolutionGeometry, type ConvolutionGeometry } from '../../src/engine/geometry/convolution.ts';
import type { Checked } from '../../src/engine/geometry/refusal.ts';
import {
  transposedConvolutionGeometry,
  type TransposedConvolutionGeometry,
} from '../../src/engine/geometry/transposed-convolution.ts';
import { symmetricPadding } from '../../src/engine/geometry/window.ts';
import { readOracle } from './read-oracle.ts';

interface Salts {
  readonly x: number;
  readonly w: number;
  readonly b: number;
  readonly dz: number;
}

/** One convolution of conv-seed1.json.gz; results are integers to be divided by their scale. */
export interface ConvolutionCase {
  readonly id: string;
  readonly op: string;
  readonly N: number;
  readonly Cin: number;
  readonly Cout: number;
  readonly spatial: readonly number[];
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  readonly output_padding?: readonly number[];
  readonly groups: number;
  readonly bias: boolean;
  readonly salts: Salts;
  readonly wshape: readonly number[];
  readonly outshape: readonly number[];
  readonly scale: { readonly z: number; readonly dx: number; readonly dw: number; readonly db: number };
  readonly z: readonly number[];
  readonly dx: readonly number[];
  readonly dw: readonly number[];
  readonly db: readonly number[] | null;
}

/** One pool or ReLU case; which fields it has depends on `op`. */
export interface OtherCase {
  readonly id: string;
  readonly op: string;
  readonly N?: number;
  readonly C?: number;
  readonly shape?: readonly number[];
  readonly spatial?: readonly number[];
  readonly kernel?: readonly number[];
  readonly stride?: readonly number[];
  readonly padding?: readonly number[];
  readonly dilation?: readonly number[];
  readonly output_size?: readonly number[];
  readonly ceil_mode?: boolean;
  readonly count_include_pad?: boolean;
  readonly outshape?: readonly number[];
  readonly x?: readonly number[];
  readonly dz?: readonly number[];
  readonly x_formula?: {
    readonly mul: number;
    readonly salt: number;
    readonly prime: number;
    readonly half: number;
    readonly div: number;
  };
  readonly salts?: { readonly x?: number; readonly dz: number };
  readonly scale?: { readonly z: number; readonly dx: number } | null;
  readonly z: readonly number[];
  readonly dx: readonly number[];
}

export interface RefusedCase {
  readonly id: string;
  readonly op: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly error: string;
}

interface ConvolutionOracle {
  readonly conv: readonly ConvolutionCase[];
  readonly other: readonly OtherCase[];
  readonly refused: readonly RefusedCase[];
}

export const convolutionOracle = readOracle('conv-seed1.json.gz') as ConvolutionOracle;

export const inputShapeOf = (item: ConvolutionCase): readonly number[] => [item.N, item.Cin, ...item.spatial];

/** A title that is a reproduction. */
export function titleOf(item: ConvolutionCase): string {
  const list = (values: readonly number[]): string => values.join(',');
  return (
    `${item.id} x=${list(inputShapeOf(item))} w=${list(item.wshape)} S=${list(item.stride)} P=${list(item.padding)}` +
    ` D=${list(item.dilation)} groups=${item.groups}${item.bias ? ' bias' : ''}`
  );
}

export function geometryOf(item: ConvolutionCase): ConvolutionGeometry {
  return accepted(
    convolutionGeometry(
      { x: inputShapeOf(item), w: item.wshape, b: item.bias ? [item.Cout] : null },
      {
        stride: item.stride,
        padding: symmetricPadding(item.padding),
        dilation: item.dilation,
        groups: item.groups,
        rounding: 'floor',
      },
    ),
  );
}

export function transposedGeometryOf(item: ConvolutionCase): TransposedConvolutionGeometry {
  return accepted(
    transposedConvolutionGeometry(
      { x: inputShapeOf(item), w: item.wshape, b: item.bias ? [item.Cout] : null },
      {
        stride: item.stride,
        padding: symmetricPadding(item.padding),
        dilation: item.dilation,
        groups: item.groups,
        outputPadding: item.output_padding ?? [],
      },
    ),
  );
}

export function accepted<T>(result: Checked<T>): T {
  if (!result.ok) throw new Error(`refused: ${result.refusal.message}`);
  return result.value;
}
