import type { Tensor } from '../../../src/engine/tensor.ts';
import { filledInput, seededParameters } from '../../../src/engine/network/initializers.ts';
import type { ProductKernels } from '../../../src/engine/network/product-kernels.ts';
import type { Program } from '../../../src/engine/network/program.ts';
import { runProgram } from '../../../src/engine/network/run.ts';
import { lenet, resnet18, vgg16 } from './networks.ts';
import { median } from './timing.ts';

/** A whole network with the statistics of every value, and of every gradient. */
export interface NetworkTime {
  readonly name: string;
  readonly pass: 'forward' | 'forward and backward';
  readonly milliseconds: number;
  /** What the kernels' memory has grown to. */
  readonly megabytes: number;
}

const networks: readonly (readonly [name: string, program: () => Program, runs: number])[] = [
  ['LeNet', lenet, 15],
  ['ResNet-18', resnet18, 5],
  ['VGG-16', vgg16, 1],
];

export async function measureNetworks(
  kernels: ProductKernels & { readonly memoryBytes: () => number },
  log: (line: string) => void,
): Promise<readonly NetworkTime[]> {
  const times: NetworkTime[] = [];
  for (const [name, program, runs] of networks) {
    const built = program();
    const parameters = seededParameters(built, 'kaiming', 1, 'float32');
    const [shape = []] = built.inputs.map((input) => input.shape);
    const x = filledInput(shape, 'noise', 2, 'float32');
    for (const pass of ['forward', 'forward and backward'] as const) {
      log(`${name} ${pass}`);
      const run = (): Promise<unknown> => runOnce(built, x, parameters, kernels, pass !== 'forward');
      await run();
      const samples: number[] = [];
      for (let i = 0; i < runs; i++) {
        const start = performance.now();
        await run();
        samples.push(performance.now() - start);
      }
      times.push({ name, pass, milliseconds: median(samples), megabytes: kernels.memoryBytes() / 2 ** 20 });
    }
  }
  return times;
}

function runOnce(
  program: Program,
  x: Tensor,
  parameters: ReturnType<typeof seededParameters>,
  kernels: ProductKernels,
  backward: boolean,
): Promise<unknown> {
  return runProgram({
    program,
    inputs: [x],
    parameters,
    kernels,
    objective: backward ? { kind: 'cross-entropy', classes: [3] } : null,
    keeps: () => false,
    checkpoint: () => undefined,
  });
}
