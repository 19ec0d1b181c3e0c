import type { Pad } from '../../graph/operation.ts';
import type { Dim } from '../../graph/shape.ts';
import type { Finding } from '../../problems/finding.ts';
import { addDims } from '../dims.ts';
import { inferred, type OperationRule } from '../inference.ts';
import { mergeAxes, refusedPaddingMode } from '../refusals.ts';
import { readSpatial, spatialShape } from '../spatial.ts';

/** Cells added around, or with negative sides cropped from, the spatial axes. */
export const pad: OperationRule<Pad> = ({ sides, mode, layout }, [inputShape], framework) => {
  const { tensor, findings } = readSpatial(inputShape, sides.length, layout, framework);
  // An empty tensor is a size to PyTorch (aten/src/ATen/native/PadNd.cpp), and a refusal to the others.
  const smallest = framework === 'pytorch' ? 0 : 1;
  const impossible: Finding[] = [];
  const sizes = tensor.sizes.map((inputSize, axis): Dim => {
    const { before = null, after = null } = sides[axis] ?? {};
    if (before === null || after === null) return null;
    const size = addDims(inputSize, before + after);
    if (typeof size !== 'number' || typeof inputSize !== 'number') return size;
    // PyTorch crops before it puts zeros around.
    const kept = inputSize + Math.min(0, before) + Math.min(0, after);
    if (size >= smallest && (framework !== 'pytorch' || mode !== 'zeros' || kept >= 0)) return size;
    impossible.push({
      code: 'impossible',
      reason: 'crop-larger-than-input',
      field: 'padding',
      axes: [axis],
      inputSize,
      before: -before,
      after: -after,
      spatialRank: sides.length,
    });
    return null;
  });
  return inferred(spatialShape(tensor, tensor.channels, sizes), {
    findings: [...findings, ...refusedPaddingMode(mode, sides, tensor.sizes), ...mergeAxes(impossible)],
  });
};
