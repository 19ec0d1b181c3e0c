import { checkGradient, type CellCheck } from '../engine/network/check-gradient.ts';
import { checkChain } from '../engine/trace/chain-check.ts';
import { chainLesson, chainTensors } from '../engine/trace/chain-lesson.ts';
import {
  filledAround,
  filledTensors,
  filledWeights,
  layerLesson,
  layerShapes,
  type Fillings,
  type LayerSpec,
  type LayerTensors,
} from '../engine/trace/layer-lesson.ts';
import { linearLesson } from '../engine/trace/linear-lesson.ts';
import { writtenOver, type WeightSource } from '../engine/trace/weight-source.ts';
import { localLinear } from '../engine/trace/local-linear.ts';
import { plainKernels, type ProductKernels } from '../engine/network/product-kernels.ts';
import type { Lesson, Selection } from '../engine/trace/lesson.ts';
import { elementCount } from '../engine/tensor.ts';
import type { InferredLayer } from '../model/report.ts';
import type { RunnableLayer } from '../protocol/analysis.ts';
import type {
  CheckCell,
  CheckExample,
  FilledLesson,
  RunExample,
  RunLayer,
  ValueChoice,
} from '../protocol/panel.ts';
import { standIn } from '../protocol/usual-choices.ts';
import { engineOperationOf } from '../language/layer-operation.ts';
import { layerSpecOf } from '../language/layer-spec.ts';
import { withGivenValues } from './given-values.ts';
import { refused } from './refuse.ts';

/** Layers of more values are computed in float32 by the kernels of fast mode: 256 MB of float64. */
const mostExact = 2 ** 25;
/** … and of more than this not at all: 512 MB of float32. */
const mostValues = 2 ** 27;
/** Weights of a linear layer that are only made where they are looked at. */
const manyWeights = 2 ** 20;

type Work = Pick<RunLayer, 'selection' | 'values' | 'options'>;

/** Computes one layer with the engine: the same functions that the oracle tests call. */
export function runLayer(layer: RunnableLayer, work: Work, fastKernels: () => ProductKernels): FilledLesson {
  return { ...lessonOf(layer, work, fastKernels), fromFile: tensorsInFile(layer) };
}

/** The tensors whose values the file writes down. */
function tensorsInFile({ report, inputValues }: RunnableLayer): FilledLesson['fromFile'] {
  const { operation } = report;
  const hasKernel = operation.kind === 'convolution' && operation.weights !== undefined;
  return [...(inputValues ? (['X'] as const) : []), ...(hasKernel ? (['W'] as const) : [])];
}

function lessonOf(layer: RunnableLayer, work: Work, fastKernels: () => ProductKernels): Lesson {
  const spec = specOf(layer, work);
  const fillings = fillingsOf(layer.report, layer.inputValues, work.values);
  const selection = selectionOf(work.selection, spec);
  if (isMadeInParts(spec, fillings, work))
    return linearLesson(partsOfLinear(spec, fillings, work), selection);
  const arithmetic = arithmeticFor(spec);
  const tensors = withGivenValues(filledTensors(spec, fillings, arithmetic), work.options, spec.kind);
  const kernels = arithmetic === 'fast' ? fastKernels() : plainKernels;
  return layerLesson(spec, tensors, selection, work.options, kernels);
}

/** One gradient by the backward pass and as a finite difference. */
export function checkCell(layer: RunnableLayer, work: Work & Pick<CheckCell, 'tensor' | 'index'>): CellCheck {
  const spec = specOf(layer, work);
  const fillings = fillingsOf(layer.report, layer.inputValues, work.values);
  const operation = engineOperationOf(spec);
  if (isMadeInParts(spec, fillings, work)) {
    const { weights, ...tensors } = partsOfLinear(spec, fillings, work);
    const local = localLinear({ operation, ...tensors }, weights, work.tensor, work.index);
    return checkGradient(local, work.tensor, 0);
  }
  const arithmetic = arithmeticFor(spec);
  const tensors = withGivenValues(filledTensors(spec, fillings, arithmetic), work.options, spec.kind);
  return checkGradient({ operation, ...tensors }, work.tensor, work.index);
}

/** A layer with a few samples: all of a batch go the same way. */
function specOf({ report }: RunnableLayer, { options }: Work): LayerSpec {
  const known = layerSpecOf(report);
  if (!known) throw refused({ kind: 'shapes-only', type: report.type });
  const spec = withSamples(known, options.samples);
  const size = sizeOf(spec);
  if (size > mostValues && spec.kind !== 'linear') {
    throw refused({ kind: 'too-many-values', values: size });
  }
  return spec;
}

const arithmeticFor = (spec: LayerSpec): Lesson['arithmetic'] =>
  sizeOf(spec) > mostExact ? 'fast' : 'exact';

function sizeOf(spec: LayerSpec): number {
  const { output, kernel } = layerShapes(spec);
  return elementCount(spec.input) + elementCount(output) + elementCount(kernel ?? [0]);
}

/** A linear layer of many weights, none of which come from a file. */
function isMadeInParts(
  spec: LayerSpec,
  { weights }: Fillings,
  { options }: Work,
): spec is Extract<LayerSpec, { kind: 'linear' }> {
  if (spec.kind !== 'linear') return false;
  const count = elementCount(layerShapes(spec).kernel ?? []);
  const stored = weights?.length === count || options.given.some(({ tensor }) => tensor === 'W');
  return count > manyWeights && !(stored && count <= mostExact);
}

function partsOfLinear(
  spec: Extract<LayerSpec, { kind: 'linear' }>,
  fillings: Fillings,
  { options }: Work,
): Omit<LayerTensors, 'w'> & { readonly weights: WeightSource } {
  const { x, b, dz } = withGivenValues(filledAround(spec, fillings), options, spec.kind);
  const ofWeights = options.edits.filter(({ tensor }) => tensor === 'W');
  const edits = new Map(ofWeights.map(({ index, value }) => [index, value]));
  const weights = writtenOver(filledWeights(spec, fillings), edits);
  return { x, weights, b, dz };
}

/** The built-in Conv → ReLU → Pool. */
export function runExample(request: RunExample): FilledLesson {
  const { selection, options } = request;
  const lesson = chainLesson(exampleTensors(request), selectionOf(selection, null), options);
  return { ...lesson, fromFile: [] };
}

/** One of its gradients, and the finite difference through all that comes after the cell. */
export const checkExample = ({ tensor, index, ...request }: CheckExample): CellCheck =>
  checkChain(exampleTensors(request), tensor, index);

const exampleTensors = ({ values, options }: Pick<RunExample, 'values' | 'options'>): LayerTensors =>
  withGivenValues(chainTensors({ ...values, ...withoutFile(values) }), options, 'chain');

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

const withoutFile = ({ input, kernel }: ValueChoice) => ({
  input: input === 'file' ? standIn.input : input,
  kernel: kernel === 'file' ? standIn.kernel : kernel,
});

/** The first channels, and the middle slices: the first ones of a padded volume meet its padding. */
function selectionOf(selection: Partial<Selection>, spec: LayerSpec | null): Selection {
  const shapes = spec && layerShapes(spec);
  const middle = (shape: readonly number[] | null | undefined): number =>
    shape?.length === 5 ? Math.floor((shape[2] ?? 1) / 2) : 0;
  return {
    batch: 0,
    inChannel: 0,
    outChannel: 0,
    outSlice: middle(spec?.kind === 'transposed-convolution' ? spec.input : shapes?.output),
    kernelSlice: middle(spec && 'axes' in spec ? kernelVolume(spec) : null),
    ...selection,
  };
}

/** A window's sizes as a kernel's shape. */
const kernelVolume = ({ axes }: Extract<LayerSpec, { axes: unknown }>): number[] => [
  1,
  1,
  ...axes.map(({ kernelSize }) => kernelSize),
];
