import { checkGradient, type CellCheck } from '../engine/network/check-gradient.ts';
import { chainLesson } from '../engine/trace/chain-lesson.ts';
import {
  filledTensors,
  layerLesson,
  layerShapes,
  type Fillings,
  type LayerSpec,
  type LayerTensors,
} from '../engine/trace/layer-lesson.ts';
import type { Lesson, Selection } from '../engine/trace/lesson.ts';
import { elementCount } from '../engine/tensor.ts';
import type { InferredLayer } from '../model/report.ts';
import type { RunnableLayer } from '../protocol/analysis.ts';
import type { CheckCell, RunExample, RunLayer, ValueChoice } from '../protocol/panel.ts';
import { RpcError } from '../protocol/rpc/error.ts';
import { engineOperationOf } from '../language/layer-operation.ts';
import { layerSpecOf } from '../language/layer-spec.ts';
import { withGivenValues } from './given-values.ts';

/** Values that one lesson may fill: 256 MB of float64. */
const mostValues = 2 ** 25;

type Work = Pick<RunLayer, 'selection' | 'values' | 'options'>;

/** Computes one layer with the engine: the same functions that the oracle tests call. */
export function runLayer(layer: RunnableLayer, work: Work): Lesson {
  const { spec, tensors } = prepared(layer, work);
  return layerLesson(spec, tensors, selectionOf(work.selection), work.options);
}

/** One gradient by the backward pass and as a finite difference. */
export function checkCell(layer: RunnableLayer, work: Work & Pick<CheckCell, 'tensor' | 'index'>): CellCheck {
  const { spec, tensors } = prepared(layer, work);
  return checkGradient({ operation: engineOperationOf(spec), ...tensors }, work.tensor, work.index);
}

/** A layer with a few samples, and its values. */
function prepared(
  { report, inputValues }: RunnableLayer,
  { values, options }: Work,
): { readonly spec: LayerSpec; readonly tensors: LayerTensors } {
  const known = layerSpecOf(report);
  if (!known)
    throw new RpcError('refused', `${report.type} has no numbers to show: ConvLens knows its shapes only.`);
  const spec = withSamples(known, options.samples);
  const { output, kernel } = layerShapes(spec);
  const size = elementCount(spec.input) + elementCount(output) + elementCount(kernel ?? [0]);
  if (size > mostValues) {
    throw new RpcError(
      'refused',
      `This layer holds ${size.toLocaleString('en')} values, too many to compute here. Try a smaller input.`,
    );
  }
  const filled = filledTensors(spec, fillingsOf(report, inputValues, values));
  return { spec, tensors: withGivenValues(filled, options) };
}

/** The built-in Conv → ReLU → Pool. */
export function runExample({ selection, values }: RunExample): Lesson {
  return chainLesson({ ...values, ...withoutFile(values) }, selectionOf(selection));
}

/** All samples of a batch go the same way, so a few are enough, whatever the file's batch is. */
const withSamples = (spec: LayerSpec, samples: number): LayerSpec => ({
  ...spec,
  input: [samples, ...spec.input.slice(1)],
});

function fillingsOf(
  { operation }: InferredLayer,
  inputValues: readonly number[] | null,
  values: ValueChoice,
): Fillings {
  const { gradient, seed } = values;
  const fromFile = values.kernel === 'file' && operation.kind === 'convolution';
  return {
    ...withoutFile(values),
    gradient,
    seed,
    inputs: values.input === 'file' ? (inputValues ?? undefined) : undefined,
    weights: fromFile ? operation.weights : undefined,
    biases: fromFile ? operation.biasValues : undefined,
  };
}

/** What stands in where the file writes no values down. */
const withoutFile = ({ input, kernel }: ValueChoice) => ({
  input: input === 'file' ? ('picture' as const) : input,
  kernel: kernel === 'file' ? ('noise' as const) : kernel,
});

const selectionOf = (selection: Partial<Selection>): Selection => ({
  batch: 0,
  inChannel: 0,
  outChannel: 0,
  outSlice: 0,
  kernelSlice: 0,
  ...selection,
});
