/**
 * The classic mistakes of published backward passes (DESIGN.md 2): each can be made on purpose, to see what comes out.
 * - `tail`: the t zeros at the end of dZ are forgotten, so dX comes out t cells too small.
 * - `bias`: the inner convolution gets a bias of C values where its output has C_prev channels.
 * - `stride`: dW strides over the input by S instead of spreading dZ.
 * - `transposed`: the kernel axes of dW come out as (f_w, f_h).
 * - `mean`: dW and db are divided by the batch's size, the other algorithm sums.
 * - `bounds`: the outputs that read an input cell are bounded by the input's size where the output's is meant.
 * - `ties`: a max pool's mask is `window == window.max()`, so each of several greatest cells gets the whole gradient.
 */
export type Fault = 'tail' | 'bias' | 'stride' | 'transposed' | 'mean' | 'bounds' | 'ties';

/** How a layer's lesson is told. */
export interface LessonOptions {
  /** Rotate the kernel first: what mathematics calls convolution. Frameworks do not. */
  readonly trueConvolution: boolean;
  readonly faults: readonly Fault[];
}

export const plainOptions: LessonOptions = { trueConvolution: false, faults: [] };
