import { zeros, type Tensor } from '../tensor.ts';
import { applyOperation } from './apply.ts';
import type { Applied, Parameters } from './applied.ts';
import { lastUses } from './memory.ts';
import { evaluate, type Objective } from './objective.ts';
import type { ProductKernels } from './product-kernels.ts';
import type { Program, ProgramStep, ValueIndex } from './program.ts';
import { statisticsOf, type TensorStatistics } from './statistics.ts';

export interface RunRequest {
  readonly program: Program;
  readonly inputs: readonly Tensor[];
  /** One entry per step. */
  readonly parameters: readonly Parameters[];
  readonly kernels: ProductKernels;
  /** What to run backward from, at the output of the last step; null for a forward pass alone. */
  readonly objective: Objective | null;
  /** Which steps' tensors are part of the result; the others give statistics only. */
  readonly keeps: (step: number) => boolean;
  /** Called before each of `total` parts of the work; it may wait, and ends the run by throwing. */
  readonly checkpoint: (done: number, total: number) => void | Promise<void>;
}

/** A tensor's statistics, and the tensor itself where it was asked for. */
export interface Recorded {
  readonly statistics: TensorStatistics;
  readonly tensor: Tensor | null;
}

export interface StepResult {
  readonly value: Recorded;
  /** By the step's output; null in a forward pass alone, and where the loss does not depend on it. */
  readonly gradient: Recorded | null;
  readonly parameterGradients: Readonly<Record<string, Recorded>>;
}

export interface RunResult {
  readonly steps: readonly StepResult[];
  /** The gradient by each input of the program. */
  readonly inputGradients: readonly (Recorded | null)[];
  readonly loss: number | null;
}

/** Runs a program forward and, if asked, backward. Values are freed as soon as neither pass needs them any more. */
export async function runProgram(request: RunRequest): Promise<RunResult> {
  const { program, objective, checkpoint } = request;
  const total = program.steps.length * (objective ? 2 : 1);
  const forward = await runForward(request, total);
  if (!objective || !forward.output) {
    const steps = forward.values.map((value) => ({ value, gradient: null, parameterGradients: {} }));
    return { steps, inputGradients: program.inputs.map(() => null), loss: null };
  }
  const { value: loss, gradient } = evaluate(objective, forward.output);
  const backward = new BackwardPass(request, forward.tape, gradient);
  for (let step = program.steps.length - 1; step >= 0; step--) {
    await checkpoint(total - 1 - step, total);
    backward.run(step);
  }
  return {
    steps: forward.values.map((value, step) => ({ value, ...backward.resultOf(step) })),
    inputGradients: backward.inputGradients,
    loss,
  };
}

interface ForwardResult {
  readonly values: readonly Recorded[];
  readonly tape: Applied['backward'][];
  readonly output: Tensor | null;
}

async function runForward(request: RunRequest, total: number): Promise<ForwardResult> {
  const { program, parameters, kernels, objective, keeps, checkpoint } = request;
  const alive = new Map<ValueIndex, Tensor>(request.inputs.entries());
  const lastUse = lastUses(program);
  const values: Recorded[] = [];
  const tape: Applied['backward'][] = [];
  let output: Tensor | null = null;
  for (const [index, step] of program.steps.entries()) {
    await checkpoint(index, total);
    const inputs = step.inputs.map((value) => alive.get(value));
    const applied = applyStep(step, inputs, parameters[index] ?? {}, kernels);
    output = applied.output;
    alive.set(program.inputs.length + index, output);
    values.push(record(output, keeps(index)));
    if (objective) tape.push(applied.backward);
    for (const value of step.inputs) if (lastUse[value] === index) alive.delete(value);
  }
  return { values, tape, output };
}

function applyStep(
  step: ProgramStep,
  inputs: readonly (Tensor | undefined)[],
  parameters: Parameters,
  kernels: ProductKernels,
): Applied {
  const present = inputs.filter((input) => input !== undefined);
  if (present.length < inputs.length)
    throw new RangeError(`${step.id} reads a value that does not exist yet.`);
  const applied = applyOperation(step.operation, present, parameters, kernels);
  const { shape } = applied.output;
  if (shape.length !== step.shape.length || shape.some((size, axis) => size !== step.shape[axis])) {
    throw new RangeError(
      `${step.id} gave [${shape.join(', ')}] where [${step.shape.join(', ')}] was inferred.`,
    );
  }
  return applied;
}

/** Walks the tape from its end. A value that several steps read gets the sum of their gradients. */
class BackwardPass {
  readonly #request: RunRequest;
  readonly #tape: Applied['backward'][];
  readonly #gradients = new Map<ValueIndex, Tensor>();
  readonly #results = new Map<number, Omit<StepResult, 'value'>>();

  constructor(request: RunRequest, tape: Applied['backward'][], gradient: Tensor) {
    this.#request = request;
    this.#tape = tape;
    this.#gradients.set(request.program.inputs.length + request.program.steps.length - 1, gradient);
  }

  run(index: number): void {
    const { program, keeps } = this.#request;
    const value = program.inputs.length + index;
    const dz = this.#gradients.get(value);
    const backward = this.#tape.pop();
    const step = program.steps[index];
    if (!dz || !backward || !step) return;
    this.#gradients.delete(value);
    const { inputs, parameters } = backward(dz);
    for (const [place, gradient] of inputs.entries()) this.#accumulate(step.inputs[place] ?? -1, gradient);
    this.#results.set(index, {
      gradient: record(dz, keeps(index)),
      parameterGradients: Object.fromEntries(
        Object.entries(parameters).map(([name, gradient]) => [name, record(gradient, keeps(index))]),
      ),
    });
  }

  resultOf(step: number): Omit<StepResult, 'value'> {
    return this.#results.get(step) ?? { gradient: null, parameterGradients: {} };
  }

  get inputGradients(): readonly (Recorded | null)[] {
    return this.#request.program.inputs.map((_, value) => {
      const gradient = this.#gradients.get(value);
      return gradient ? record(gradient, true) : null;
    });
  }

  /** Into a tensor of its own: gradients that pass through unchanged are shared between values. */
  #accumulate(value: ValueIndex, gradient: Tensor): void {
    const before = this.#gradients.get(value);
    this.#gradients.set(value, before ? sumOf(before, gradient) : gradient);
  }
}

function sumOf(a: Tensor, b: Tensor): Tensor {
  const sum = zeros(a.shape, a);
  for (let i = 0; i < sum.data.length; i++) sum.data[i] = (a.data[i] ?? 0) + (b.data[i] ?? 0);
  return sum;
}

function record(tensor: Tensor, keep: boolean): Recorded {
  return { statistics: statisticsOf(tensor), tensor: keep ? tensor : null };
}
