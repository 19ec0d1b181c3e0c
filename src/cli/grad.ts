import type { Parameters } from '../engine/network/applied.ts';
import { plainKernels } from '../engine/network/product-kernels.ts';
import { shapesOf, type ProgramStep } from '../engine/network/program.ts';
import { runProgram } from '../engine/network/run.ts';
import { elementCount, type Tensor } from '../engine/tensor.ts';
import { filledTensor } from '../engine/trace/values.ts';
import { compileLayerAlone } from '../language/program/compile-network.ts';
import { runEnglish } from '../language/words/run-english.ts';
import type { LayerReport, ModelReport } from '../model/report.ts';
import { closestWord } from '../util/closest.ts';
import { sentenceFor } from '../util/sentences.ts';
import { choiceOf, parseOptions, wholeOf } from './options.ts';
import { unrecognized } from './shapes/shapes.ts';
import { Reader, readingOptions, type AnalyzedFile } from './source.ts';
import { exitCodes, type ExitCode, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** Values and gradients of one layer by their names: X, W, b, Z, dZ, dX, dW, db; several inputs are X1, X2, … */
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
  const [model, layer] = layerOf(file, id);
  const tensors = await runLayer(model, layer, seed);
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

function layerOf({ path, analysis }: AnalyzedFile, id: string): readonly [ModelReport, LayerReport] {
  const all = analysis.models.flatMap((model) => model.layers.map((layer) => [model, layer] as const));
  const found = all.find(([, layer]) => layer.id === id);
  if (found) return found;
  const meant = closestWord(
    id,
    all.map(([, layer]) => layer.id),
  );
  const advice = meant === null ? `\`convlens shapes ${path}\` lists them.` : `Did you mean ${meant}?`;
  throw new UsageError(`There is no layer ${id} in ${path}. ${advice}`);
}

async function runLayer(model: ModelReport, layer: LayerReport, seed: number): Promise<NamedTensors> {
  const network = compileLayerAlone(model, layer, 'training');
  const [only] = network.layers;
  const [skipped] = network.skipped;
  if (!only) {
    const reason = skipped ? sentenceFor(runEnglish.skipped, skipped.reason) : 'it is an input';
    throw new UsageError(`${layer.id} (${layer.type}) cannot be run: ${reason}.`);
  }
  const { program } = network;
  const sizes = shapesOf(program).map(elementCount);
  const size = 2 * sizes.reduce((sum, count) => sum + count, 0);
  if (size > mostValues) {
    throw new UsageError(
      `${layer.id} holds ${size.toLocaleString('en')} values, and ${mostValues.toLocaleString('en')} can be printed. Take a smaller input: --input 1x3x32x32.`,
    );
  }
  const inputs = network.inputs.map(
    ({ shape, values }, place) => given(shape, values) ?? filledTensor(shape, 'noise', seed + 10 * place),
  );
  const parameters = program.steps.map((step) => layerParameters(step, only.given, seed));
  const output = program.steps.at(-1)?.shape ?? [];
  const dz = filledTensor(output, 'noise', seed + 3);
  const result = await runProgram({
    program,
    inputs,
    parameters,
    kernels: plainKernels,
    objective: { kind: 'given', gradient: dz },
    keeps: () => true,
    checkpoint: () => undefined,
  });
  const named = (entries: readonly (readonly [string, Tensor | null | undefined])[]): NamedTensors =>
    Object.fromEntries(entries.flatMap(([name, tensor]) => (tensor ? [[name, tensor]] : [])));
  const names = network.inputs.map(({ name }) => name);
  return {
    ...named(inputs.map((tensor, place) => [names[place] ?? 'X', tensor])),
    ...named(
      parameters.flatMap((step) => Object.entries(step)).map(([name, tensor]) => [letter(name), tensor]),
    ),
    ...named([
      ['Z', result.steps.at(-1)?.value.tensor],
      ['dZ', dz],
    ]),
    ...named(result.inputGradients.map((gradient, place) => [`d${names[place] ?? 'X'}`, gradient?.tensor])),
    ...named(
      result.steps
        .flatMap(({ parameterGradients }) => Object.entries(parameterGradients))
        .map(([name, { tensor }]) => [`d${letter(name)}`, tensor]),
    ),
  };
}

/** Noise, but for what the file writes down: kept variances are 1, so that a root can be drawn. */
function layerParameters(
  { parameters }: ProgramStep,
  file: Readonly<Record<string, readonly number[]>>,
  seed: number,
): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, shape], place) => [
      name,
      given(shape, file[name] ?? null) ??
        filledTensor(shape, name === 'variance' ? 'ones' : 'noise', seed + 1 + place),
    ]),
  );
}

function given(shape: readonly number[], values: readonly number[] | null): Tensor | null {
  return values?.length === elementCount(shape) ? { shape, data: Float64Array.from(values) } : null;
}

const letter = (parameter: string): string =>
  parameter === 'weight' ? 'W' : parameter === 'bias' ? 'b' : parameter;

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
