import type { Operation, Padding, PaddingSides, Upsample, Value } from '../../model/graph/operation.ts';
import type { Words } from '../words/english.ts';
import { shapeText } from './shape-text.ts';

/** An operation's hyper-parameters in a few words, without what is the default: `7×7, stride 2, padding 3`. */
export function operationSummary(operation: Operation, { operations: say, comma }: Words): string {
  return parts(operation, say).filter(Boolean).join(comma);
}

type OperationWords = Words['operations'];

function parts(operation: Operation, say: OperationWords): string[] {
  switch (operation.kind) {
    case 'input':
      return [operation.origin === 'file' ? '' : say.origins[operation.origin]];
    case 'convolution':
      return [
        ...windowParts(operation, say),
        paddingText(operation.padding, say),
        operation.groups === 1 || operation.groups === null ? '' : say.groups(operation.groups.toString()),
      ];
    case 'transposed-convolution':
      return [
        ...windowParts(operation, say),
        paddingText(operation.padding, say),
        outputPaddingText(operation.outputPadding, say),
        operation.groups === 1 || operation.groups === null ? '' : say.groups(operation.groups.toString()),
      ];
    case 'pool':
      return [
        say.pool(say.pools[operation.mode], sizes(operation.kernel)),
        ...windowParts(operation, say).slice(1),
        paddingText(operation.padding, say),
      ];
    case 'adaptive-pool':
      return [
        say.adaptive(
          say.pools[operation.mode],
          operation.outputSize.map((size) => (size === 'input' ? '=' : (size ?? '?'))).join('×'),
        ),
      ];
    case 'global-pool':
      return [say.global(say.pools[operation.mode])];
    case 'elementwise':
      return [operation.name];
    case 'normalization':
      return [say.normalizations[operation.name]];
    case 'linear':
      return [`${operation.inFeatures ?? ''} → ${operation.outFeatures ?? '?'}`.trim()];
    case 'reshape':
      return [say.to(operation.dims.map((dim) => (dim === 'copy' ? '=' : shapeText([dim]))).join('×'))];
    case 'permute':
      return [say.order(operation.order.join(', '))];
    case 'pad':
      return [
        say.pad(sidesText(operation.sides)),
        operation.mode === 'zeros' ? '' : say.padModes[operation.mode],
      ];
    case 'flatten':
    case 'crop-like':
    case 'slice':
    case 'split':
    case 'concat':
    case 'contraction':
    case 'reduce':
      return [say.kinds[operation.kind]];
    case 'combine':
      return [say.combines[operation.name]];
    case 'upsample':
      return [targetText(operation.target, say), say.interpolations[operation.mode]];
    case 'pixel-shuffle':
      return [say[operation.direction](operation.factor?.toString() ?? '?')];
    case 'declared':
    case 'derived':
      return [];
    case 'detection-head':
      return [operation.formula];
    case 'each-step':
      return [say.eachStep, ...parts(operation.inner, say)];
    case 'custom':
      return [say.byYourRule];
    case 'unknown':
      return [say.unknown];
  }
}

function targetText(target: Upsample['target'], say: OperationWords): string {
  switch (target.kind) {
    case 'scale':
      return `×${sizes(target.factors)}`;
    case 'size':
      return say.to(sizes(target.sizes));
    case 'like':
      return say.toSecondInput;
  }
}

interface Windowed {
  readonly kernel: readonly Value[];
  readonly stride: readonly Value[];
  readonly dilation: readonly Value[];
}

function windowParts({ kernel, stride, dilation }: Windowed, say: OperationWords): string[] {
  return [
    sizes(kernel, true),
    stride.every((value) => value === 1) ? '' : say.stride(sizes(stride)),
    dilation.every((value) => value === 1) ? '' : say.dilation(sizes(dilation)),
  ];
}

const outputPaddingText = (padding: readonly Value[] | 'auto', say: OperationWords): string =>
  padding !== 'auto' && padding.some((value) => value !== 0) ? say.outputPadding(sizes(padding)) : '';

function paddingText(padding: Padding, say: OperationWords): string {
  if (padding.kind !== 'explicit') return say.paddingSame;
  return padding.sides.every(({ before, after }) => before === 0 && after === 0)
    ? ''
    : say.padding(sidesText(padding.sides));
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
