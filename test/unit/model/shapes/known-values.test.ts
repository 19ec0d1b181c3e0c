import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../../src/formats/analyze.ts';
import { onnxFormat } from '../../../../src/formats/onnx/onnx.ts';
import type { Operation } from '../../../../src/model/graph/operation.ts';
import { inferGraph } from '../../../../src/model/shapes/infer-graph.ts';
import { emptyContext } from '../../../support/format-context.ts';
import { conv, graphOf, input, maxPool } from '../../../support/graph.ts';
import { analyzeFile, torchvision } from '../../../support/python.ts';

const same3 = conv(null, 8, { kernel: 3, padding: 1 });
const halved = maxPool({ kernel: 2, stride: 2 });
const times = (count: number, operation: Operation): readonly Operation[] =>
  Array.from({ length: count }, () => operation);

/** VGG-16's convolutions and pools; AlexNet v2 and ResNet-50 v1 with their strides as TF-Slim has them. */
const networks: Readonly<Record<string, readonly Operation[]>> = {
  'VGG-16': [2, 2, 3, 3, 3].flatMap((count) => [...times(count, same3), halved]),
  'AlexNet v2': [
    conv(null, 8, { kernel: 11, stride: 4 }),
    maxPool({ kernel: 3, stride: 2 }),
    conv(null, 8, { kernel: 5, padding: 2 }),
    maxPool({ kernel: 3, stride: 2 }),
    ...times(3, same3),
    maxPool({ kernel: 3, stride: 2 }),
  ],
  'ResNet-50 v1': [
    conv(null, 8, { kernel: 7, stride: 2, padding: 3 }),
    { ...maxPool({ kernel: 3, stride: 2 }), padding: { kind: 'same-upper' } },
    ...[3, 4, 6].flatMap((units) => [
      ...times(units - 1, same3),
      conv(null, 8, { kernel: 3, stride: 2, padding: 1 }),
    ]),
    ...times(3, same3),
  ],
};

describe('receptive fields as Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural Networks" (Distill, 2019), list them', () => {
  test.each([
    ['VGG-16', 212, 32, 90],
    ['AlexNet v2', 195, 32, 64],
    ['ResNet-50 v1', 483, 32, 239],
  ])('%s: %i cells, stride %i, padding %i', (name, size, stride, padding) => {
    const operations = [input(1, 3, 512, 512), ...(networks[name] ?? [])];
    const graph = graphOf(operations.map((operation, place) => ({ id: `${place}`, operation })));
    expect(inferGraph(graph).layers.at(-1)?.receptiveField).toEqual({
      size: [size, size],
      stride: [stride, stride],
      start: [-padding, -padding],
    });
  });
});

// torchvision's own figures: the `_ops` of each model's weights, in billions.
describe('multiply-adds of one image as torchvision lists them (GFLOPS)', () => {
  test.each([
    ['alexnet', 0.714],
    ['densenet121', 2.834],
    ['resnet18', 1.814],
    ['squeezenet1_1', 0.349],
    ['vgg11_bn', 7.609],
    ['efficientnet_b0', 0.386],
    ['mobilenet_v3_small', 0.057],
    ['shufflenet_v2_x0_5', 0.04],
  ])('%s: %d', (name, billions) => {
    const file = new URL(`../../../fixtures/onnx/${name}.onnx.gz`, import.meta.url);
    const document = { path: `${name}.onnx`, text: '', bytes: gunzipSync(readFileSync(file)) };
    const dims = [1, 3, 224, 224];
    const context = { ...emptyContext, inputs: [{ dims, origin: 'argument' as const }] };
    const { macs } = analyze(document, [onnxFormat], context).models[0]?.totals ?? { macs: NaN };
    expect(Math.round(macs / 1e6) / 1000).toBe(billions);
  });
});

describe.skipIf(!torchvision)(
  'parameters and multiply-adds of torchvision’s models (CONVLENS_TORCHVISION)',
  () => {
    test.each([
      ['resnet', 'resnet18', 11_689_512, 1.814],
      ['resnet', 'resnet50', 25_557_032, 4.089],
      ['resnet', 'wide_resnet50_2', 68_883_240, 11.398],
      ['vgg', 'vgg16', 138_357_544, 15.47],
      ['alexnet', 'alexnet', 61_100_840, 0.714],
      ['mobilenetv2', 'mobilenet_v2', 3_504_872, 0.301],
      ['densenet', 'densenet121', 7_978_856, 2.834],
      ['squeezenet', 'squeezenet1_0', 1_248_424, 0.819],
    ])('%s.py %s: %i, %d billion', (file, name, params, billions) => {
      const path = `${torchvision ?? ''}/models/${file}.py`;
      const totals = analyzeFile(path, name, [[1, 3, 224, 224]]).models[0]?.totals;
      expect([totals?.params, Math.round((totals?.macs ?? NaN) / 1e6) / 1000]).toEqual([params, billions]);
    });
  },
);

describe('memory of activations in float32', () => {
  const bytes = (...counts: readonly number[]) => counts.reduce((sum, count) => sum + 4 * count, 0);

  test('forward: the most that is needed at one moment; training: all outputs', () => {
    const graph = graphOf([
      { id: 'input', operation: input(1, 3, 8, 8) },
      { id: 'a', operation: conv(3, 16, { kernel: 3, padding: 1 }) },
      { id: 'b', operation: conv(16, 4, { kernel: 3, padding: 1 }) },
      { id: 'c', operation: conv(4, 4, { kernel: 3, padding: 1 }) },
    ]);
    expect(inferGraph(graph).totals).toMatchObject({
      forwardBytes: bytes(16 * 64, 4 * 64),
      trainingBytes: bytes(3 * 64, 16 * 64, 4 * 64, 4 * 64),
    });
  });

  test('a skip connection is kept until the join', () => {
    const graph = graphOf([
      { id: 'input', operation: input(1, 4, 8, 8) },
      { id: 'a', operation: conv(4, 4, { kernel: 3, padding: 1 }) },
      { id: 'b', operation: conv(4, 8, { kernel: 3, padding: 1 }) },
      { id: 'c', operation: conv(8, 4, { kernel: 3, padding: 1 }) },
      { id: 'add', operation: { kind: 'combine', name: 'add', broadcast: 'none' }, from: ['a', 'c'] },
    ]);
    expect(inferGraph(graph).totals.forwardBytes).toBe(bytes(4 * 64, 8 * 64, 4 * 64));
  });

  test('a flatten and a dropout hold nothing of their own', () => {
    const graph = graphOf([
      { id: 'input', operation: input(1, 4, 8, 8) },
      { id: 'flatten', operation: { kind: 'flatten', start: 1, end: -1 } },
      { id: 'dropout', operation: { kind: 'elementwise', role: 'dropout', name: 'dropout' } },
    ]);
    expect(inferGraph(graph).totals).toMatchObject({ forwardBytes: bytes(256), trainingBytes: bytes(256) });
  });
});
