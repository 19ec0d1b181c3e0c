import { withoutOverhang, type AxisGeometry } from '../geometry/axis.ts';
import { planeAxesOf } from './cut.ts';
import type { Facts } from './lesson.ts';
import { missedRead } from './missed-read.ts';
import type { Fault } from './options.ts';

/** Where the published backward pass by formula goes wrong, in the order of its lines. */
const inOrder: readonly Fault[] = ['tail', 'bias', 'stride', 'transposed', 'mean', 'bounds'];

type Sizes = Omit<Facts, 'faults' | 'rows' | 'columns'>;

/** Sizes of a layer, and which mistakes would change something in it. */
export function factsOf(
  sizes: Sizes,
  made: readonly Fault[],
  operation: 'convolution' | 'transposed-convolution',
): Facts {
  return {
    ...sizes,
    ...planeAxesOf(sizes.axes),
    faults: inOrder.map((fault) => ({
      fault,
      made: made.includes(fault),
      // A transposed convolution's inner convolution makes its output: C values are right there.
      shows: !(fault === 'bias' && operation === 'transposed-convolution') && showsIn(fault, sizes),
    })),
  };
}

function showsIn(fault: Fault, { samples, inChannels, outChannels, axes }: Sizes): boolean {
  switch (fault) {
    case 'tail':
      return axes.some(({ tail }) => tail > 0) && axes.every((axis) => forgetTail(axis).inputSize > 0);
    case 'bias':
      // NumPy broadcasts one bias over all channels, and one channel over all biases, and raises nothing.
      return outChannels !== inChannels && outChannels !== 1 && inChannels !== 1;
    case 'stride':
      return axes.some(stridesElsewhere);
    case 'transposed': {
      // One axis has nothing to change places with; of three the middle one stays where it is.
      const [outermost, innermost] = [axes[0], axes.length > 1 ? axes.at(-1) : undefined];
      return innermost !== undefined && (outermost?.kernelSize ?? 1) * innermost.kernelSize > 1;
    }
    case 'mean':
      return samples > 1;
    case 'bounds':
      return missedRead(axes) !== null;
    case 'ties':
      return false;
  }
}

/** Whether dZ that strides by S instead of being spread by it, in steps of D, meets other cells, or more or fewer of them. */
function stridesElsewhere(axis: AxisGeometry): boolean {
  const { inputSize, padding, stride, dilation, kernelSize, outputSize } = withoutOverhang(axis);
  const positions = Math.floor((padding.before + inputSize + padding.after - outputSize) / stride) + 1;
  return (
    positions !== kernelSize || (stride > 1 && outputSize > 1) || (stride !== dilation && kernelSize > 1)
  );
}

/** Whether a mistake is made, and changes something. */
export const isMade = ({ faults }: Facts, fault: Fault): boolean =>
  faults.some((entry) => entry.fault === fault && entry.made && entry.shows);

/**
 * The axis that the textbook's dX belongs to: without the t zeros at the end of dZ everything is right but for an
 * input without its last t cells.
 */
export function forgetTail(axis: AxisGeometry): AxisGeometry {
  if (axis.tail <= 0) return axis;
  const { inputSize, numerator, tail } = axis;
  return { ...axis, inputSize: inputSize - tail, numerator: numerator - tail, remainder: 0, tail: 0 };
}
