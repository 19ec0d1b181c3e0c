import type { PixelShuffle, Upsample } from '../../graph/operation.ts';
import type { Dim, Shape } from '../../graph/shape.ts';
import type { Finding } from '../../problems/finding.ts';
import type { Framework } from '../../graph/graph.ts';
import { divideDims, multiplyDims } from '../dims.ts';
import { inferred, type OperationInference, type OperationRule } from '../inference.ts';
import { isPositive, mergeAxes, refused, refusedValues } from '../refusals.ts';
import { readSpatial, spatialShape } from '../spatial.ts';
import { truncatedBlocks } from './truncated-blocks.ts';

/** ⌊W·factor⌋ or a given size (pytorch: torch/nn/functional.py, interpolate). */
export const upsample: OperationRule<Upsample> = (operation, [inputShape, second], framework) => {
  const { target, layout } = operation;
  if (target.kind === 'like') return resizedLike(operation, inputShape, second, framework);
  const given = target.kind === 'scale' ? target.factors : target.sizes;
  const spatialRank = given.length === 1 && inputShape ? inputShape.length - 2 : given.length;
  const { tensor, findings } = readSpatial(inputShape, Math.max(0, spatialRank), layout, framework);
  const impossible: Finding[] = [];
  // PyTorch averages with an adaptive pool, which may have no windows.
  const smallest = framework === 'pytorch' && operation.mode === 'area' ? 0 : 1;
  const sizes = tensor.sizes.map((inputSize, axis): Dim => {
    const value = given[given.length === 1 ? 0 : axis] ?? null;
    if (value === null) return null;
    if (target.kind === 'size') return value;
    if (typeof inputSize !== 'number') return Number.isInteger(value) ? multiplyDims(inputSize, value) : null;
    const size = Math.floor(inputSize * value);
    if (size >= smallest) return size;
    const reason = 'upsample-below-one';
    impossible.push({
      code: 'impossible',
      reason,
      field: 'scale',
      axes: [axis],
      inputSize,
      factor: value,
      spatialRank,
    });
    return null;
  });
  return inferred(spatialShape(tensor, tensor.channels, sizes), {
    findings: [
      ...findings,
      ...(target.kind === 'size' ? refusedValues('outputSize', target.sizes, smallest) : []),
      ...modeFindings(operation, inputShape, framework),
      ...mergeAxes(impossible),
    ],
  });
};

/** The sizes of another tensor (`interpolate(x, size=y.shape[2:])`). */
function resizedLike(
  operation: Upsample,
  inputShape: Shape | undefined,
  other: Shape | undefined,
  framework: Framework,
): OperationInference {
  const first = operation.layout === 'channels-first' ? 2 : 1;
  const rank = Math.max(0, (other ?? inputShape ?? []).length - 2);
  const { tensor, findings } = readSpatial(inputShape, rank, operation.layout, framework);
  const sizes = other?.slice(first, first + rank) ?? Array<Dim>(rank).fill(null);
  return inferred(spatialShape(tensor, tensor.channels, sizes), {
    findings: [...findings, ...modeFindings(operation, inputShape, framework)],
  });
}

const spatialRankOfMode: Readonly<Partial<Record<Upsample['mode'], number>>> = {
  linear: 1,
  bilinear: 2,
  bicubic: 2,
  trilinear: 3,
};

/** PyTorch's modes are each for one rank. */
function modeFindings(
  { mode }: Upsample,
  inputShape: Shape | undefined,
  framework: Framework,
): readonly Finding[] {
  const expected = spatialRankOfMode[mode];
  if (framework !== 'pytorch' || !inputShape || expected === undefined) return [];
  if (inputShape.length === expected + 2) return [];
  return [{ code: 'rank-mismatch', field: 'type', axes: [], inputShape, expected: [expected + 2] }];
}

/** C/r², H·r, W·r, or the other way round (pytorch: aten/src/ATen/native/PixelShuffle.cpp). */
export const pixelShuffle: OperationRule<PixelShuffle> = (operation, [inputShape], framework) => {
  const { direction, factor, layout, truncates = false } = operation;
  const { tensor, findings } = readSpatial(inputShape, 2, layout, framework);
  if (factor === null) return inferred(spatialShape(tensor, null, [null, null]), { findings });
  if (!isPositive(factor)) {
    const invalid = refused('not-positive', 'scale', [], factor, 1);
    return inferred(spatialShape(tensor, null, [null, null]), { findings: [...findings, invalid] });
  }
  const square = factor * factor;
  if (direction === 'shuffle') {
    const channels = truncates ? floorDivide(tensor.channels, square) : divideDims(tensor.channels, square);
    const sizes = tensor.sizes.map((size) => multiplyDims(size, factor));
    const undivided: readonly Finding[] =
      typeof tensor.channels === 'number' && channels === null
        ? [
            {
              code: 'groups-mismatch',
              field: 'scale',
              axes: [],
              which: 'pixel-shuffle',
              channels: tensor.channels,
              groups: square,
            },
          ]
        : [];
    return inferred(spatialShape(tensor, channels, sizes), { findings: [...findings, ...undivided] });
  }
  const undivided: Finding[] = [];
  const sizes = tensor.sizes.map((inputSize, axis): Dim => {
    const size = truncates ? floorDivide(inputSize, factor) : divideDims(inputSize, factor);
    if (size === null && typeof inputSize === 'number') {
      const reason = 'not-divisible';
      undivided.push({
        code: 'impossible',
        reason,
        field: 'scale',
        axes: [axis],
        inputSize,
        factor,
        spatialRank: 2,
      });
    }
    return size;
  });
  const blocks = truncates ? truncatedBlocks(tensor, factor, layout, framework) : null;
  return inferred(spatialShape(tensor, multiplyDims(tensor.channels, square), sizes), {
    axes: blocks?.axes ?? [],
    findings: [...findings, ...mergeAxes(undivided), ...(blocks?.findings ?? [])],
  });
};

/** Rounded down, as C divides; null where nothing would be left. */
function floorDivide(dim: Dim, divisor: number): Dim {
  if (typeof dim !== 'number') return divideDims(dim, divisor);
  return dim < divisor ? null : Math.floor(dim / divisor);
}
