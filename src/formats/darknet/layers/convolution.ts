import type { PaddingSides, Pool, Value } from '../../../model/graph/operation.ts';
import type { FieldSource } from '../../../model/graph/graph.ts';
import type { Read, SectionReader } from '../section-reader.ts';
import { fusedActivation } from './activation.ts';
import { after, fieldsOf, insertionsOf, type Layer, type LayerContext } from './layer.ts';

/**
 * AlexeyAB/darknet: src/parser.c parse_convolutional, src/convolutional_layer.c: (W + 2P − F)/S + 1 in C's division,
 * whatever the dilation; im2col begins at −P·D. For odd F and P = F/2 both are the size of the dilated window.
 */
export function convolutional(context: LayerContext): Layer {
  const { reader } = context;
  const filters = reader.int('filters', 1, { min: 1 });
  const size = reader.int('size', 1, { min: 1 });
  const groups = reader.int('groups', 1, { min: 1 });
  const stride = strides(reader);
  const dilation = size.value === 1 ? { value: 1 } : reader.int('dilation', 1, { min: 1 });
  const padding = convolutionPadding(reader, size.value);
  const sides = dilatedSides(padding.value, size.value, dilation.value);
  const antialiasing = reader.int('antialiasing', 0).value;
  return {
    operation: {
      kind: 'convolution',
      inChannels: null,
      outChannels: filters.value,
      groups: groups.value,
      bias: true,
      batchNormalized: reader.flag('batch_normalize') || reader.flag('cbn'),
      ...fusedActivation(reader, 'logistic'),
      kernel: [size.value, size.value],
      stride: antialiasing ? [1, 1] : stride.values,
      dilation: [dilation.value, dilation.value],
      padding: { kind: 'explicit', sides: [sides, sides] },
      rounding: 'truncate',
      layout: 'channels-first',
    },
    inputs: [context.previous],
    fields: {
      ...fieldsOf({ outChannels: filters, kernel: size, groups, dilation, padding }),
      ...(stride.source ? { stride: stride.source } : {}),
    },
    insertions: insertionsOf(reader, {
      outChannels: 'filters',
      kernel: 'size',
      stride: 'stride',
      groups: 'groups',
      ...(padding.source ? {} : { padding: 'padding' }),
    }),
    ...(antialiasing ? { then: blur(antialiasing, stride.values) } : {}),
  };
}

/** pjreddie/darknet: src/deconvolutional_layer.c: (W − 1)·S + F − 2P. */
export function deconvolutional(context: LayerContext): Layer {
  const { reader } = context;
  const filters = reader.int('filters', 1, { min: 1 });
  const size = reader.int('size', 1, { min: 1 });
  const stride = reader.int('stride', 1, { min: 1 });
  const padding = convolutionPadding(reader, size.value);
  const sides = { before: padding.value, after: padding.value };
  return after(
    context,
    {
      kind: 'transposed-convolution',
      inChannels: null,
      outChannels: filters.value,
      groups: 1,
      bias: true,
      batchNormalized: reader.flag('batch_normalize'),
      ...fusedActivation(reader, 'logistic'),
      kernel: [size.value, size.value],
      stride: [stride.value, stride.value],
      dilation: [1, 1],
      padding: { kind: 'explicit', sides: [sides, sides] },
      outputPadding: [0, 0],
      layout: 'channels-first',
    },
    fieldsOf({ outChannels: filters, kernel: size, stride, padding }),
  );
}

/** pjreddie/darknet: src/local_layer.c: (W − F)/S + 1, or with `pad` (W − 1)/S + 1, which is a total padding of F − 1. */
export function local(context: LayerContext): Layer {
  const { reader } = context;
  const filters = reader.int('filters', 1, { min: 1 });
  const size = reader.int('size', 1, { min: 1 });
  const stride = reader.int('stride', 1, { min: 1 });
  const before = reader.flag('pad') && size.value !== 1 ? 1 : 0;
  const total = reader.flag('pad') && size.value !== null ? size.value - 1 : 0;
  const sides = { before, after: total - before };
  return after(
    context,
    {
      kind: 'convolution',
      inChannels: null,
      outChannels: filters.value,
      groups: 1,
      bias: true,
      unshared: true,
      ...fusedActivation(reader, 'logistic'),
      kernel: [size.value, size.value],
      stride: [stride.value, stride.value],
      dilation: [1, 1],
      padding: { kind: 'explicit', sides: [sides, sides] },
      rounding: 'truncate',
      layout: 'channels-first',
    },
    fieldsOf({ outChannels: filters, kernel: size, stride }),
  );
}

/** Rows first: `stride_y` and `stride_x` where both are given, else `stride` for what is missing. */
export function strides(reader: SectionReader): { values: readonly Value[]; source?: FieldSource } {
  const x = reader.has('stride_x') ? reader.int('stride_x', 1, { min: 1 }) : null;
  const y = reader.has('stride_y') ? reader.int('stride_y', 1, { min: 1 }) : null;
  const common = x && y ? { value: 1 } : reader.int('stride', 1, { min: 1 });
  const perAxis = [y ?? common, x ?? common];
  const values = perAxis.map(({ value }) => value);
  const spans = perAxis.flatMap(({ source }) => (source ? [source.span] : []));
  const [first, second] = spans;
  if (!first || !second) return first ? { values, source: { span: first } } : { values };
  if (first === second) return { values, source: { span: first } };
  return { values, source: { span: first, axes: spans } };
}

/** `pad` other than 0 means half the size, and wins over `padding`. To change it is to write `padding` in its place. */
export function convolutionPadding(reader: SectionReader, size: Value): Read {
  const pad = reader.find('pad');
  if (!pad || !reader.flag('pad')) return reader.int('padding', 0, { min: 0 });
  const whole = { start: pad.keySpan.start, end: reader.int('pad', 0).source?.span.end ?? pad.valueSpan.end };
  return {
    value: size === null ? null : Math.trunc(size / 2),
    source: { span: whole, template: 'padding={}' },
  };
}

function dilatedSides(padding: Value, size: Value, dilation: Value): PaddingSides {
  if (padding === null || size === null || dilation === null) return { before: null, after: null };
  const before = padding * dilation;
  return { before, after: 2 * padding + (size - 1) * (dilation - 1) - before };
}

/**
 * `antialiasing`: the layer itself steps by 1, then a fixed blur of 3×3 (or of 2×2, for 2) takes its stride
 * (AlexeyAB/darknet: src/convolutional_layer.c, src/maxpool_layer.c).
 */
export function blur(antialiasing: number, stride: readonly Value[]): Pool {
  const size = antialiasing === 2 ? 2 : 3;
  const side = antialiasing === 2 ? 0 : 1;
  const sides = { before: side, after: side };
  return {
    kind: 'pool',
    mode: 'average',
    countIncludePadding: true,
    kernel: [size, size],
    stride,
    dilation: [1, 1],
    padding: { kind: 'explicit', sides: [sides, sides] },
    rounding: 'truncate',
    layout: 'channels-first',
  };
}
