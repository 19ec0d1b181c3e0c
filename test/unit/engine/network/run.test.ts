import { describe, expect, test } from 'vitest';
import type { ConvolutionGeometry } from '../../../../src/engine/geometry/convolution.ts';
import { filledInput, seededParameters } from '../../../../src/engine/network/initializers.ts';
import { estimateMemory } from '../../../../src/engine/network/memory.ts';
import { plainKernels } from '../../../../src/engine/network/product-kernels.ts';
import type { Program } from '../../../../src/engine/network/program.ts';
import { runProgram, type RunRequest } from '../../../../src/engine/network/run.ts';
import { zeros, type Tensor } from '../../../../src/engine/tensor.ts';
import { axisOf } from '../../../support/arbitrary-axis.ts';
import { expectTensor, expectTensorClose } from '../../../support/compare.ts';
import { tensor } from '../../../support/oracle.ts';

const axis = axisOf({ inputSize: 5, kernelSize: 3, padding: { before: 1, after: 1 } });
const same: ConvolutionGeometry = { axes: [axis, axis], groups: 1 };

/** A residual block: x → conv → batch norm → silu → (+ x) → mean over space → linear; x is read twice. */
const residual: Program = {
  inputs: [{ name: 'input', shape: [2, 3, 5, 5] }],
  steps: [
    {
      id: 'conv',
      operation: { kind: 'convolution', geometry: same },
      inputs: [0],
      parameters: { weight: [3, 3, 3, 3], bias: [3] },
      shape: [2, 3, 5, 5],
    },
    {
      id: 'norm',
      operation: { kind: 'batch-norm', mode: 'training', epsilon: 1e-5 },
      inputs: [1],
      parameters: { scale: [3], shift: [3] },
      shape: [2, 3, 5, 5],
    },
    {
      id: 'silu',
      operation: { kind: 'activation', name: 'silu' },
      inputs: [2],
      parameters: {},
      shape: [2, 3, 5, 5],
    },
    {
      id: 'add',
      operation: { kind: 'combine', name: 'add' },
      inputs: [3, 0],
      parameters: {},
      shape: [2, 3, 5, 5],
    },
    {
      id: 'pool',
      operation: { kind: 'adaptive-pool', mode: 'average', outputSizes: [1, 1] },
      inputs: [4],
      parameters: {},
      shape: [2, 3, 1, 1],
    },
    {
      id: 'flatten',
      operation: { kind: 'reshape', shape: [2, 3] },
      inputs: [5],
      parameters: {},
      shape: [2, 3],
    },
    {
      id: 'classes',
      operation: { kind: 'linear' },
      inputs: [6],
      parameters: { weight: [4, 3], bias: [4] },
      shape: [2, 4],
    },
  ],
};

const request: RunRequest = {
  program: residual,
  inputs: [filledInput([2, 3, 5, 5], 'noise', 1, 'float64')],
  parameters: seededParameters(residual, 'kaiming', 7, 'float64'),
  kernels: plainKernels,
  objective: { kind: 'cross-entropy', classes: [1, 3] },
  keeps: () => true,
  checkpoint: () => undefined,
};

async function lossAt(changed: Partial<RunRequest>): Promise<number> {
  return (await runProgram({ ...request, ...changed })).loss ?? NaN;
}

/** The loss' gradient by one tensor, by central differences. */
async function numericGradient(x: Tensor, changed: (at: Tensor) => Partial<RunRequest>): Promise<Tensor> {
  const gradient = zeros(x.shape, x);
  const step = 1e-5;
  for (const [i, value] of x.data.entries()) {
    const at = (to: number): Tensor => ({ shape: x.shape, data: x.data.with(i, to) });
    const up = await lossAt(changed(at(value + step)));
    const down = await lossAt(changed(at(value - step)));
    gradient.data[i] = (up - down) / (2 * step);
  }
  return gradient;
}

describe('a residual block', () => {
  test('has the gradients that finite differences have', async () => {
    const result = await runProgram(request);
    const [x] = request.inputs;
    if (!x) throw new Error('no input');
    const dx = result.inputGradients[0]?.tensor;
    if (!dx) throw new Error('no gradient by the input');
    expectTensorClose(dx, await numericGradient(x, (at) => ({ inputs: [at] })), 1e-6);
    for (const [step, parameters] of request.parameters.entries()) {
      for (const [name, parameter] of Object.entries(parameters)) {
        const gradient = result.steps[step]?.parameterGradients[name]?.tensor;
        if (!gradient) throw new Error(`no gradient by ${name}`);
        const numeric = await numericGradient(parameter, (at) => ({
          parameters: request.parameters.with(step, { ...parameters, [name]: at }),
        }));
        // The convolution's bias is taken off again by the normalisation: its gradient is 0.
        expectTensor(gradient, numeric.shape, numeric.data, 1e-7);
      }
    }
  });

  test('keeps only the tensors that were asked for, and statistics of all', async () => {
    const { steps } = await runProgram({ ...request, keeps: (step) => step === 2 });
    expect(steps.map(({ value, gradient }) => [value.tensor !== null, gradient?.tensor !== null])).toEqual(
      steps.map((_, step) => [step === 2, step === 2]),
    );
    expect(steps[0]?.parameterGradients['weight']?.tensor).toBe(null);
    expect(steps.map(({ value }) => value.statistics.count)).toEqual([150, 150, 150, 150, 6, 6, 8]);
  });

  test('runs forward alone', async () => {
    const result = await runProgram({ ...request, objective: null });
    expect(result.loss).toBe(null);
    expect(result.inputGradients).toEqual([null]);
    expect(result.steps.map(({ gradient }) => gradient)).toEqual(residual.steps.map(() => null));
  });

  test('gives the same result in float32, to its precision', async () => {
    const single = ({ shape, data }: Tensor): Tensor => ({ shape, data: Float32Array.from(data) });
    const parameters = request.parameters.map((step) =>
      Object.fromEntries(Object.entries(step).map(([name, value]) => [name, single(value)])),
    );
    const loss = await lossAt({ inputs: request.inputs.map(single), parameters });
    expect(Math.abs(loss - (await lossAt({})))).toBeLessThan(1e-6);
  });

  test('is cancelled by a checkpoint that throws', async () => {
    const seen: string[] = [];
    const run = runProgram({
      ...request,
      checkpoint: (done, total) => {
        seen.push(`${done}/${total}`);
        if (done === 8) throw new Error('cancelled');
      },
    });
    await expect(run).rejects.toThrow('cancelled');
    expect(seen).toEqual(['0/14', '1/14', '2/14', '3/14', '4/14', '5/14', '6/14', '7/14', '8/14']);
  });

  test('refuses a step whose output is not what was inferred', async () => {
    const steps = residual.steps.map((step) =>
      step.id === 'conv' ? { ...step, shape: [2, 3, 4, 5] } : step,
    );
    await expect(runProgram({ ...request, program: { ...residual, steps } })).rejects.toThrow(
      'conv gave [2, 3, 5, 5] where [2, 3, 4, 5] was inferred.',
    );
  });

  test('is estimated: all values, the largest step of gradients, parameters twice', () => {
    const parameters = 3 * 3 * 9 + 3 + 6 + 12 + 4;
    expect(estimateMemory(residual, 'float32')).toEqual({
      parameterBytes: 4 * parameters,
      // the block's input, and the input and output of one of its steps
      forwardBytes: 4 * (150 + 150 + 150 + parameters),
      trainingBytes: 4 * (5 * 150 + 6 + 6 + 8 + 3 * 150 + 2 * parameters),
    });
  });
});

describe('what the loss does not depend on has no gradient', () => {
  test('a branch that ends', async () => {
    const identity = (id: string) =>
      ({ id, operation: { kind: 'identity' }, inputs: [0], parameters: {}, shape: [2] }) as const;
    const program: Program = {
      inputs: [{ name: 'input', shape: [2] }],
      steps: [identity('unused'), identity('used')],
    };
    const result = await runProgram({
      ...request,
      program,
      inputs: [tensor([2], [3, 4])],
      parameters: [],
      objective: { kind: 'cell', place: 1 },
    });
    expect(result.loss).toBe(4);
    expect(result.steps[0]?.gradient).toBe(null);
    expect([...(result.steps[1]?.gradient?.tensor?.data ?? [])]).toEqual([0, 1]);
    expect([...(result.inputGradients[0]?.tensor?.data ?? [])]).toEqual([0, 1]);
  });
});
