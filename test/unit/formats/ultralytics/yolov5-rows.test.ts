import { describe, expect, test } from 'vitest';
import { at, modelOf, ultralyticsText } from '../../../support/ultralytics/source.ts';

const anchors = `
  - [10, 13, 16, 30, 33, 23]
  - [30, 61, 62, 45, 59, 119]
  - [116, 90, 156, 198, 373, 326]`;
const keys = { depth_multiple: '1.0', width_multiple: '1.0', anchors };

const rowOf = (id: string): number => Number(/^model\.(\d+)/.exec(id)?.[1]);

/** The rows of yolov5-fpn.yaml of release 2.0, with the parameters that yolo.py prints (ultralytics/yolov5#546). */
const printed: readonly (readonly [string, number])[] = [
  ['Focus 64 3', 7040],
  ['Conv 128 3 2', 73984],
  ['3x Bottleneck 128', 246912],
  ['Conv 256 3 2', 295424],
  ['9x BottleneckCSP 256', 1627904],
  ['Conv 512 3 2', 1180672],
  ['9x BottleneckCSP 512', 6499840],
  ['Conv 1024 3 2', 4720640],
  ['SPP 1024 [5,9,13]', 2624512],
  ['6x BottleneckCSP 1024', 18105344],
];

test('rows have the parameters that YOLOv5 prints', () => {
  const backbone = printed.map(([row]) => row).join('\n');
  const { layers } = modelOf(ultralyticsText({ keys, backbone, head: '9,6,4: Detect nc anchors' }));
  const params = printed.map((_, row) =>
    layers.reduce((sum, layer) => (rowOf(layer.id) === row ? sum + (layer.params ?? NaN) : sum), 0),
  );
  expect(params).toEqual(printed.map(([, count]) => count));
});

/** Shares as torch.linspace(0, n − 1e-6, c2).floor() gives them (PyTorch 1.13). */
describe('MixConv2d shares its channels out', () => {
  test.each([
    [64, '[1,3]', [32, 32]],
    [64, '[1,3,5]', [22, 21, 21]],
    [104, '[1,3,5]', [35, 34, 35]],
    [128, '[1,3,5]', [43, 42, 43]],
    [128, '[1,3,5,7]', [32, 32, 32, 32]],
  ])('%d to kernels %s', (channels, kernels, shares) => {
    const backbone = `Conv 24 3 2\nMixConv2d ${channels} ${kernels} 2`;
    const { layers, totals, problems } = modelOf(
      ultralyticsText({ keys, backbone, head: '0,0,1: Detect nc anchors' }),
      'a.yaml',
      at(64),
    );
    const parts = layers.filter(({ id }) => id.startsWith('model.1.m.'));
    expect(parts.map(({ outputShapes }) => outputShapes[0])).toEqual(
      shares.map((share) => [1, share, 16, 16]),
    );
    expect([totals.complete, problems.filter(({ severity }) => severity === 'error')]).toEqual([true, []]);
  });
});

test('C3SPP is a C3 around pools', () => {
  const text = ultralyticsText({ keys, backbone: 'C3SPP 64 [3,5]', head: '0,0,0: Detect nc anchors' });
  const { layers } = modelOf(text, 'a.yaml', at(64));
  const row = layers.filter(({ id, type }) => rowOf(id) === 0 && /Conv2d|MaxPool2d/.test(type));
  expect(row.map(({ id, outputShapes }) => [id, outputShapes[0]?.[1]])).toEqual([
    ['model.0.cv1.conv', 32],
    ['model.0.m.cv1.conv', 16],
    ['model.0.m.m.0', 16],
    ['model.0.m.m.1', 16],
    ['model.0.m.cv2.conv', 32],
    ['model.0.cv2.conv', 32],
    ['model.0.cv3.conv', 64],
  ]);
});
