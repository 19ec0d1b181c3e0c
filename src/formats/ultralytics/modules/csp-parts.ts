import type { TensorRef } from '../../../model/graph/graph.ts';
import { silu } from '../activation.ts';
import type { Scope } from '../scope.ts';
import { activated, add, cat, chunk, conv, type Size } from './layers.ts';
import type { Tensor } from '../flow.ts';

/** Python's int(c · e). */
export const part = (channels: number, e: number): number => Math.trunc(channels * e);

export interface BottleneckOptions {
  readonly shortcut: boolean;
  readonly g?: number;
  /** Kernels of the first and the second convolution. */
  readonly k: readonly [Size, Size];
  readonly e?: number;
}

/** Two convolutions, with their input added where it has the same channels (ultralytics/nn/modules/block.py Bottleneck). */
export function bottleneck(
  m: Scope,
  x: Tensor,
  c1: number,
  c2: number,
  { shortcut, g = 1, k, e = 1 }: BottleneckOptions,
): TensorRef {
  const hidden = part(c2, e);
  const first = conv(m.sub('cv1'), x, c1, hidden, { k: k[0] });
  const second = conv(m.sub('cv2'), first, hidden, c2, { k: k[1], g });
  return shortcut && c1 === c2 ? add(m, x, second) : second;
}

/** A module of a repeated list: takes what the one before gives. */
export type Repeated = (m: Scope, x: Tensor) => Tensor;

/** Modules one after the other, in an nn.Sequential. */
export function sequence(m: Scope, x: Tensor, n: number, module: Repeated): Tensor {
  let last = x;
  for (let index = 0; index < n; index++) last = module(m.sub(`${index}`), last);
  return last;
}

/** Every result of modules one after the other, in an nn.ModuleList, behind what there is already. */
export function extended(m: Scope, first: readonly Tensor[], n: number, module: Repeated): readonly Tensor[] {
  const results = [...first];
  for (let index = 0; index < n; index++) results.push(module(m.sub(`m.${index}`), results.at(-1) ?? null));
  return results;
}

/** Two branches of 1×1 convolutions, modules behind the first, joined by a third (block.py C3). */
export function c3(m: Scope, x: Tensor, c1: number, c2: number, hidden: number, inner: Repeated): TensorRef {
  const left = inner(m.sub('m'), conv(m.sub('cv1'), x, c1, hidden));
  const right = conv(m.sub('cv2'), x, c1, hidden);
  return conv(m.sub('cv3'), cat(m, [left, right]), 2 * hidden, c2);
}

/** One convolution, whose second half goes through modules one after the other; all are joined (block.py C2f). */
export function c2f(m: Scope, x: Tensor, c1: number, c2: number, hidden: number, n: number, inner: Repeated) {
  const parts = chunk(m, conv(m.sub('cv1'), x, c1, 2 * hidden));
  return conv(m.sub('cv2'), cat(m, extended(m, parts, n, inner)), (2 + n) * hidden, c2);
}

/** Bottlenecks of one kernel size in a C3 (block.py C3k). */
export function c3k(m: Scope, x: Tensor, channels: number, shortcut: boolean, g: number): TensorRef {
  const hidden = part(channels, 0.5);
  const options = { shortcut, g, k: [3, 3] as const };
  return c3(m, x, channels, channels, hidden, (inner, y) =>
    sequence(inner, y, 2, (each, z) => bottleneck(each, z, hidden, hidden, options)),
  );
}

/** block.py CIB; the middle convolution is RepVGGDW where the kernel is large. */
export function identityBlock(m: Scope, x: Tensor, c: number, shortcut: boolean, large: boolean): TensorRef {
  const cv1 = m.sub('cv1');
  const first = conv(cv1.sub('0'), x, c, c, { k: 3, g: c });
  const second = conv(cv1.sub('1'), first, c, 2 * c);
  const third = large
    ? repVgg(cv1.sub('2'), second, 2 * c)
    : conv(cv1.sub('2'), second, 2 * c, 2 * c, { k: 3, g: 2 * c });
  const fourth = conv(cv1.sub('3'), third, 2 * c, c);
  const fifth = conv(cv1.sub('4'), fourth, c, c, { k: 3, g: c });
  return shortcut ? add(m, x, fifth) : fifth;
}

/** Depthwise convolutions of 7×7 and 3×3, added (block.py RepVGGDW). */
function repVgg(m: Scope, x: Tensor, c: number): TensorRef {
  const large = conv(m.sub('conv'), x, c, c, { k: 7, p: 3, g: c, act: false });
  const small = conv(m.sub('conv1'), x, c, c, { k: 3, p: 1, g: c, act: false });
  return activated(m.sub('act'), add(m, large, small), silu);
}
