import { readNpy } from '../../engine/numpy/npy-reader.ts';
import { memoryRefusal } from '../../engine/session/memory-limit.ts';
import type { InputChoice, LossChoice, NetworkChoices } from '../../engine/session/network-run.ts';
import { runNetwork } from '../../engine/session/run-network.ts';
import { RunRefusal } from '../../engine/session/run-refusal.ts';
import { compileNetwork } from '../../language/program/compile-network.ts';
import { runEnglish } from '../../language/words/run-english.ts';
import { sentenceFor } from '../../util/sentences.ts';
import { kernelsOf } from '../kernels.ts';
import { choiceOf, parseOptions, wholeOf, wholesOf } from '../options.ts';
import { unrecognized } from '../shapes/shapes.ts';
import { Reader, readingOptions } from '../source.ts';
import { styleOf } from '../style.ts';
import { exitCodes, type ExitCode, type Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { gradientFlowText } from './gradient-flow.ts';
import { runJson } from './run-json.ts';

/** `convlens run FILE`: the first model of a file forward and backward, with the gradient flow through its layers. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { options, files } = parseOptions(args, {
    ...readingOptions,
    name: 'text',
    data: 'text',
    fill: 'text',
    weights: 'text',
    loss: 'text',
    mode: 'text',
    seed: 'text',
    inference: 'switch',
    'max-memory': 'text',
    format: 'text',
  });
  const format = choiceOf('--format', options.format, ['table', 'json']);
  const [path] = files;
  if (path === undefined || files.length > 1) throw new UsageError('`convlens run` takes one file.');
  const choices: NetworkChoices = {
    arithmetic: choiceOf('--mode', options.mode, ['fast', 'exact']),
    weights: choiceOf('--weights', options.weights, ['kaiming', 'xavier', 'ones', 'ramp']),
    input: inputChoice(options, terminal),
    seed: wholeOf('--seed', options.seed, 0) ?? 1,
    loss: lossChoice(options.loss),
  };
  const megabytes = wholeOf('--max-memory', options['max-memory'], 1) ?? 2048;
  const isInput = path === '-';
  const file = await new Reader(terminal, options).analyze(path, isInput ? (options.name ?? 'stdin') : path);
  if (file.analysis.format === null) throw new UsageError(unrecognized(file.path, isInput));
  const [model] = file.analysis.models;
  if (!model)
    throw new UsageError(`${path} holds no network. \`convlens shapes --explain ${path}\` says why.`);
  const network = compileNetwork(model, options.inference ? 'inference' : 'training');
  const refusal = memoryRefusal(network, choices, megabytes * 1_000_000);
  if (refusal !== null)
    throw new UsageError(`${sentenceFor(runEnglish.refused, refusal)} --max-memory allows more.`);
  try {
    const kernels = kernelsOf(choices.arithmetic);
    const result = await runNetwork(network, choices, { kernels, checkpoint: () => undefined });
    terminal.out(
      format === 'json'
        ? `${JSON.stringify(runJson(file.path, model.name, result))}\n`
        : `${gradientFlowText(model.name, result, styleOf(terminal.colors))}\n`,
    );
  } catch (error) {
    if (error instanceof RunRefusal) throw new UsageError(sentenceFor(runEnglish.refused, error.refusal));
    throw error;
  }
  return exitCodes.clean;
}

interface InputOptions {
  readonly data: string | undefined;
  readonly fill: string | undefined;
}

function inputChoice({ data, fill }: InputOptions, terminal: Terminal): InputChoice {
  if (data === undefined) {
    return { kind: 'filling', filling: choiceOf('--fill', fill, ['noise', 'ramp', 'checkerboard']) };
  }
  const bytes = terminal.read(data);
  if ('failure' in bytes) throw new UsageError(bytes.failure);
  const read = readNpy(bytes);
  if (!read.ok) throw new UsageError(`${data}: ${read.reason}`);
  return { kind: 'values', tensor: read.array };
}

/** `sum`, `none`, `cross-entropy:3` (a class) or `cell:0,3` (a place in the output). */
function lossChoice(text = 'sum'): LossChoice {
  const [name, detail] = text.split(':');
  const option = `--loss ${name ?? ''}`;
  if (detail === undefined && (name === 'sum' || name === 'none')) return { kind: name };
  if (name === 'cross-entropy' && detail !== undefined) {
    return { kind: name, target: wholeOf(option, detail, 0) ?? 0 };
  }
  if (name === 'cell' && detail !== undefined) return { kind: name, place: wholesOf(option, detail, 0) };
  throw new UsageError(
    `--loss takes sum, none, cross-entropy:CLASS or cell:PLACE (such as cell:0,3), not "${text}".`,
  );
}
