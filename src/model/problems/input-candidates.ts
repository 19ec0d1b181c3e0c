import type { LayerReport, ModelReport } from '../report.ts';
import { fieldEdits } from './field-edit.ts';
import type { FixCandidate, FixTitle } from './fix-candidate.ts';

/**
 * The model's input changed so that this layer's changes by `shift` cells: by as many strides of the layer's input
 * over the model's, since whole strides pass every rounding unchanged.
 */
export function inputCandidates(
  shift: number,
  axes: readonly number[],
  layer: LayerReport,
  report: ModelReport,
): FixCandidate[] {
  const before = layer.inputs[0]?.node;
  const field = before === undefined ? null : (report.layers[before]?.receptiveField ?? null);
  const input = inputOf(layer, report);
  const shape = input?.outputShapes[0] ?? null;
  if (!input || field === null || shape === null) return [];
  const values = axes.map((axis) => {
    const size = shape[axis + 2];
    const change = shift * (field.stride[axis] ?? NaN);
    return typeof size === 'number' && Number.isInteger(change) ? size + change : 0;
  });
  if (values.length === 0 || values.some((value) => value < 1)) return [];
  const edits = fieldEdits(input.source, 'input', values, axes);
  const changes = values.map((value, place) => Math.abs(value - Number(shape[(axes[place] ?? 0) + 2])));
  const cost = 2 + Math.max(...changes);
  return edits === null ? [] : [{ title: inputTitle(values), edits, cost }];
}

/** The input that a layer's first branch starts from. */
function inputOf(layer: LayerReport, { layers }: ModelReport): LayerReport | undefined {
  let source: LayerReport | undefined = layer;
  for (let step = 0; source && source.operation.kind !== 'input' && step <= layers.length; step++) {
    source = layers[source.inputs[0]?.node ?? -1];
  }
  return source;
}

/** The nearest input sizes that all strides up to and with this layer's divide. */
export function wholeInputCandidates(
  axes: readonly number[],
  layer: LayerReport,
  report: ModelReport,
): FixCandidate[] {
  const input = inputOf(layer, report);
  const { receptiveField } = layer;
  const sizes = input?.outputShapes[0]?.slice(2) ?? [];
  if (!input || receptiveField === null || axes.length === 0) return [];
  return [Math.floor, Math.ceil].flatMap((round) => {
    const values = axes.map((axis) => {
      const [size, stride] = [sizes[axis], receptiveField.stride[axis]];
      return typeof size === 'number' && stride !== undefined ? round(size / stride) * stride : 0;
    });
    const changes = values.map((value, place) => Math.abs(value - Number(sizes[axes[place] ?? 0])));
    if (values.some((value) => !Number.isInteger(value) || value < 1)) return [];
    const edits = fieldEdits(input.source, 'input', values, axes);
    return edits === null ? [] : [{ title: inputTitle(values), edits, cost: 2 + Math.max(...changes) }];
  });
}

const inputTitle = (values: readonly number[]): FixTitle => ({
  field: 'input',
  layer: null,
  value: values.join('×'),
});
