import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createFastKernels } from '../../../../src/engine/fast/fast-kernels.ts';
import type { Parameters } from '../../../../src/engine/network/applied.ts';
import type { NumberFormat } from '../../../../src/engine/network/initializers.ts';
import { plainKernels, type ProductKernels } from '../../../../src/engine/network/product-kernels.ts';
import type { ProgramStep } from '../../../../src/engine/network/program.ts';
import { runProgram, type Recorded } from '../../../../src/engine/network/run.ts';
import { elementCount, type Tensor } from '../../../../src/engine/tensor.ts';
import { networkOf } from '../../../support/network.ts';
import { formulaTensor } from '../../../support/oracle.ts';
import { readOracle } from '../../../support/read-oracle.ts';

interface Summary {
  readonly shape: readonly number[];
  readonly norm: number;
  readonly sum: number;
  readonly largest: number;
  /** At `places` shares of the length. */
  readonly samples: readonly number[];
}

/** test/support/oracle/oracle_resnet.py says what each entry is. */
const oracle = readOracle('resnet18-2x3x40x40.json.gz') as {
  readonly input: readonly number[];
  readonly classes: readonly number[];
  readonly places: readonly number[];
  readonly loss: number;
  readonly layers: readonly { readonly kind: string; readonly value: Summary; readonly gradient: Summary }[];
  readonly parameters: readonly Summary[];
  readonly inputGradient: Summary;
};

const path = new URL('../../../../examples/resnet18.convlens.yaml', import.meta.url).pathname;
const { program } = networkOf(path, readFileSync(path, 'utf8'), {
  inputs: [{ dims: oracle.input, origin: 'argument' }],
});

function scaled(
  shape: readonly number[],
  salt: number,
  scale: number,
  offset: number,
  format: NumberFormat,
): Tensor {
  const data = formulaTensor(shape, salt).data.map((value) => value * scale + offset);
  return { shape, data: format === 'float64' ? data : Float32Array.from(data) };
}

/** Parameters in the order of their use, as the oracle numbers them. */
function formulaParameters(format: NumberFormat): readonly Parameters[] {
  let salt = 0;
  return program.steps.map(({ parameters }: ProgramStep) =>
    Object.fromEntries(
      Object.entries(parameters).map(([name, shape]) => {
        const fanIn = elementCount(shape.slice(1));
        const [scale, offset] =
          name === 'weight' ? [Math.sqrt(2 / fanIn), 0] : name === 'scale' ? [0.1, 1] : [0.1, 0];
        return [name, scaled(shape, salt++, scale, offset, format)];
      }),
    ),
  );
}

function expectSummary(recorded: Recorded | null | undefined, expected: Summary, tolerance: number): void {
  const tensor = recorded?.tensor;
  if (!tensor) expect.fail('nothing was kept');
  const { data, shape } = tensor;
  const { norm, largest, sum, samples } = expected;
  expect(elementCount(shape)).toBe(elementCount(expected.shape));
  expect(Math.abs(recorded.statistics.norm - norm)).toBeLessThan(tolerance * norm);
  // Values of both signs cancel each other: the error is a share of what their magnitudes may add up to.
  let total = 0;
  for (const value of data) total += value;
  expect(Math.abs(total - sum)).toBeLessThan(tolerance * norm * Math.sqrt(data.length));
  for (const [i, place] of oracle.places.entries()) {
    const value = data[Math.floor(place * data.length)] ?? NaN;
    expect(Math.abs(value - (samples[i] ?? NaN))).toBeLessThan(tolerance * largest);
  }
}

const fast = createFastKernels(WebAssembly);

describe.each<[string, ProductKernels | null, NumberFormat, number]>([
  ['exact', plainKernels, 'float64', 1e-10],
  ['fast', fast, 'float32', 1e-4],
])('ResNet-18 in training mode, %s, equals PyTorch', (_mode, kernels, format, tolerance) => {
  test('forward and backward, layer by layer', async () => {
    const result = await runProgram({
      program,
      inputs: [scaled(oracle.input, 0, 0.5, 0, format)],
      parameters: formulaParameters(format),
      kernels: kernels ?? plainKernels,
      objective: { kind: 'cross-entropy', classes: oracle.classes },
      keeps: () => true,
      checkpoint: () => undefined,
    });
    expect(Math.abs((result.loss ?? NaN) - oracle.loss)).toBeLessThan(tolerance * oracle.loss);
    const layers = program.steps.flatMap(({ operation }, step) =>
      operation.kind === 'reshape' ? [] : [{ kind: operation.kind, run: result.steps[step] }],
    );
    expect(layers.map(({ kind }) => kind)).toEqual(oracle.layers.map(({ kind }) => kind));
    for (const [place, { value, gradient }] of oracle.layers.entries()) {
      expectSummary(layers[place]?.run?.value, value, tolerance);
      expectSummary(layers[place]?.run?.gradient, gradient, tolerance);
    }
    const gradients = result.steps.flatMap(({ parameterGradients }) => Object.values(parameterGradients));
    expect(gradients.length).toBe(oracle.parameters.length);
    for (const [place, expected] of oracle.parameters.entries()) {
      expectSummary(gradients[place], expected, tolerance);
    }
    expectSummary(result.inputGradients[0], oracle.inputGradient, tolerance);
  }, 60_000);
});
