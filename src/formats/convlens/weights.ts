import type { Value } from '../../model/graph/operation.ts';
import type { FieldReader } from './field-reader.ts';
import { said } from '../../model/text/text.ts';

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
    const message = said(
      '`weight` has {0} levels of lists; it needs {1} for one kernel, or {2} for [output channel][input channel] and the kernel.',
      levels,
      axes,
      axes + 2,
    );
    read.report('weight', message);
    return { kernel: read.perAxis('kernel_size', null), outChannels, values: null };
  }
  const size = weight.shape.slice(levels - axes);
  const kernels = levels === axes ? 1 : (weight.shape[0] ?? 1);
  const kernel = read.perAxis('kernel_size', size);
  if (kernel.some((value, axis) => value !== null && value !== size[axis])) {
    read.report(
      'weight',
      said('`weight` is {0}, but `kernel_size` says {1}.', size.join('×'), kernel.join('×')),
    );
    return { kernel, outChannels, values: null };
  }
  const declared = read.whole('out_channels', kernels);
  if (declared !== kernels) {
    const message = said('`weight` has {0} kernels, but `out_channels` says {1}.', kernels, String(declared));
    read.report('weight', message);
    return { kernel, outChannels: declared, values: null };
  }
  return { kernel, outChannels: kernels, values: weight.values };
}
