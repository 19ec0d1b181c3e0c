import type { FieldName, Framework } from '../graph/graph.ts';
import type { Padding, PaddingMode, PaddingSides, Value, WindowParameters } from '../graph/operation.ts';
import type { Dim } from '../graph/shape.ts';
import type { Finding, RefusalRule } from '../problems/finding.ts';
import { conventions } from './conventions.ts';

const none: readonly never[] = [];

/** Whether the formula is not defined for these values: each must be whole and at least 1. */
export function refusedWindow(kernelSize: number, stride: number, dilation: number): boolean {
  return !(isPositive(kernelSize) && isPositive(stride) && isPositive(dilation));
}

export function isPositive(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}

export function refused(
  rule: RefusalRule,
  field: FieldName,
  axes: readonly number[],
  value: number,
  limit: number,
): Finding {
  return { code: 'refused-hyperparameter', rule, field, axes, value, limit };
}

/** Values that must be whole and at least `minimum` (0 or 1), each wrong one found once. */
export function refusedValues(
  field: FieldName,
  values: readonly Value[],
  minimum: 0 | 1,
): readonly Finding[] {
  if (values.every((value) => value === null || (Number.isSafeInteger(value) && value >= minimum)))
    return none;
  const findings: Finding[] = [];
  const seen = new Set<number>();
  values.forEach((value, axis) => {
    if (value === null || seen.has(value)) return;
    const axes = values.every((other) => other === value) ? [] : [axis];
    if (!Number.isSafeInteger(value)) findings.push(refused('not-whole', field, axes, value, minimum));
    else if (value < minimum) {
      findings.push(refused(minimum === 1 ? 'not-positive' : 'negative', field, axes, value, minimum));
    } else return;
    seen.add(value);
  });
  return findings;
}

/** Every side of explicit padding that is not a whole number of cells or below 0. */
function refusedPadding(padding: Padding): readonly Finding[] {
  if (padding.kind !== 'explicit' || padding.sides.every(isSound)) return none;
  const sides = padding.sides.flatMap(({ before, after }) => [before, after]);
  return refusedValues('padding', sides, 0).map((finding) => ({ ...finding, axes: [] }));
}

function isSound({ before, after }: PaddingSides): boolean {
  return (
    Number.isSafeInteger(before) && Number.isSafeInteger(after) && Number(before) >= 0 && Number(after) >= 0
  );
}

/** What any window operation refuses by its values alone. */
export function refusedParameters(
  window: Pick<WindowParameters, 'kernel' | 'stride' | 'dilation' | 'padding'>,
): readonly Finding[] {
  return [
    ...refusedValues('kernel', window.kernel, 1),
    ...refusedValues('stride', window.stride, 1),
    ...refusedValues('dilation', window.dilation, 1),
    ...refusedPadding(window.padding),
  ];
}

/** A stride and a dilation above 1 together, where the framework has no such convolution. */
export function refusedStrideWithDilation(
  { stride, dilation }: Pick<WindowParameters, 'stride' | 'dilation'>,
  framework: Framework,
): readonly Finding[] {
  const largestStride = largest(stride);
  const largestDilation = largest(dilation);
  if (conventions[framework].strideWithDilation || largestStride <= 1 || largestDilation <= 1) return [];
  return [refused('stride-with-dilation', 'dilation', [], largestDilation, largestStride)];
}

/** Keras' Conv1D alone takes it (keras/src/utils/argument_validation.py standardize_padding, ops/operation_utils.py). */
export function refusedCausal({
  padding,
  kernel,
}: Pick<WindowParameters, 'padding' | 'kernel'>): readonly Finding[] {
  return padding.kind === 'causal' ? [refused('causal-outside-conv1d', 'padding', [], kernel.length, 1)] : [];
}

/** `same` of PyTorch under a stride (pytorch: torch/nn/modules/conv.py). */
export function refusedSame({ stride, padding }: WindowParameters): readonly Finding[] {
  const largestStride = largest(stride);
  if (padding.kind !== 'same-unit-stride' || largestStride <= 1) return [];
  return [refused('same-with-stride', 'padding', [], largestStride, 1)];
}

/** A pool's padding where a window could lie in padding alone. */
export function refusedPoolPadding(window: WindowParameters, framework: Framework): readonly Finding[] {
  const rule = conventions[framework].poolPadding;
  if (rule === 'any' || window.padding.kind !== 'explicit') return [];
  const findings: Finding[] = [];
  window.padding.sides.forEach(({ before, after }, axis) => {
    const kernelSize = window.kernel[axis] ?? null;
    if (kernelSize === null || kernelSize < 1) return;
    const value = Math.max(before ?? 0, after ?? 0);
    const limit = rule === 'at-most-half-kernel' ? Math.floor(kernelSize / 2) : kernelSize - 1;
    if (value <= limit) return;
    const code =
      rule === 'at-most-half-kernel' ? 'pool-padding-over-half-kernel' : 'pool-padding-not-below-kernel';
    findings.push(refused(code, 'padding', [axis], value, limit));
  });
  return mergeAxes(findings);
}

/** Reflection needs more input than padding, wrapping around at least as much (pytorch: aten/src/ATen/native/PadNd.cpp). */
export function refusedPaddingMode(
  mode: PaddingMode,
  sides: readonly { readonly before: Value; readonly after: Value }[],
  inputSizes: readonly Dim[],
): readonly Finding[] {
  if (mode !== 'reflect' && mode !== 'circular') return [];
  const findings: Finding[] = [];
  sides.forEach(({ before, after }, axis) => {
    const inputSize = inputSizes[axis];
    if (typeof inputSize !== 'number') return;
    const value = Math.max(before ?? 0, after ?? 0);
    const limit = mode === 'reflect' ? inputSize - 1 : inputSize;
    if (value <= limit || value === 0) return;
    const rule = mode === 'reflect' ? 'reflection-not-below-input' : 'circular-over-input';
    findings.push(refused(rule, 'padding', [axis], value, limit));
  });
  return mergeAxes(findings);
}

/** One finding for axes that break the same rule with the same numbers. */
export function mergeAxes(findings: readonly Finding[]): readonly Finding[] {
  const merged = new Map<string, Finding>();
  for (const finding of findings) {
    const key = JSON.stringify({ ...finding, axes: [] });
    const earlier = merged.get(key);
    merged.set(key, earlier ? { ...earlier, axes: [...earlier.axes, ...finding.axes] } : finding);
  }
  return [...merged.values()];
}

function largest(values: readonly Value[]): number {
  return values.reduce<number>((most, value) => Math.max(most, value ?? 1), 1);
}
