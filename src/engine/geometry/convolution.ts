import type { AxisGeometry } from './axis.ts';
import { refuse, type Checked } from './refusal.ts';
import { windowAxes, windowRefusal, type WindowSettings } from './window.ts';

/** All that a convolution's kernels need beside the tensors. */
export interface ConvolutionGeometry {
  /** One record per spatial axis, one to three of them. */
  readonly axes: readonly AxisGeometry[];
  readonly groups: number;
}

export interface ConvolutionShapes {
  /** [N, C_in, spatial…] */
  readonly x: readonly number[];
  /** [C_out, C_in/groups, spatial…] */
  readonly w: readonly number[];
  /** [C_out], or null without bias. */
  readonly b: readonly number[] | null;
}

export interface ConvolutionSettings extends WindowSettings {
  readonly groups: number;
}

/** C_in and C_out must be divisible by groups (pytorch: torch/nn/modules/conv.py). */
export function groupsRefusal(inChannels: number, outChannels: number, groups: number): Checked<null> {
  if (groups < 1) return refuse('groups', `The number of groups is ${groups}, it must be at least 1.`);
  for (const [name, channels] of [
    ['in', inChannels],
    ['out', outChannels],
  ] as const) {
    if (channels % groups !== 0) {
      return refuse('groups', `${channels} ${name}-channels cannot be divided into ${groups} groups.`);
    }
  }
  return { ok: true, value: null };
}

/** The geometry of a convolution, or why PyTorch refuses it (aten/src/ATen/native/Convolution.cpp, check_shape_forward). */
export function convolutionGeometry(
  { x, w, b }: ConvolutionShapes,
  settings: ConvolutionSettings,
): Checked<ConvolutionGeometry> {
  const [, inChannels = 0, ...sizes] = x;
  const [outChannels = 0, channelsPerGroup = 0, ...kernel] = w;
  const { groups } = settings;
  if (x.length !== w.length || sizes.length < 1 || sizes.length > 3) {
    return refuse('rank', `An input of rank ${x.length} does not go with a kernel of rank ${w.length}.`);
  }
  const refusal = windowRefusal(kernel, settings);
  if (refusal) return { ok: false, refusal };
  const grouped = groupsRefusal(channelsPerGroup * groups, outChannels, groups);
  if (!grouped.ok) return grouped;
  if (inChannels !== channelsPerGroup * groups) {
    return refuse(
      'channels',
      `The kernel expects ${channelsPerGroup * groups} channels, the input has ${inChannels}.`,
    );
  }
  if (b && (b.length !== 1 || b[0] !== outChannels)) {
    return refuse(
      'bias-length',
      `The bias has shape [${b.join(', ')}], but there are ${outChannels} out-channels.`,
    );
  }
  const axes = windowAxes(sizes, kernel, settings);
  return axes.ok ? { ok: true, value: { axes: axes.value, groups } } : axes;
}
