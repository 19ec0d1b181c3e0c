import type { AxisGeometry } from '../../../src/engine/geometry/axis.ts';
import { outputSizesOf, windowAxes } from '../../../src/engine/geometry/window.ts';
import type { EngineOperation } from '../../../src/engine/network/operation.ts';
import type { Program, ProgramStep, ValueIndex } from '../../../src/engine/network/program.ts';

/** Builds a program step by step; every method gives the value that its last step makes. */
class NetworkBuilder {
  readonly #shapes: (readonly number[])[];
  readonly #steps: ProgramStep[] = [];
  readonly #input: readonly number[];

  constructor(input: readonly number[]) {
    this.#input = input;
    this.#shapes = [input];
  }

  get program(): Program {
    return { inputs: [{ name: 'input', shape: this.#input }], steps: this.#steps };
  }

  shapeOf(value: ValueIndex): readonly number[] {
    return this.#shapes[value] ?? [];
  }

  convolution(
    x: ValueIndex,
    outChannels: number,
    kernel: number,
    stride: number,
    padding: number,
    bias: boolean,
  ): ValueIndex {
    const [batch = 1, channels = 1] = this.shapeOf(x);
    const axes = this.#axes(x, kernel, stride, padding);
    const weight = [outChannels, channels, kernel, kernel];
    return this.#push(
      { kind: 'convolution', geometry: { axes, groups: 1 } },
      [x],
      [batch, outChannels, ...outputSizesOf(axes)],
      bias ? { weight, bias: [outChannels] } : { weight },
    );
  }

  batchNorm(x: ValueIndex): ValueIndex {
    const [, channels = 1] = this.shapeOf(x);
    const parameters = { scale: [channels], shift: [channels] };
    return this.#push(
      { kind: 'batch-norm', mode: 'training', epsilon: 1e-5 },
      [x],
      this.shapeOf(x),
      parameters,
    );
  }

  relu(x: ValueIndex): ValueIndex {
    return this.#push({ kind: 'activation', name: 'relu' }, [x], this.shapeOf(x));
  }

  maxPool(x: ValueIndex, kernel: number, stride: number, padding: number): ValueIndex {
    const [batch = 1, channels = 1] = this.shapeOf(x);
    const axes = this.#axes(x, kernel, stride, padding);
    return this.#push({ kind: 'max-pool', axes }, [x], [batch, channels, ...outputSizesOf(axes)]);
  }

  globalAveragePool(x: ValueIndex): ValueIndex {
    const [batch = 1, channels = 1] = this.shapeOf(x);
    return this.#push(
      { kind: 'adaptive-pool', mode: 'average', outputSizes: [1, 1] },
      [x],
      [batch, channels, 1, 1],
    );
  }

  add(a: ValueIndex, b: ValueIndex): ValueIndex {
    return this.#push({ kind: 'combine', name: 'add' }, [a, b], this.shapeOf(a));
  }

  linear(x: ValueIndex, out: number): ValueIndex {
    const [batch = 1, ...rest] = this.shapeOf(x);
    const features = rest.reduce((product, size) => product * size, 1);
    const flat =
      rest.length === 1
        ? x
        : this.#push({ kind: 'reshape', shape: [batch, features] }, [x], [batch, features]);
    return this.#push({ kind: 'linear' }, [flat], [batch, out], { weight: [out, features], bias: [out] });
  }

  #axes(x: ValueIndex, kernel: number, stride: number, padding: number): readonly AxisGeometry[] {
    const sides = { before: padding, after: padding };
    const settings = {
      stride: [stride, stride],
      dilation: [1, 1],
      padding: [sides, sides],
      rounding: 'floor',
    } as const;
    const axes = windowAxes(this.shapeOf(x).slice(2), [kernel, kernel], settings);
    if (!axes.ok) throw new RangeError(axes.refusal.message);
    return axes.value;
  }

  #push(
    operation: EngineOperation,
    inputs: readonly ValueIndex[],
    shape: readonly number[],
    parameters: ProgramStep['parameters'] = {},
  ): ValueIndex {
    this.#steps.push({ id: `${this.#steps.length}`, operation, inputs, parameters, shape });
    return this.#shapes.push(shape) - 1;
  }
}

/** LeCun and others 1998, with ReLU and max pools, for 1 × 28 × 28. */
export function lenet(): Program {
  const net = new NetworkBuilder([1, 1, 28, 28]);
  let x = net.maxPool(net.relu(net.convolution(0, 6, 5, 1, 2, true)), 2, 2, 0);
  x = net.maxPool(net.relu(net.convolution(x, 16, 5, 1, 0, true)), 2, 2, 0);
  for (const out of [120, 84]) x = net.relu(net.linear(x, out));
  net.linear(x, 10);
  return net.program;
}

/** He and others 2015, as torchvision builds it (torchvision/models/resnet.py), batch norm in training mode. */
export function resnet18(size = 224): Program {
  const net = new NetworkBuilder([1, 3, size, size]);
  let x = net.maxPool(net.relu(net.batchNorm(net.convolution(0, 64, 7, 2, 3, false))), 3, 2, 1);
  for (const [stage, channels] of [64, 128, 256, 512].entries()) {
    for (const block of [0, 1]) {
      const stride = stage > 0 && block === 0 ? 2 : 1;
      const first = net.relu(net.batchNorm(net.convolution(x, channels, 3, stride, 1, false)));
      const second = net.batchNorm(net.convolution(first, channels, 3, 1, 1, false));
      const shortcut = stride === 1 ? x : net.batchNorm(net.convolution(x, channels, 1, stride, 0, false));
      x = net.relu(net.add(second, shortcut));
    }
  }
  net.linear(net.globalAveragePool(x), 1000);
  return net.program;
}

/** Simonyan and Zisserman 2014, configuration D (torchvision/models/vgg.py), without dropout. */
export function vgg16(size = 224): Program {
  const net = new NetworkBuilder([1, 3, size, size]);
  let x: ValueIndex = 0;
  for (const [count, channels] of [
    [2, 64],
    [2, 128],
    [3, 256],
    [3, 512],
    [3, 512],
  ] as const) {
    for (let i = 0; i < count; i++) x = net.relu(net.convolution(x, channels, 3, 1, 1, true));
    x = net.maxPool(x, 2, 2, 0);
  }
  for (const out of [4096, 4096]) x = net.relu(net.linear(x, out));
  net.linear(x, 1000);
  return net.program;
}
