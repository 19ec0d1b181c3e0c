import type { Operation, Padding, PaddingSides, Upsample, Value } from '../../model/graph/operation.ts';
import { shapeText } from './shape-text.ts';

/** An operation's hyper-parameters in a few words, without what is the default: `7×7, stride 2, padding 3`. */
export function operationSummary(operation: Operation): string {
  return parts(operation).filter(Boolean).join(', ');
}

function parts(operation: Operation): string[] {
  switch (operation.kind) {
    case 'input':
      return [operation.origin === 'file' ? '' : `size from ${operation.origin}`];
    case 'convolution':
      return [
        ...windowParts(operation),
        paddingText(operation.padding),
        operation.groups === 1 || operation.groups === null ? '' : `groups ${operation.groups}`,
      ];
    case 'transposed-convolution':
      return [
        ...windowParts(operation),
        paddingText(operation.padding),
        outputPaddingText(operation.outputPadding),
        operation.groups === 1 || operation.groups === null ? '' : `groups ${operation.groups}`,
      ];
    case 'pool':
      return [
        `${operation.mode} ${sizes(operation.kernel)}`,
        ...windowParts(operation).slice(1),
        paddingText(operation.padding),
      ];
    case 'adaptive-pool':
      return [
        `${operation.mode} to ${operation.outputSize.map((size) => (size === 'input' ? '=' : (size ?? '?'))).join('×')}`,
      ];
    case 'global-pool':
      return [`global ${operation.mode}`];
    case 'elementwise':
      return [operation.name];
    case 'normalization':
      return [operation.name];
    case 'linear':
      return [`${operation.inFeatures ?? ''} → ${operation.outFeatures ?? '?'}`.trim()];
    case 'flatten':
      return ['flatten'];
    case 'reshape':
      return [`to ${operation.dims.map((dim) => (dim === 'copy' ? '=' : shapeText([dim]))).join('×')}`];
    case 'permute':
      return [`order ${operation.order.join(', ')}`];
    case 'pad':
      return [`pad ${sidesText(operation.sides)}`, operation.mode === 'zeros' ? '' : operation.mode];
    case 'crop-like':
      return ['crop'];
    case 'slice':
    case 'split':
    case 'concat':
    case 'contraction':
    case 'reduce':
      return [operation.kind];
    case 'combine':
      return [operation.name];
    case 'upsample':
      return [targetText(operation.target), operation.mode];
    case 'pixel-shuffle':
      return [`${operation.direction} by ${operation.factor ?? '?'}`];
    case 'declared':
    case 'derived':
      return [];
    case 'detection-head':
      return [operation.formula];
    case 'each-step':
      return ['for each step', ...parts(operation.inner)];
    case 'custom':
      return ['by your rule'];
    case 'unknown':
      return ['not known to ConvLens'];
  }
}

function targetText(target: Upsample['target']): string {
  switch (target.kind) {
    case 'scale':
      return `×${sizes(target.factors)}`;
    case 'size':
      return `to ${sizes(target.sizes)}`;
    case 'like':
      return 'to the size of the second input';
  }
}

interface Windowed {
  readonly kernel: readonly Value[];
  readonly stride: readonly Value[];
  readonly dilation: readonly Value[];
}

function windowParts({ kernel, stride, dilation }: Windowed): string[] {
  return [
    sizes(kernel, true),
    stride.every((value) => value === 1) ? '' : `stride ${sizes(stride)}`,
    dilation.every((value) => value === 1) ? '' : `dilation ${sizes(dilation)}`,
  ];
}

const outputPaddingText = (padding: readonly Value[] | 'auto'): string =>
  padding !== 'auto' && padding.some((value) => value !== 0) ? `output padding ${sizes(padding)}` : '';

function paddingText(padding: Padding): string {
  if (padding.kind !== 'explicit') return 'padding same';
  return padding.sides.every(({ before, after }) => before === 0 && after === 0)
    ? ''
    : `padding ${sidesText(padding.sides)}`;
}

const sidesText = (sides: readonly PaddingSides[]): string =>
  collapsed(
    sides.map(({ before, after }) =>
      before === after ? String(before ?? '?') : `${before ?? '?'}+${after ?? '?'}`,
    ),
  );

function sizes(values: readonly Value[], always = false): string {
  const texts = values.map((value) => String(value ?? '?'));
  return always ? texts.join('×') : collapsed(texts);
}

/** `3` instead of `3×3`. */
const collapsed = (texts: readonly string[]): string =>
  new Set(texts).size === 1 ? (texts[0] ?? '') : texts.join('×');
