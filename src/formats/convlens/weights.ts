import type { Value } from '../../model/graph/operation.ts';
import type { FieldReader } from './field-reader.ts';

interface ReadWeights {
  readonly kernel: readonly Value[];
  readonly outChannels: Value;
  /** Flat, in the order [output channel][input channel][spatial…]; null where none are written. */
  readonly values: readonly number[] | null;
}

/**
 * A convolution's kernel, with its values where they are written: the rows of one kernel for one channel
 * ([row][column]), or all kernels ([output channel][input channel][row][column]).
 */
export function readWeights(read: FieldReader<'weight' | 'kernel_size' | 'out_channels'>): ReadWeights {
  const weight = read.values('weight');
  const outChannels = read.whole('out_channels', 1);
  if (weight === null) {
    if (!read.has('kernel_size') && !read.has('weight')) read.missing('kernel_size');
    return { kernel: read.perAxis('kernel_size', null), outChannels, values: null };
  }
  const { axes } = read;
  const levels = weight.shape.length;
  if (levels !== axes && levels !== axes + 2) {
    const message = `\`weight\` has ${levels} levels of lists; it needs ${axes} for one kernel, or ${axes + 2} for [output channel][input channel] and the kernel.`;
    read.report('weight', message);
    return { kernel: read.perAxis('kernel_size', null), outChannels, values: null };
  }
  const size = weight.shape.slice(levels - axes);
  const kernels = levels === axes ? 1 : (weight.shape[0] ?? 1);
  const kernel = read.perAxis('kernel_size', size);
  if (kernel.some((value, axis) => value !== null && value !== size[axis])) {
    read.report('weight', `\`weight\` is ${size.join('×')}, but \`kernel_size\` says ${kernel.join('×')}.`);
    return { kernel, outChannels, values: null };
  }
  const declared = read.whole('out_channels', kernels);
  if (declared !== kernels) {
    const message = `\`weight\` has ${kernels} kernels, but \`out_channels\` says ${String(declared)}.`;
    read.report('weight', message);
    return { kernel, outChannels: declared, values: null };
  }
  return { kernel, outChannels: kernels, values: weight.values };
}
