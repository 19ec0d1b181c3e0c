/** An exchange of axes in the way to dW: what is called, and the shape's letters that it leads to. */
export interface AxisSwaps {
  /** C_prev and m exchanged: channels are summed over, and what is summed over here are samples. */
  readonly input: string;
  /** m behind the spatial axes, so that every channel of what slides is one kernel. */
  readonly gradient: string;
  /** The result's axes as it comes, and in their places. */
  readonly back: string;
  readonly from: string;
  readonly to: string;
  /** With the kernel's axes in reverse. */
  readonly wrongBack: string;
  readonly wrongTo: string;
}

const letters = ['f_d', 'f_h', 'f_w'] as const;

/** The kernel's own axes in their order: `f_h, f_w` of a layer with two. */
export const kernelAxes = (dimensions: number): readonly string[] => letters.slice(-dimensions);

/** The swaps for so many spatial axes; a transposed convolution's dW comes as (C, …, C_prev). */
export function axisSwaps(dimensions: number, isTransposed: boolean): AxisSwaps {
  const spatial = Array.from({ length: dimensions }, (_, place) => place + 1);
  const last = dimensions + 1;
  const sizes = kernelAxes(dimensions);
  const call = (order: readonly number[]): string => `transpose(${order.join(', ')})`;
  const channels = isTransposed ? [last, 0] : [0, last];
  const shape = (kernel: readonly string[]): string => `(${[...kernel, 'C_prev', 'C'].join(', ')})`;
  return {
    input: call([last, ...spatial, 0]),
    gradient: call([...spatial, 0, last]),
    back: call([...spatial, ...channels]),
    from: `(${(isTransposed ? ['C', ...sizes, 'C_prev'] : ['C_prev', ...sizes, 'C']).join(', ')})`,
    to: shape(sizes),
    wrongBack: call([...spatial.toReversed(), ...channels]),
    wrongTo: shape(sizes.toReversed()),
  };
}
