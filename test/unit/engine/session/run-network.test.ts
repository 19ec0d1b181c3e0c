import { describe, expect, test } from 'vitest';
import { createFastKernels } from '../../../../src/engine/fast/fast-kernels.ts';
import { plainKernels } from '../../../../src/engine/network/product-kernels.ts';
import type { CompiledNetwork } from '../../../../src/engine/session/compiled-network.ts';
import type { NetworkChoices, NetworkRun } from '../../../../src/engine/session/network-run.ts';
import { runNetwork } from '../../../../src/engine/session/run-network.ts';
import { convlensNetwork, exampleNetwork, networkOf } from '../../../support/network.ts';
import { tensor } from '../../../support/oracle.ts';

const choices: NetworkChoices = {
  arithmetic: 'exact',
  weights: 'kaiming',
  input: { kind: 'filling', filling: 'noise' },
  seed: 1,
  loss: { kind: 'sum' },
};

function run(
  network: CompiledNetwork,
  changed: Partial<NetworkChoices> = {},
  layer?: string,
): Promise<NetworkRun> {
  const options = { kernels: plainKernels, layer, checkpoint: () => undefined };
  return runNetwork(network, { ...choices, ...changed }, options);
}

describe('LeNet', () => {
  const network = exampleNetwork('lenet.convlens.yaml');
  const loss = { kind: 'cross-entropy', target: 3 } as const;

  test('runs forward and backward, with statistics of every layer and parameter', async () => {
    const { layers, loss: value, inputs, notes, skipped } = await run(network, { loss });
    expect(layers.map(({ id }) => id).slice(0, 4)).toEqual(['conv1', 'tanh1', 'avg_pool1', 'conv2']);
    expect(layers.every((layer) => layer.value.norm > 0 && (layer.gradient?.norm ?? 0) > 0)).toBe(true);
    const parameters = layers.flatMap((layer) => layer.parameters);
    expect(parameters.map(({ name, origin }) => `${name} ${origin}`)).toEqual(
      Array.from({ length: 5 }, () => ['weight seeded', 'bias seeded']).flat(),
    );
    expect(parameters.every(({ gradient }) => (gradient?.norm ?? 0) > 0)).toBe(true);
    expect(inputs.map(({ shape, origin }) => [shape, origin])).toEqual([[[1, 1, 28, 28], 'seeded']]);
    expect(value).toBeGreaterThan(0);
    expect([notes, skipped]).toEqual([[], []]);
  });

  test('gives the same numbers for the same seed, and others for another', async () => {
    const [first, again, other] = await Promise.all([
      run(network, { loss }),
      run(network, { loss }),
      run(network, { loss, seed: 2 }),
    ]);
    expect(again).toEqual(first);
    expect(other.loss).not.toBe(first.loss);
  });

  test('fast is exact to float32', async () => {
    const kernels = createFastKernels(WebAssembly) ?? plainKernels;
    const exact = await run(network, { loss });
    const fast = await runNetwork(
      network,
      { ...choices, loss, arithmetic: 'fast' },
      { kernels, checkpoint: () => undefined },
    );
    expect(Math.abs((fast.loss ?? 0) - (exact.loss ?? 0))).toBeLessThan(1e-5);
    for (const [place, layer] of exact.layers.entries()) {
      const norm = layer.gradient?.norm ?? 0;
      expect(Math.abs((fast.layers[place]?.gradient?.norm ?? 0) - norm)).toBeLessThan(1e-5 * norm);
    }
  });

  test('hands out the tensors of one layer', async () => {
    const { tensors } = await run(network, { loss }, 'conv2');
    expect(tensors?.layer).toBe('conv2');
    expect(tensors?.inputs.map(({ shape }) => shape)).toEqual([[1, 6, 14, 14]]);
    expect(tensors?.output.shape).toEqual([1, 16, 10, 10]);
    expect(tensors?.gradient?.shape).toEqual([1, 16, 10, 10]);
    expect(Object.entries(tensors?.parameters ?? {}).map(([name, { shape }]) => [name, shape])).toEqual([
      ['weight', [16, 6, 5, 5]],
      ['bias', [16]],
    ]);
    expect(tensors?.parameterGradients['weight']?.shape).toEqual([16, 6, 5, 5]);
  });

  test('runs forward alone', async () => {
    const { layers, loss: value } = await run(network, { loss: { kind: 'none' } });
    expect(value).toBe(null);
    expect(layers.every(({ gradient }) => gradient === null)).toBe(true);
  });

  test('refuses a class that there is not', async () => {
    await expect(run(network, { loss: { kind: 'cross-entropy', target: 10 } })).rejects.toMatchObject({
      refusal: { kind: 'no-class', target: 10, shape: [1, 10] },
    });
  });
});

describe('values', () => {
  test('of the file come first: the worked example', async () => {
    const { inputs, layers, tensors } = await run(exampleNetwork('by-hand.convlens.yaml'), {}, 'conv1');
    expect(inputs[0]?.origin).toBe('file');
    expect(layers[0]?.parameters.map(({ name, origin }) => `${name} ${origin}`)).toEqual(['weight file']);
    expect([...(tensors?.output.data ?? [])]).toEqual([4, 3, 4, 2, 4, 3, 2, 3, 4]);
    expect([...(tensors?.gradient?.data ?? [])]).toEqual(Array(9).fill(1));
  });

  test('given for the input, with or without the batch', async () => {
    const network = convlensNetwork('- flatten', '[1, 1, 2]');
    for (const shape of [
      [1, 1, 1, 2],
      [1, 1, 2],
    ]) {
      const input = { kind: 'values', tensor: tensor(shape, [3, 4]) } as const;
      const { inputs } = await run(network, { input });
      expect([inputs[0]?.origin, inputs[0]?.value.norm]).toEqual(['given', 5]);
    }
    const input = { kind: 'values', tensor: tensor([3], [1, 2, 3]) } as const;
    await expect(run(network, { input })).rejects.toMatchObject({
      refusal: { kind: 'other-shape', input: 'input', expected: [1, 1, 1, 2], given: [3] },
    });
  });

  test('of one of several inputs, by its name', async () => {
    const network = exampleNetwork('siamese.convlens.json');
    const { data } = { data: new Float64Array(3 * 64 * 64).fill(1) };
    const input = { kind: 'values', name: 'right', tensor: { shape: [3, 64, 64], data } } as const;
    const { inputs } = await run(network, { input });
    expect(inputs.map(({ name, origin }) => `${name} ${origin}`)).toEqual(['left seeded', 'right given']);
  });

  test('of a picture: each cell the mean of its pixels', async () => {
    const pixels = Uint8ClampedArray.from([255, 0, 0, 255, 0, 255, 0, 255, 255, 255, 255, 255, 0, 0, 0, 255]);
    const input = { kind: 'picture', picture: { width: 2, height: 2, pixels } } as const;
    const cells = async (shape: string) =>
      (await run(convlensNetwork('- identity', shape), { input }, 'identity1')).tensors?.output.data;
    expect(await cells('[3, 1, 1]')).toEqual(Float64Array.from([0.5, 0.5, 0.25]));
    expect(await cells('[3, 1, 2]')).toEqual(Float64Array.from([1, 0, 0.5, 0.5, 0.5, 0]));
    const gray = (await cells('[1, 2, 2]')) ?? [];
    expect([...gray].map((value) => Number(value.toFixed(6)))).toEqual([0.299, 0.587, 1, 0]);
    await expect(run(convlensNetwork('- identity', '[2, 4, 4]'), { input })).rejects.toMatchObject({
      refusal: { kind: 'no-picture', shape: [1, 2, 4, 4] },
    });
  });

  test('of a layer that is called twice are the same', async () => {
    const text = `import torch
import torch.nn as nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x):
        return self.fc(self.fc(x))

Net()(torch.zeros(1, 4))
`;
    const { layers } = await run(networkOf('net.py', text));
    expect(layers[1]?.parameters[0]?.value).toEqual(layers[0]?.parameters[0]?.value);
  });
});

describe('one cell of the output', () => {
  const network = convlensNetwork('- { conv: { out_channels: 2, kernel_size: 3 } }', '[1, 4, 4]');

  test('is the loss', async () => {
    const { layers } = await run(network, { loss: { kind: 'cell', place: [0, 1, 1, 0] } });
    expect(layers[0]?.gradient).toMatchObject({ count: 8, norm: 1, shareOfZeros: 7 / 8 });
  });

  test.each([[[0, 2, 0, 0]], [[0, 0, 0]], [[0, 0, -1, 0]]])('is none at %j', async (place) => {
    await expect(run(network, { loss: { kind: 'cell', place } })).rejects.toMatchObject({
      refusal: { kind: 'no-cell', place, shape: [1, 2, 2, 2] },
    });
  });
});

describe('a network of which not all layers run', () => {
  const reason = { kind: 'no-normalization', name: 'rms' };

  test('runs forward up to there, and says so', async () => {
    const network = convlensNetwork('- relu\n- dropout\n- rms_norm: 3\n- relu\n- relu');
    const { layers, loss, notes } = await run(network);
    expect(layers.map(({ id }) => id)).toEqual(['relu1', 'dropout1']);
    expect(loss).toBe(null);
    expect(notes).toEqual([
      { kind: 'skipped', id: 'rms_norm1', type: 'rms_norm', reason },
      { kind: 'behind-skipped', count: 2 },
      { kind: 'no-backward' },
      { kind: 'dropouts', count: 1 },
    ]);
  });

  test('runs backward where only a loss or a head is missing', async () => {
    const { loss, notes } = await run(convlensNetwork('- relu\n- rms_norm: 3'));
    expect(loss).toBeGreaterThan(0);
    expect(notes).toEqual([{ kind: 'skipped', id: 'rms_norm1', type: 'rms_norm', reason }]);
  });
});

test('several outputs add up to the loss', async () => {
  const two = convlensNetwork(
    '- { name: a, relu: }\n- { name: b, tanh: , from: a }\n- { name: c, sigmoid: , from: a }',
  );
  const { layers, loss } = await run(two);
  const [, b, c] = layers;
  const sum = (layer: typeof b) => (layer?.value.mean ?? 0) * (layer?.value.count ?? 0);
  expect(Math.abs((loss ?? 0) - sum(b) - sum(c))).toBeLessThan(1e-10);
  expect(layers.map(({ gradient }) => gradient !== null)).toEqual([true, true, true]);
});

describe('channels last', () => {
  test('flatten lists the values as Keras stores them', async () => {
    const model = JSON.stringify({
      class_name: 'Sequential',
      config: {
        layers: [
          { class_name: 'InputLayer', config: { batch_shape: [null, 2, 2, 3], name: 'in' } },
          { class_name: 'UpSampling2D', config: { name: 'up', size: 1 } },
          { class_name: 'Flatten', config: { name: 'flat' } },
        ],
      },
      keras_version: '3.0.0',
    });
    // [N, C, H, W]: the place in Keras' [N, H, W, C] is the value.
    const values = [0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11];
    const input = { kind: 'values', tensor: tensor([1, 3, 2, 2], values) } as const;
    const { tensors } = await run(networkOf('model.json', model), { input }, 'flat');
    expect([...(tensors?.output.data ?? [])]).toEqual([...Array(12).keys()]);
  });
});

test('a run is cancelled by its checkpoint, also inside of one layer', async () => {
  const network = convlensNetwork('- { conv: { out_channels: 64, kernel_size: 3 } }', '[64, 40, 40]');
  const seen: string[] = [];
  const cancelled = runNetwork(network, choices, {
    kernels: plainKernels,
    checkpoint: (done, total, layer) => {
      seen.push(`${done}/${total} ${layer}`);
      if (seen.length === 3) throw new Error('cancelled');
    },
  });
  await expect(cancelled).rejects.toThrow('cancelled');
  expect(seen).toEqual(['0/2 conv1', '0/2 conv1', '0/2 conv1']);
});
