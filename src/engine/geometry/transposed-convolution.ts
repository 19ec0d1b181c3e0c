import { groupsRefusal, type ConvolutionGeometry, type ConvolutionShapes } from './convolution.ts';
import { refuse, type Checked } from './refusal.ts';
import { transposedAxisGeometry, type TransposedAxisGeometry } from './transposed-axis.ts';
import { windowRefusal, type WindowSettings } from './window.ts';

export interface TransposedConvolutionGeometry {
  readonly axes: readonly TransposedAxisGeometry[];
  readonly groups: number;
}

export interface TransposedConvolutionSettings extends Omit<WindowSettings, 'rounding'> {
  readonly outputPadding: readonly number[];
  readonly groups: number;
}

/** The convolution whose dX this layer's forward pass is; the kernel [C_in, C_out/groups, spatial…] serves both. */
export function adjointOf(geometry: TransposedConvolutionGeometry): ConvolutionGeometry {
  return { axes: geometry.axes.map(({ adjoint }) => adjoint), groups: geometry.groups };
}

/** The geometry of a transposed convolution with kernel [C_in, C_out/groups, spatial…], or why PyTorch refuses it. */
export function transposedConvolutionGeometry(
  { x, w, b }: ConvolutionShapes,
  settings: TransposedConvolutionSettings,
): Checked<TransposedConvolutionGeometry> {
  const [, inChannels = 0, ...sizes] = x;
  const [kernelChannels = 0, outPerGroup = 0, ...kernel] = w;
  const { groups, stride, dilation, outputPadding } = settings;
  if (x.length !== w.length || sizes.length < 1 || sizes.length > 3) {
    return refuse('rank', `An input of rank ${x.length} does not go with a kernel of rank ${w.length}.`);
  }
  const refusal = windowRefusal(kernel, settings);
  if (refusal) return { ok: false, refusal };
  const grouped = groupsRefusal(kernelChannels, outPerGroup * groups, groups);
  if (!grouped.ok) return grouped;
  if (inChannels !== kernelChannels) {
    return refuse('channels', `The kernel expects ${kernelChannels} channels, the input has ${inChannels}.`);
  }
  if (b && (b.length !== 1 || b[0] !== outPerGroup * groups)) {
    return refuse(
      'bias-length',
      `The bias has shape [${b.join(', ')}], but there are ${outPerGroup * groups} out-channels.`,
    );
  }
  const axes: TransposedAxisGeometry[] = [];
  for (const [index, inputSize] of sizes.entries()) {
    const extra = outputPadding[index] ?? 0;
    const step = stride[index] ?? 1;
    const spacing = dilation[index] ?? 1;
    if (extra < 0 || (extra >= step && extra >= spacing)) {
      return refuse(
        'output-padding',
        `Output padding ${extra} must be smaller than stride ${step} or dilation ${spacing}.`,
      );
    }
    const axis = transposedAxisGeometry({
      inputSize,
      kernelSize: kernel[index] ?? 1,
      stride: step,
      dilation: spacing,
      padding: settings.padding[index] ?? { before: 0, after: 0 },
      outputPadding: extra,
    });
    if (!axis)
      return refuse('kernel-larger-than-input', `On axis ${index} the padding leaves no output cell.`);
    axes.push(axis);
  }
  return { ok: true, value: { axes, groups } };
}
