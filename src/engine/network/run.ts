import { sameShape, zeros, type Tensor } from '../tensor.ts';
import { operationInParts } from './apply.ts';
import type { AppliedInParts } from './apply-product.ts';
import type { Parameters } from './applied.ts';
import { lastUses } from './memory.ts';
import { evaluate, type Objective } from './objective.ts';
import type { ProductKernels } from './product-kernels.ts';
import { ProductParts } from './product-parts.ts';
import type { Program, ProgramStep, ValueIndex } from './program.ts';
import type { Work } from './work.ts';
import { statisticsOf, type TensorStatistics } from './statistics.ts';

export interface RunRequest {
  readonly program: Program;
  readonly inputs: readonly Tensor[];
  /** One entry per step. */
  readonly parameters: readonly Parameters[];
  readonly kernels: ProductKernels;
  /** What to run backward from; null for a forward pass alone. */
  readonly objective: Objective | null;
  /** The values that it is taken of, each by itself and then summed up; the output of the last step unless given. */
  readonly outputs?: readonly ValueIndex[];
  /** Which steps' tensors are part of the result; the others give statistics only. */
  readonly keeps: (step: number) => boolean;
  /** Multiply-adds after which a long step makes a pause; never unless given. */
  readonly macsPerPart?: number;
  /** Called before each of `total` steps and in the pauses inside of one; it may wait, and ends the run by throwing. */
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
  const outputs = request.outputs ?? [program.inputs.length + program.steps.length - 1];
  const forward = await runForward(request, outputs, total);
  if (!objective || forward.outputs.size === 0) {
    const steps = forward.values.map((value) => ({ value, gradient: null, parameterGradients: {} }));
    return { steps, inputGradients: program.inputs.map(() => null), loss: null };
  }
  let loss = 0;
  const gradients = new Map<ValueIndex, Tensor>();
  for (const [index, output] of forward.outputs) {
    const { value, gradient } = evaluate(objective, output);
    loss += value;
    gradients.set(index, gradient);
  }
  const backward = new BackwardPass(request, forward.tape, gradients);
  for (let step = program.steps.length - 1; step >= 0; step--) {
    const reached = total - 1 - step;
    await checkpoint(reached, total);
    await inPauses(backward.run(step), () => checkpoint(reached, total));
  }
  return {
    steps: forward.values.map((value, step) => ({ value, ...backward.resultOf(step) })),
    inputGradients: backward.inputGradients,
    loss,
  };
}

interface ForwardResult {
  readonly values: readonly Recorded[];
  readonly tape: AppliedInParts['backward'][];
  readonly outputs: ReadonlyMap<ValueIndex, Tensor>;
}

async function runForward(
  request: RunRequest,
  wanted: readonly ValueIndex[],
  total: number,
): Promise<ForwardResult> {
  const { program, parameters, kernels, objective, keeps, checkpoint } = request;
  const alive = new Map<ValueIndex, Tensor>(request.inputs.entries());
  const lastUse = lastUses(program);
  const values: Recorded[] = [];
  const tape: AppliedInParts['backward'][] = [];
  const parts = new ProductParts(kernels, request.macsPerPart ?? Infinity);
  const outputs = new Map<ValueIndex, Tensor>();
  for (const [index, step] of program.steps.entries()) {
    await checkpoint(index, total);
    const inputs = step.inputs.map((value) => alive.get(value));
    const work = stepInParts(step, inputs, parameters[index] ?? {}, parts);
    const applied = await inPauses(work, () => checkpoint(index, total));
    checkShape(step, applied.output);
    const value = program.inputs.length + index;
    alive.set(value, applied.output);
    if (wanted.includes(value)) outputs.set(value, applied.output);
    values.push(record(applied.output, keeps(index)));
    if (objective) tape.push(applied.backward);
    for (const read of step.inputs) if (lastUse[read] === index) alive.delete(read);
    if (lastUse[value] === -1) alive.delete(value);
  }
  return { values, tape, outputs };
}

/** Does work part by part, with a pause in between. */
async function inPauses<T>(work: Work<T>, pause: () => void | Promise<void>): Promise<T> {
  for (;;) {
    const part = work.next();
    if (part.done === true) return part.value;
    await pause();
  }
}

function stepInParts(
  step: ProgramStep,
  inputs: readonly (Tensor | undefined)[],
  parameters: Parameters,
  parts: ProductParts,
): Work<AppliedInParts> {
  const present = inputs.filter((input) => input !== undefined);
  if (present.length < inputs.length)
    throw new RangeError(`${step.id} reads a value that does not exist yet.`);
  return operationInParts(step.operation, present, parameters, parts);
}

function checkShape(step: ProgramStep, { shape }: Tensor): void {
  if (!sameShape(shape, step.shape)) {
    throw new RangeError(
      `${step.id} gave [${shape.join(', ')}] where [${step.shape.join(', ')}] was inferred.`,
    );
  }
}

/** Walks the tape from its end. A value that several steps read gets the sum of their gradients. */
class BackwardPass {
  readonly #request: RunRequest;
  readonly #tape: AppliedInParts['backward'][];
  readonly #gradients: Map<ValueIndex, Tensor>;
  readonly #results = new Map<number, Omit<StepResult, 'value'>>();

  /** `gradients`: those by the outputs, from which the pass starts. */
  constructor(request: RunRequest, tape: AppliedInParts['backward'][], gradients: Map<ValueIndex, Tensor>) {
    this.#request = request;
    this.#tape = tape;
    this.#gradients = gradients;
  }

  *run(index: number): Work<void> {
    const { program, keeps } = this.#request;
    const value = program.inputs.length + index;
    const dz = this.#gradients.get(value);
    const backward = this.#tape.pop();
    const step = program.steps[index];
    if (!dz || !backward || !step) return;
    this.#gradients.delete(value);
    const { inputs, parameters } = yield* backward(dz);
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
