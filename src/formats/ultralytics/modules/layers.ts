import type { TensorRef } from '../../../model/graph/graph.ts';
import type { WorkTerm, DerivedDim } from '../../../model/graph/derived.ts';
import type { Operation, PaddingSides, Pool, Value } from '../../../model/graph/operation.ts';
import type { Dim } from '../../../model/graph/shape.ts';
import { identity, type Activation } from '../activation.ts';
import type { ArgumentNames } from '../bound-arguments.ts';
import { valueOrNull, valuesOrNull } from '../part-writer.ts';
import type { Scope } from '../scope.ts';
import type { Tensor } from '../flow.ts';

/** One number for both axes, or two, rows first. Unknown numbers are NaN. */
export type Size = number | readonly [number, number];

export interface ConvOptions {
  readonly k?: Size;
  readonly s?: Size;
  /** None, which is null, pads so that the size stays where the stride is 1. */
  readonly p?: Size | null;
  readonly g?: number;
  readonly d?: Size;
  readonly bias?: boolean;
  readonly sources?: ArgumentNames;
}

const layout = 'channels-first';

export const both = (size: Size): readonly [number, number] =>
  typeof size === 'number' ? [size, size] : size;

/** ultralytics/ultralytics: ultralytics/nn/modules/conv.py autopad. */
function autopad(k: Size, p: Size | null, d: Size): readonly [number, number] {
  if (p !== null) return both(p);
  const [dilationY, dilationX] = both(d);
  const [y, x] = both(k);
  return [half(dilationY * (y - 1) + 1), half(dilationX * (x - 1) + 1)];
}

/** Python's `// 2`. */
export const half = (value: number): number => Math.floor(value / 2);

const sidesOf = (padding: readonly number[]): readonly PaddingSides[] =>
  padding.map((side) => ({ before: valueOrNull(side), after: valueOrNull(side) }));

/** nn.Conv2d, with the padding that `Conv` gives it unless one is given. */
export function conv2d(m: Scope, x: Tensor, c1: number, c2: number, options: ConvOptions = {}): TensorRef {
  const { k = 1, s = 1, p = null, g = 1, d = 1, bias = true, sources } = options;
  const numbers = [c1, c2, g, ...both(k), ...both(s), ...both(d), ...(p === null ? [] : both(p))];
  const key = `convolution ${numbers.join(' ')} ${bias}`;
  const operation = m.writer.operation(key, () => ({
    kind: 'convolution',
    inChannels: valueOrNull(c1),
    outChannels: valueOrNull(c2),
    groups: valueOrNull(g),
    bias,
    kernel: valuesOrNull(both(k)),
    stride: valuesOrNull(both(s)),
    dilation: valuesOrNull(both(d)),
    padding: { kind: 'explicit', sides: sidesOf(autopad(k, p, d)) },
    rounding: 'floor',
    layout,
  }));
  return m.layer('Conv2d', operation, [x], sources);
}

/** What `Conv` calls last: the model's default, nothing, or an activation of its own or one that a class shares. */
export type Act = boolean | Activation | { readonly owner: string; readonly activation: Activation };

export interface ConvBlockOptions extends Omit<ConvOptions, 'bias'> {
  readonly act?: Act;
}

/** Convolution, batch normalization, activation (ultralytics/nn/modules/conv.py Conv). */
export function conv(m: Scope, x: Tensor, c1: number, c2: number, options: ConvBlockOptions = {}): TensorRef {
  const { act = true, ...rest } = options;
  const convolved = conv2d(m.sub('conv'), x, c1, c2, { ...rest, bias: false });
  return activated(m.sub('act'), batchNorm(m.sub('bn'), convolved, c2), act);
}

export function activated(m: Scope, x: Tensor, act: Act): TensorRef {
  if (act === true) return m.sharedActivation('Conv', m.writer.defaultActivation, x);
  if (act === false) return m.activation(identity, x);
  return 'owner' in act ? m.sharedActivation(act.owner, act.activation, x) : m.activation(act, x);
}

export const batchNorm = (m: Scope, x: Tensor, channels: number): TensorRef =>
  m.layer('BatchNorm2d', m.writer.batchNormalization(channels), [x]);

export function layerNorm(m: Scope, x: Tensor, features: number): TensorRef {
  const operation: Operation = {
    kind: 'normalization',
    name: 'layer',
    features: [valueOrNull(features)],
    axis: -1,
    parametersPerFeature: 2,
    learned: { scale: true, shift: true },
    epsilon: 1e-5,
  };
  return m.layer('LayerNorm', operation, [x]);
}

export function linear(m: Scope, x: Tensor, from: number, to: number, bias = true): TensorRef {
  const [inFeatures, outFeatures] = [valueOrNull(from), valueOrNull(to)];
  return m.layer('Linear', { kind: 'linear', inFeatures, outFeatures, bias, flattens: false }, [x]);
}

export interface TransposedOptions {
  readonly k: Size;
  readonly s?: Size;
  readonly p?: Size;
  readonly outputPadding?: Size;
  readonly g?: number;
  readonly d?: Size;
  readonly bias?: boolean;
  readonly sources?: ArgumentNames;
}

export function transposedConv2d(
  m: Scope,
  x: Tensor,
  c1: number,
  c2: number,
  { k, s = 1, p = 0, outputPadding = 0, g = 1, d = 1, bias = true, sources }: TransposedOptions,
  type = 'ConvTranspose2d',
): TensorRef {
  const operation: Operation = {
    kind: 'transposed-convolution',
    inChannels: valueOrNull(c1),
    outChannels: valueOrNull(c2),
    groups: valueOrNull(g),
    bias,
    kernel: valuesOrNull(both(k)),
    stride: valuesOrNull(both(s)),
    dilation: valuesOrNull(both(d)),
    padding: { kind: 'explicit', sides: sidesOf(both(p)) },
    outputPadding: valuesOrNull(both(outputPadding)),
    layout,
  };
  return m.layer(type, operation, [x], sources);
}

export interface PoolOptions {
  readonly k: Size;
  readonly s?: Size;
  readonly p?: Size;
  readonly d?: Size;
  readonly ceil?: boolean;
}

export function pool(mode: Pool['mode'], options: PoolOptions): Pool {
  const { k, s = k, p = 0, d = 1, ceil = false } = options;
  return {
    kind: 'pool',
    mode,
    countIncludePadding: true,
    kernel: valuesOrNull(both(k)),
    stride: valuesOrNull(both(s)),
    dilation: valuesOrNull(both(d)),
    padding: { kind: 'explicit', sides: sidesOf(both(p)) },
    rounding: ceil ? 'ceil-inside' : 'floor',
    layout,
  };
}

export const maxPool = (m: Scope, x: Tensor, options: PoolOptions, sources?: ArgumentNames): TensorRef =>
  m.layer('MaxPool2d', pool('max', options), [x], sources);

/** torch.cat, along the channels unless told. */
export const cat = (m: Scope, tensors: readonly Tensor[], axis = 1): TensorRef =>
  m.call(
    'cat',
    m.writer.operation(`cat ${axis}`, () => ({ kind: 'concat', axis })),
    tensors,
  );

const sum: Operation = { kind: 'combine', name: 'add', broadcast: 'numpy' };

/** `a + b` */
export const add = (m: Scope, a: Tensor, b: Tensor): TensorRef => m.call('add', sum, [a, b]);

/** Equal parts of the channels, as `chunk` and `split` give them. */
export function chunk(m: Scope, x: Tensor, parts = 2): readonly TensorRef[] {
  const operation = m.writer.operation(`chunk ${parts}`, () => ({
    kind: 'split',
    axis: 1,
    parts,
    sizes: null,
  }));
  return outputs(m.call('chunk', operation, [x]), parts);
}

/** Parts of given sizes along an axis. */
export function split(m: Scope, x: Tensor, sizes: readonly number[], axis = 1): readonly TensorRef[] {
  const parts = sizes.length;
  const operation: Operation = { kind: 'split', axis, parts, sizes: valuesOrNull(sizes) };
  return outputs(m.call('split', operation, [x]), parts);
}

const outputs = ({ node }: TensorRef, count: number): readonly TensorRef[] =>
  Array.from({ length: count }, (_, output) => ({ node, output }));

export const permute = (m: Scope, x: Tensor, order: readonly number[], name = 'permute'): TensorRef =>
  m.call(name, { kind: 'permute', order }, [x]);

export const softmax = (m: Scope, x: Tensor, axis: number): TensorRef =>
  m.call('softmax', { kind: 'elementwise', role: 'softmax', name: 'softmax', axis }, [x]);

export const sigmoid = (m: Scope, x: Tensor): TensorRef =>
  m.call('sigmoid', { kind: 'elementwise', role: 'activation', name: 'sigmoid' }, [x]);

export const dropout = (m: Scope, x: Tensor): TensorRef =>
  m.layer('Dropout', { kind: 'elementwise', role: 'dropout', name: 'dropout' }, [x]);

/** New sizes; −1 is what remains, `copy` takes the input's size. */
export const view = (m: Scope, x: Tensor, dims: readonly (number | 'copy')[], name = 'view'): TensorRef =>
  m.call(name, { kind: 'reshape', dims: dims.map(known), keepsBatch: false }, [x]);

const known = (dim: number | 'copy'): number | 'copy' | null => (dim === 'copy' ? dim : valueOrNull(dim));

/** A result whose sizes follow from its first input's. */
export function sized(
  m: Scope,
  name: string,
  inputs: readonly Tensor[],
  dims: readonly (Dim | DerivedDim)[],
  macs: readonly WorkTerm[] | null = [],
  params: Value = 0,
): TensorRef {
  const sizes = dims.map((dim) => (typeof dim === 'number' ? valueOrNull(dim) : dim));
  return m.call(name, { kind: 'derived', dims: sizes, params, macs }, inputs);
}

export const flatten = (m: Scope, x: Tensor, start: number): TensorRef =>
  m.call('flatten', { kind: 'flatten', start, end: -1 }, [x]);
