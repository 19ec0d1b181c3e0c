import { applyOperation } from '../engine/network/apply.ts';
import { plainKernels } from '../engine/network/product-kernels.ts';
import { elementCount, type Tensor } from '../engine/tensor.ts';
import { filledTensors, layerShapes } from '../engine/trace/layer-lesson.ts';
import { engineOperationOf } from '../language/layer-operation.ts';
import { layerSpecOf } from '../language/layer-spec.ts';
import type { LayerReport } from '../model/report.ts';
import { closestWord } from '../util/closest.ts';
import { choiceOf, parseOptions, wholeOf } from './options.ts';
import { unrecognized } from './shapes/shapes.ts';
import { Reader, readingOptions, type AnalyzedFile } from './source.ts';
import { exitCodes, type ExitCode, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** Values and gradients of one layer by their names: X, W, b, Z, dZ, dX, dW, db. */
type NamedTensors = Readonly<Record<string, Tensor>>;

/** What one answer may hold: about 20 MB of JSON. */
const mostValues = 1_000_000;

/** `convlens grad FILE LAYER`: a layer forward and backward in float64, on seeded numbers or those of the file. */
export async function grad(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { options, files } = parseOptions(args, {
    ...readingOptions,
    name: 'text',
    seed: 'text',
    format: 'text',
  });
  const format = choiceOf('--format', options.format, ['table', 'json']);
  const seed = wholeOf('--seed', options.seed, 0) ?? 1;
  const [path, id] = files;
  if (path === undefined || id === undefined || files.length > 2) {
    throw new UsageError('`convlens grad` takes a file and the name of a layer.');
  }
  const isInput = path === '-';
  const file = await new Reader(terminal, options).analyze(path, isInput ? (options.name ?? 'stdin') : path);
  if (file.analysis.format === null) throw new UsageError(unrecognized(file.path, isInput));
  const layer = layerOf(file, id);
  const tensors = runLayer(layer, inputValuesOf(file, layer), seed);
  if (format === 'json') {
    const values = Object.entries(tensors).map(([name, { shape, data }]) => [
      name,
      { shape, values: [...data] },
    ]);
    const answer = { schemaVersion: 1, file: path, layer: id, type: layer.type, seed };
    terminal.out(`${JSON.stringify({ ...answer, tensors: Object.fromEntries(values) as unknown })}\n`);
  } else terminal.out(`${Object.entries(tensors).map(tensorText).join('\n\n')}\n`);
  return exitCodes.clean;
}

function layerOf({ path, analysis }: AnalyzedFile, id: string): LayerReport {
  const layers = analysis.models.flatMap((model) => model.layers);
  const layer = layers.find((candidate) => candidate.id === id);
  if (layer) return layer;
  const meant = closestWord(
    id,
    layers.map((candidate) => candidate.id),
  );
  const advice = meant === null ? `\`convlens shapes ${path}\` lists them.` : `Did you mean ${meant}?`;
  throw new UsageError(`There is no layer ${id} in ${path}. ${advice}`);
}

/** What the file writes down for the input that the layer reads. */
function inputValuesOf({ analysis }: AnalyzedFile, layer: LayerReport): readonly number[] | undefined {
  const model = analysis.models.find(({ layers }) => layers.includes(layer));
  const source = model?.layers[layer.inputs[0]?.node ?? -1]?.operation;
  return source?.kind === 'input' ? source.values : undefined;
}

function runLayer(layer: LayerReport, inputs: readonly number[] | undefined, seed: number): NamedTensors {
  const spec = layerSpecOf(layer);
  if (!spec) {
    throw new UsageError(
      `${layer.id} (${layer.type}) cannot be run: choose a convolution, pool, ReLU or linear layer of known size.`,
    );
  }
  const { output, kernel } = layerShapes(spec);
  const size = 2 * (elementCount(spec.input) + elementCount(output) + elementCount(kernel ?? [0]));
  if (size > mostValues) {
    throw new UsageError(
      `${layer.id} holds ${size.toLocaleString('en')} values, and ${mostValues.toLocaleString('en')} can be printed. Take a smaller input: --input 1x3x32x32.`,
    );
  }
  const { operation } = layer;
  const isConvolution = operation.kind === 'convolution';
  const { x, w, b, dz } = filledTensors(spec, {
    input: 'noise',
    kernel: 'noise',
    gradient: 'noise',
    seed,
    inputs,
    weights: isConvolution ? operation.weights : undefined,
    biases: isConvolution ? operation.biasValues : undefined,
  });
  const parameters = { ...(w && { weight: w }), ...(b && { bias: b }) };
  const { output: z, backward } = applyOperation(engineOperationOf(spec), [x], parameters, plainKernels);
  const gradients = backward(dz);
  const { weight: dw, bias: db } = gradients.parameters;
  return {
    X: x,
    ...(w && { W: w }),
    ...(b && { b }),
    Z: z,
    dZ: dz,
    ...(gradients.inputs[0] && { dX: gradients.inputs[0] }),
    ...(dw && { dW: dw }),
    ...(db && { db }),
  };
}

const mostRows = 8;
const mostColumns = 12;

/** A tensor's shape, and the corner of its first plane. */
function tensorText([name, { shape, data }]: readonly [string, Tensor]): string {
  const columns = shape.at(-1) ?? 1;
  const rows = shape.length < 2 ? 1 : (shape.at(-2) ?? 1);
  const shown = Array.from({ length: Math.min(rows, mostRows) }, (_, row) => {
    const values = [...data.subarray(row * columns, row * columns + Math.min(columns, mostColumns))];
    const more = columns > mostColumns ? ' …' : '';
    return values.map((value) => numberText(value).padStart(9)).join('') + more;
  });
  return [`${name} [${shape.join(', ')}]`, ...shown, ...(rows > mostRows ? ['        …'] : [])].join('\n');
}

const numberText = (value: number): string => Number(value.toPrecision(6)).toString();
