import type { DerivedDim } from '../../../model/graph/derived.ts';
import type { Convolution, Padding, TransposedConvolution, Value } from '../../../model/graph/operation.ts';
import { productOrNull } from '../../../model/shapes/inference.ts';
import type { AxesRead, MessageReader } from '../message-reader.ts';
import {
  fieldsOf,
  insertionsOf,
  rankOf,
  type Fields,
  type Insertions,
  type Layer,
  type LayerContext,
} from './layer.ts';
import { said } from '../../../model/text/text.ts';

/**
 * src/caffe/layers/conv_layer.cpp compute_output_shape: (W + 2P − F')/S + 1 in C's division. More than one bottom are
 * convolved with the same kernel.
 */
export function convolution(context: LayerContext): Layer {
  const { parameters, ...places } = windowOf(context);
  const operation: Convolution = { kind: 'convolution', ...parameters, rounding: 'truncate' };
  return { operation, inputs: firstBottom(context), ...places };
}

/** src/caffe/layers/deconv_layer.cpp: S·(W − 1) + F' − 2P. */
export function deconvolution(context: LayerContext): Layer {
  const { parameters, ...places } = windowOf(context);
  const outputPadding = parameters.kernel.map(() => 0);
  const operation: TransposedConvolution = { kind: 'transposed-convolution', ...parameters, outputPadding };
  return { operation, inputs: firstBottom(context), ...places };
}

/** A convolution of each channel on its own, as forks name it: one group per channel. */
export function depthwiseConvolution(context: LayerContext): Layer {
  const layer = convolution(context);
  const { operation } = layer;
  if (operation.kind !== 'convolution' || context.reader.inner('convolution_param').has('group'))
    return layer;
  return { ...layer, operation: { ...operation, groups: operation.outChannels } };
}

/**
 * src/caffe/layers/im2col_layer.cpp: the cells of each window below each other as channels. Only kernel, stride, pad and
 * dilation of `convolution_param` are read.
 */
export function im2col(context: LayerContext): Layer {
  const { kernel, stride, padding, dilation } = spansOf(context, context.reader.inner('convolution_param'));
  const cells = productOrNull(...kernel.values);
  const sizes = kernel.values.map((size, axis): DerivedDim | null => {
    const [step = null, cellsBefore = null, spread = null] = [
      stride.values[axis],
      padding.values[axis],
      dilation.values[axis],
    ];
    if (size === null || step === null || cellsBefore === null || spread === null) return null;
    const offset = 2 * cellsBefore - spread * (size - 1) - 1;
    return { from: axis + 2, offset, over: step, truncates: true, plus: 1 };
  });
  return {
    operation: {
      kind: 'derived',
      dims: [{ from: 0 }, cells === null ? null : { from: 1, times: cells }, ...sizes],
      params: 0,
      macs: 0,
    },
    fields: fieldsOf({ kernel, stride, padding, dilation }),
  };
}

/** What moves a window, per spatial axis. */
function spansOf(
  context: LayerContext,
  reader: MessageReader,
): Readonly<Record<'kernel' | 'stride' | 'padding' | 'dilation', AxesRead>> {
  const axisCount = spatialAxes(context, reader);
  const hole = reader.has('hole') || reader.has('hole_h') ? 'hole' : 'dilation';
  return {
    kernel: perAxis(context, reader, ['kernel_size', 'kernel_h', 'kernel_w'], axisCount, null, 1),
    stride: perAxis(context, reader, ['stride', 'stride_h', 'stride_w'], axisCount, 1, 1),
    padding: perAxis(context, reader, ['pad', 'pad_h', 'pad_w'], axisCount, 0, 0),
    dilation: perAxis(context, reader, [hole, 'hole_h', 'hole_w'], axisCount, 1, 1),
  };
}

/** What a convolution and its transpose have in common. */
type Parameters = Omit<Convolution, 'kind' | 'rounding'>;

interface Window {
  readonly parameters: Parameters;
  readonly fields: Fields;
  readonly insertions: Insertions;
}

/** `convolution_param`: src/caffe/layers/base_conv_layer.cpp LayerSetUp. */
function windowOf(context: LayerContext): Window {
  const reader = context.reader.inner('convolution_param');
  const filters = required(context, reader, 'num_output');
  const groups = reader.int('group', 1, 1);
  const { kernel, stride, padding, dilation } = spansOf(context, reader);
  return {
    parameters: {
      inChannels: null,
      outChannels: filters.value,
      groups: groups.value,
      bias: reader.bool('bias_term', true),
      kernel: kernel.values,
      stride: stride.values,
      dilation: dilation.values,
      padding: symmetric(padding.values),
      layout: 'channels-first',
    },
    fields: fieldsOf({ outChannels: filters, groups, kernel, stride, padding, dilation }),
    insertions: insertionsOf(reader, {
      ...(stride.source ? {} : { stride: 'stride' }),
      ...(padding.source ? {} : { padding: 'pad' }),
      ...(groups.source ? {} : { groups: 'group' }),
    }),
  };
}

function spatialAxes(context: LayerContext, reader: MessageReader): number {
  const rank = rankOf(context);
  const axis = reader.int('axis', 1, -maxRank).value ?? 1;
  if (rank === null) return Math.max(2, Math.min(reader.all('kernel_size').length, maxRank));
  return Math.max(1, rank - 1 - (axis < 0 ? axis + rank : axis));
}

/** Caffe's kMaxBlobAxes. */
const maxRank = 32;

/** A number that Caffe cannot do without. */
export function required(context: LayerContext, reader: MessageReader, name: string) {
  const read = reader.int(name, 0, 1);
  if (reader.has(name)) return read;
  const title = context.reader.all('type')[0]?.value.span ?? context.reader.message.span;
  reader.problem('missing-field', 'error', said('{0} needs `{1}`.', context.type, name), title);
  return { value: null };
}

type AxisNames = readonly [all: string, height: string, width: string];

/**
 * One number for all axes, one for each, or `_h` and `_w` in two dimensions; without any of them `fallback`, and an
 * error where that is null.
 */
export function perAxis(
  context: LayerContext,
  reader: MessageReader,
  [all, height, width]: AxisNames,
  axisCount: number,
  fallback: number | null,
  min: number,
): AxesRead {
  const given = reader.ints(all, min);
  const separate = [height, width].filter((name) => reader.has(name));
  if (separate.length > 0) {
    if (given[0]?.source) {
      const message = said(
        '`{0}` and `{1}` are both given; Caffe takes one or the other.',
        all,
        separate.join('`, `'),
      );
      reader.problem('duplicate-key', 'error', message, given[0].source.span);
    }
    const axes = [height, width].map((name) => reader.int(name, fallback ?? 0, min));
    const spans = axes.flatMap(({ source }) => (source ? [source.span] : []));
    const [first] = spans;
    const values = axes.map(({ value }, index) =>
      separate.length === 2 || separate[0] === [height, width][index] ? value : fallback,
    );
    if (fallback === null && separate.length < 2)
      missingKernel(context, reader, separate[0] === height ? width : height);
    return first
      ? { values, source: { span: first, ...(spans.length === 2 ? { axes: spans } : {}) } }
      : { values };
  }
  const [first] = given;
  if (!first) {
    if (fallback === null) missingKernel(context, reader, all);
    return { values: Array.from({ length: axisCount }, () => fallback) };
  }
  if (given.length !== 1 && given.length !== axisCount) {
    const message = said(
      '`{0}` is given {1} times; Caffe wants it once, or once for each of the {2} spatial axes.',
      all,
      given.length,
      axisCount,
    );
    reader.problem('invalid-value', 'error', message, first.source?.span ?? reader.message.span);
    return {
      values: Array.from({ length: axisCount }, () => null),
      ...(first.source ? { source: first.source } : {}),
    };
  }
  const values = Array.from(
    { length: axisCount },
    (_, axis) => (given[given.length === 1 ? 0 : axis] ?? first).value,
  );
  if (!first.source) return { values };
  const spans = given.flatMap(({ source }) => (source ? [source.span] : []));
  return { values, source: { span: first.source.span, ...(given.length > 1 ? { axes: spans } : {}) } };
}

function missingKernel(context: LayerContext, reader: MessageReader, name: string): void {
  const title = context.reader.all('type')[0]?.value.span ?? context.reader.message.span;
  reader.problem('missing-field', 'error', said('{0} needs `{1}`.', context.type, name), title);
}

export function symmetric(values: readonly Value[]): Padding {
  return { kind: 'explicit', sides: values.map((value) => ({ before: value, after: value })) };
}

/** A layer with several bottoms treats each alike: the first one stands for all. */
export function firstBottom({ bottoms }: LayerContext) {
  return [bottoms[0]?.tensor ?? null];
}
