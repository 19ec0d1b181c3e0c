import { elementCount } from '../tensor.ts';
import type { NumberFormat } from './initializers.ts';
import { shapesOf, type Program } from './program.ts';

export interface MemoryEstimate {
  /** Weights and other parameters. */
  readonly parameterBytes: number;
  /** The values that are alive at the fullest moment of a forward pass alone. */
  readonly forwardBytes: number;
  /** All values, their gradients at the fullest moment, parameters and their gradients. */
  readonly trainingBytes: number;
}

/** What a run will take, from the shapes alone, before it starts. */
export function estimateMemory(program: Program, format: NumberFormat): MemoryEstimate {
  const bytesPerValue = format === 'float64' ? 8 : 4;
  const sizes = shapesOf(program).map((shape) => elementCount(shape) * bytesPerValue);
  const lastUse = lastUses(program);
  const parameterBytes =
    bytesPerValue *
    program.steps
      .flatMap(({ parameters }) => Object.values(parameters))
      .reduce((sum, shape) => sum + elementCount(shape), 0);

  let alive = program.inputs.reduce((sum, _, index) => sum + (sizes[index] ?? 0), 0);
  let largest = alive;
  let largestPair = 0;
  for (const [step, { inputs }] of program.steps.entries()) {
    const output = sizes[program.inputs.length + step] ?? 0;
    alive += output;
    largest = Math.max(largest, alive);
    const read = new Set(inputs);
    const inputBytes = [...read].reduce((sum, value) => sum + (sizes[value] ?? 0), 0);
    largestPair = Math.max(largestPair, output + inputBytes);
    for (const value of read) if (lastUse[value] === step) alive -= sizes[value] ?? 0;
  }
  const values = sizes.reduce((sum, size) => sum + size, 0);
  return {
    parameterBytes,
    forwardBytes: largest + parameterBytes,
    trainingBytes: values + largestPair + 2 * parameterBytes,
  };
}

/** For every value the last step that reads it, or −1. */
export function lastUses({ inputs, steps }: Program): Int32Array {
  const last = new Int32Array(inputs.length + steps.length).fill(-1);
  for (const [step, { inputs: read }] of steps.entries()) for (const value of read) last[value] = step;
  return last;
}
