import type { Parameters } from '../network/applied.ts';
import { seededParameters, type NumberFormat } from '../network/initializers.ts';
import { estimateMemory } from '../network/memory.ts';
import type { Objective } from '../network/objective.ts';
import type { ProductKernels } from '../network/product-kernels.ts';
import { runProgram, type Recorded, type RunResult } from '../network/run.ts';
import { statisticsOf } from '../network/statistics.ts';
import { elementCount, type Tensor } from '../tensor.ts';
import type { CompiledLayer, CompiledNetwork } from './compiled-network.ts';
import { inFormat, networkInputs } from './network-input.ts';
import type {
  InputRun,
  LayerRun,
  LayerTensorsOfRun,
  LossChoice,
  NetworkChoices,
  NetworkRun,
} from './network-run.ts';
import type { RunNote } from './run-note.ts';
import { RunRefusal } from './run-refusal.ts';

export interface NetworkRunner {
  readonly kernels: ProductKernels;
  /** The layer whose tensors are wanted too. */
  readonly layer?: string | undefined;
  /** Called before each step and in the pauses of long ones; may wait, and ends the run by throwing. */
  readonly checkpoint: (done: number, total: number, layer: string) => void | Promise<void>;
}

/** About 50 ms of work: the plain kernels do half a multiply-add a nanosecond, the fast ones twenty. */
const macsPerPart = { exact: 2e7, fast: 1e9 } as const;

/** Runs a network forward and, with a loss, backward. Throws RunRefusal where the choices do not fit. */
export async function runNetwork(
  network: CompiledNetwork,
  choices: NetworkChoices,
  { kernels, layer, checkpoint }: NetworkRunner,
): Promise<NetworkRun> {
  const { program } = network;
  const { arithmetic, weights, input, seed, ...rest } = choices;
  const format: NumberFormat = arithmetic === 'exact' ? 'float64' : 'float32';
  const inputs = networkInputs(network.inputs, input, seed, format);
  const parameters = withGivenWeights(network, seededParameters(program, weights, seed, format), format);
  const loss = effectiveLoss(network, rest.loss);
  const wanted = network.layers.find(({ id }) => id === layer);
  const kept = wanted ? stepsToKeep(network, wanted) : new Set<number>();
  const result = await runProgram({
    program,
    inputs: inputs.map(({ tensor }) => tensor),
    parameters,
    kernels,
    objective: objectiveOf(loss, network),
    outputs: network.outputs,
    keeps: (step) => kept.has(step),
    macsPerPart: macsPerPart[arithmetic],
    checkpoint: (done, total) => {
      const step = done < program.steps.length ? done : 2 * program.steps.length - 1 - done;
      return checkpoint(done, total, program.steps[step]?.id ?? '');
    },
  });
  return {
    choices: { arithmetic, weights, seed, ...rest, loss },
    loss: result.loss,
    inputs: inputs.map(({ tensor, origin }, place): InputRun => ({
      name: network.inputs[place]?.name ?? '',
      shape: tensor.shape,
      origin,
      value: statisticsOf(tensor),
      gradient: result.inputGradients[place]?.statistics ?? null,
    })),
    layers: network.layers.flatMap((each) => layerRun(each, network, parameters, result) ?? []),
    skipped: network.skipped,
    notes: notesOf(network, choices, loss),
    memory: estimateMemory(program, format),
    tensors: wanted
      ? tensorsOf(
          wanted,
          network,
          inputs.map(({ tensor }) => tensor),
          parameters,
          result,
        )
      : null,
  };
}

/** What the file writes down takes the place of seeded values. */
function withGivenWeights(
  { layers, program }: CompiledNetwork,
  parameters: readonly Parameters[],
  format: NumberFormat,
): readonly Parameters[] {
  const result = [...parameters];
  for (const layer of layers) {
    const step = weightStep(layer, program);
    const own = result[step];
    if (!own) continue;
    const given = Object.entries(layer.given).flatMap(([name, values]) => {
      const shape = own[name]?.shape;
      return shape && values.length === elementCount(shape) ? [[name, inFormat(shape, values, format)]] : [];
    });
    result[step] = { ...own, ...(Object.fromEntries(given) as Parameters) };
  }
  return result;
}

/** The step that has the layer's weight: a layer has one, and for a separable convolution the file gives none. */
function weightStep({ first, end }: CompiledLayer, { steps }: CompiledNetwork['program']): number {
  for (let step = first; step < end; step++) if (steps[step]?.parameters['weight']) return step;
  return -1;
}

/** Without a backward pass where layers are missing between those that run: the gradients would be of something else. */
function effectiveLoss({ skipped }: CompiledNetwork, loss: LossChoice): LossChoice {
  return skipped.some(({ because }) => because !== null) ? { kind: 'none' } : loss;
}

function objectiveOf(loss: LossChoice, { program, outputs }: CompiledNetwork): Objective | null {
  const shapes = outputs.map((value) => program.steps[value - program.inputs.length]?.shape ?? []);
  switch (loss.kind) {
    case 'none':
      return null;
    case 'sum':
      return { kind: 'sum' };
    case 'cross-entropy': {
      for (const shape of shapes) {
        if (shape.length < 2 || loss.target >= (shape[1] ?? 0)) {
          throw new RunRefusal({ kind: 'no-class', target: loss.target, shape });
        }
      }
      const cells = Math.max(0, ...shapes.map((shape) => elementCount(shape) / (shape[1] ?? 1)));
      return { kind: 'cross-entropy', classes: new Int32Array(cells).fill(loss.target) };
    }
    case 'cell': {
      const [shape = [], ...others] = shapes;
      if (others.length > 0) throw new RunRefusal({ kind: 'several-outputs' });
      return { kind: 'cell', place: flatPlace(loss.place, shape) };
    }
  }
}

function flatPlace(place: readonly number[], shape: readonly number[]): number {
  const inside = shape.every((size, axis) => (place[axis] ?? -1) >= 0 && (place[axis] ?? size) < size);
  if (place.length !== shape.length || !inside) {
    throw new RunRefusal({ kind: 'no-cell', place, shape });
  }
  return shape.reduce((flat, size, axis) => flat * size + (place[axis] ?? 0), 0);
}

function layerRun(
  { id, type, place, first, end, given }: CompiledLayer,
  { program }: CompiledNetwork,
  parameters: readonly Parameters[],
  { steps }: RunResult,
): LayerRun | null {
  const last = steps[end - 1];
  if (!last) return null;
  const runs = steps.slice(first, end).flatMap((step, offset) =>
    Object.entries(parameters[first + offset] ?? {}).map(([name, tensor]) => ({
      name,
      shape: tensor.shape,
      origin: name in given ? ('file' as const) : ('seeded' as const),
      value: statisticsOf(tensor),
      gradient: step.parameterGradients[name]?.statistics ?? null,
    })),
  );
  return {
    id,
    type,
    place,
    shape: program.steps[end - 1]?.shape ?? [],
    value: last.value.statistics,
    gradient: last.gradient?.statistics ?? null,
    parameters: runs,
  };
}

/** The layer's own steps, and those that give its inputs. */
function stepsToKeep({ program }: CompiledNetwork, { first, end }: CompiledLayer): ReadonlySet<number> {
  const own = Array.from({ length: end - first }, (_, offset) => first + offset);
  const sources = layerSources(program, first, end).map((value) => value - program.inputs.length);
  return new Set([...own, ...sources]);
}

/** The values that a layer's steps read from outside of the layer, in order. */
function layerSources(
  { inputs, steps }: CompiledNetwork['program'],
  first: number,
  end: number,
): readonly number[] {
  const read = steps.slice(first, end).flatMap((step) => step.inputs);
  return [...new Set(read.filter((value) => value < inputs.length + first))];
}

function tensorsOf(
  { id, first, end }: CompiledLayer,
  { program }: CompiledNetwork,
  inputs: readonly Tensor[],
  parameters: readonly Parameters[],
  { steps }: RunResult,
): LayerTensorsOfRun | null {
  const output = steps[end - 1]?.value.tensor;
  if (!output) return null;
  const own = steps.slice(first, end);
  const gradients = own.flatMap(({ parameterGradients }) => Object.entries(parameterGradients));
  return {
    layer: id,
    inputs: layerSources(program, first, end).flatMap((value) => {
      const tensor = inputs[value] ?? steps[value - inputs.length]?.value.tensor;
      return tensor ? [tensor] : [];
    }),
    parameters: Object.assign({}, ...parameters.slice(first, end)) as Parameters,
    output,
    gradient: steps[end - 1]?.gradient?.tensor ?? null,
    parameterGradients: Object.fromEntries(
      gradients.flatMap(([name, { tensor }]: [string, Recorded]) => (tensor ? [[name, tensor]] : [])),
    ),
  };
}

function notesOf(
  { layers, skipped, program, outputs }: CompiledNetwork,
  { loss }: NetworkChoices,
  effective: LossChoice,
): readonly RunNote[] {
  const notes: RunNote[] = [];
  for (const { id, type, reason, because } of skipped) {
    if (because === null) notes.push({ kind: 'skipped', id, type, reason });
  }
  const dependents = skipped.filter(({ because }) => because !== null).length;
  if (dependents > 0) notes.push({ kind: 'behind-skipped', count: dependents });
  if (loss.kind !== 'none' && effective.kind === 'none') {
    notes.push({ kind: 'no-backward' });
  }
  const dropouts = layers.filter(({ passesOn }) => passesOn).length;
  if (dropouts > 0) notes.push({ kind: 'dropouts', count: dropouts });
  const last = outputs.map((value) => program.steps[value - program.inputs.length]?.operation.kind);
  if (effective.kind === 'cross-entropy' && last.includes('softmax')) {
    notes.push({ kind: 'softmax-as-scores' });
  }
  return notes;
}
