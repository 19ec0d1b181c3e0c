import { inputShapeOf, type ConvolutionCase } from '../conv-oracle.ts';
import { isTransposed } from './oracle-lessons.ts';

/** Three spatial axes, the outermost first. */
export type Triple = readonly [outer: number, middle: number, inner: number];

export const three = (values: readonly number[], missing: number): Triple => [
  values.at(-3) ?? missing,
  values.at(-2) ?? missing,
  values.at(-1) ?? missing,
];

/** The windows of an oracle case as it says them; a transposed convolution's are its adjoint's, which read Z and make X. */
export interface OracleAxes {
  readonly input: Triple;
  readonly output: Triple;
  readonly kernel: Triple;
  readonly stride: Triple;
  readonly padding: Triple;
  readonly dilation: Triple;
}

export function oracleAxes(item: ConvolutionCase): OracleAxes {
  const [straight, back] = [inputShapeOf(item).slice(2), item.outshape.slice(2)];
  const [input, output] = isTransposed(item) ? [back, straight] : [straight, back];
  return {
    input: three(input, 1),
    output: three(output, 1),
    kernel: three(item.kernel, 1),
    stride: three(item.stride, 1),
    padding: three(item.padding, 0),
    dilation: three(item.dilation, 1),
  };
}

/** The place in the padded input that an output reads through a kernel cell, along one axis. */
export const padded = (
  { stride, dilation }: OracleAxes,
  axis: 0 | 1 | 2,
  output: number,
  tap: number,
): number => output * stride[axis] + tap * dilation[axis];

/** All pairs of an output and a kernel cell along one axis, with the input cell that they join; some lie on padding. */
export function joined(
  axes: OracleAxes,
  axis: 0 | 1 | 2,
): readonly { readonly output: number; readonly tap: number; readonly input: number }[] {
  return Array.from({ length: axes.output[axis] * axes.kernel[axis] }, (_, i) => {
    const [output, tap] = [Math.floor(i / axes.kernel[axis]), i % axes.kernel[axis]];
    return { output, tap, input: padded(axes, axis, output, tap) - axes.padding[axis] };
  });
}

/** [a, b, spatial…] with three spatial axes; 0 outside of it. */
export interface Volume {
  readonly at: (first: number, second: number, place: Triple) => number;
}

export function volume(shape: readonly number[], data: ArrayLike<number>, scale = 1): Volume {
  const [, channels = 1, ...spatial] = shape;
  const [depth, height, width] = three(spatial, 1);
  return {
    at: (first, second, [z, y, x]) => {
      if (z < 0 || y < 0 || x < 0 || z >= depth || y >= height || x >= width) return 0;
      const index = (((first * channels + second) * depth + z) * height + y) * width + x;
      return (data[index] ?? NaN) / scale;
    },
  };
}
