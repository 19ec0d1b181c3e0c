import { describe, expect, test } from 'vitest';
import { fullShapeText } from '../../../../src/language/quantities.ts';
import { compactShapeText } from '../../../../src/model/problems/number-text.ts';
import { at, modelOf, ultralyticsText, type ModelSource } from '../../../support/ultralytics/source.ts';
import { detrModels, resNetDetr } from '../../../support/ultralytics/detr.ts';
import { v10Models } from '../../../support/ultralytics/v10.ts';
import { v11Models, v12Models } from '../../../support/ultralytics/v11.ts';
import { backbone8, head8, scales8, v8Models } from '../../../support/ultralytics/v8.ts';
import { v9Models } from '../../../support/ultralytics/v9.ts';
import { v26Models } from '../../../support/ultralytics/v26.ts';

const models = new Map(
  [...v8Models, ...v9Models, ...v10Models, ...v11Models, ...v12Models, ...v26Models, ...detrModels].map(
    ({ name, source }) => [name, source] as const,
  ),
);

function source(name: string): ModelSource {
  const found = models.get(name);
  if (!found) throw new Error(`no model ${name}`);
  return found;
}

describe('layers in the order in which they run', () => {
  test('C2f of one bottleneck with a shortcut', () => {
    const text = ultralyticsText({ backbone: 'Conv 16 3 2\nC2f 32 True', head: 'nn.Identity' });
    const { layers } = modelOf(text, 'net.yaml', at(64));
    const row = layers.filter(({ blocks }) => blocks[0] === 'model.1');
    expect(
      row.map(({ id, type, outputShapes }) => [id, type, compactShapeText(outputShapes[0] ?? null)]),
    ).toEqual([
      ['model.1.cv1.conv', 'Conv2d', '32×32×32'],
      ['model.1.cv1.bn', 'BatchNorm2d', '32×32×32'],
      ['model.0.act', 'SiLU', '32×32×32'],
      ['model.1.chunk()', 'chunk', '16×32×32'],
      ['model.1.m.0.cv1.conv', 'Conv2d', '16×32×32'],
      ['model.1.m.0.cv1.bn', 'BatchNorm2d', '16×32×32'],
      ['model.0.act', 'SiLU', '16×32×32'],
      ['model.1.m.0.cv2.conv', 'Conv2d', '16×32×32'],
      ['model.1.m.0.cv2.bn', 'BatchNorm2d', '16×32×32'],
      ['model.0.act', 'SiLU', '16×32×32'],
      ['model.1.m.0.add()', 'add', '16×32×32'],
      ['model.1.cat()', 'cat', '48×32×32'],
      ['model.1.cv2.conv', 'Conv2d', '32×32×32'],
      ['model.1.cv2.bn', 'BatchNorm2d', '32×32×32'],
      ['model.0.act', 'SiLU', '32×32×32'],
    ]);
    expect(row[4]?.blocks).toEqual(['model.1', 'model.1.m.0', 'model.1.m.0.cv1']);
  });

  test('a repeated module is numbered; one that is not, is not', () => {
    const text = ultralyticsText({
      backbone: '2x Conv 3 3\nConv 8 1',
      head: 'nn.Identity',
      scales: { a: [1, 1, 3] },
    });
    const names = modelOf(text).layers.map(({ id }) => id);
    expect(names.filter((id) => id.endsWith('conv'))).toEqual([
      'model.0.0.conv',
      'model.0.1.conv',
      'model.1.conv',
    ]);
  });

  test.each([
    ['nn.ReLU()', 'ReLU'],
    ['torch.nn.LeakyReLU(0.1)', 'LeakyReLU'],
    ['nn.Identity()', 'Identity'],
  ])('activation: %s', (activation, type) => {
    const text = ultralyticsText({ keys: { activation }, backbone: 'Conv 8', head: 'nn.Identity' });
    expect(modelOf(text).layers[3]?.type).toBe(type);
  });
});

describe('what a head gives', () => {
  test.each([
    ['yolov8', 'yolov8n', 640, ['1×84×8400']],
    ['yolov8', 'yolov8x', 672, ['1×84×9261']],
    ['yolov8-ghost-p6', 'yolov8s-ghost-p6', 640, ['1×84×8500']],
    ['yolov9e', 'yolov9e', 320, ['1×84×2100']],
    ['yolov10n', 'v10', 640, ['1×300×6']],
    ['yolov10n', 'v10', 64, ['1×84×6']],
    ['yolo11-pose', 'yolo11n-pose', 640, ['1×135×8400']],
    ['yolo11-cls', 'yolo11n-cls', 224, ['1×80']],
    ['yolo12', 'yolo12l', 640, ['1×84×8400']],
    ['yolo26', 'yolo26n', 640, ['1×300×6']],
    ['yolo26-obb', 'yolo26x-obb', 320, ['1×300×7']],
    ['rtdetr-l', 'rtdetr-l', 640, ['1×300×84']],
  ])('%s as %s at %d', (name, file, size, expected) => {
    const model = modelOf(ultralyticsText(source(name)), `${file}.yaml`, at(size));
    const { outputShapes } = model.layers.at(-1) ?? { outputShapes: [] };
    expect(outputShapes.map(fullShapeText)).toEqual(expected);
  });

  test.each([
    [
      'Segment nc 32 256',
      [
        [1, 116, 8400],
        [1, 32, 160, 160],
      ],
    ],
    ['OBB nc 1', [[1, 85, 8400]]],
    [
      'Segment26 nc 32 256',
      [
        [1, 116, 8400],
        [1, 32, 160, 160],
      ],
    ],
    ['OBB26 nc 1', [[1, 85, 8400]]],
  ])('%s', (last, expected) => {
    const text = ultralyticsText({ scales: scales8, backbone: backbone8, head: head8(last) });
    const { layers } = modelOf(text, 'yolov8n.yaml');
    const used = new Set(layers.flatMap(({ inputs }) => inputs.map((ref) => ref?.node)));
    const outputs = layers.flatMap(({ outputShapes: [shape] }, place) => (used.has(place) ? [] : [shape]));
    expect(outputs).toEqual(expected);
  });
});

/** ultralytics/nn/modules/head.py, 8.4: Detect.forward, forward_head. */
test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
  ['Detect nc', {}, ['cv2', 'cv3', 'dfl']],
  ['Segment nc 32 256', {}, ['cv2', 'cv3', 'cv4', 'dfl', 'proto']],
  [
    'Segment nc 32 256',
    { end2end: 'True' },
    ['cv2', 'cv3', 'cv4', 'one2one_cv2', 'one2one_cv3', 'one2one_cv4', 'dfl', 'proto'],
  ],
])('%s, %j: branch by branch, all levels of each', (last, keys, expected) => {
  const text = ultralyticsText({ scales: scales8, keys, backbone: backbone8, head: head8(last) });
  const branches = modelOf(text, 'yolov8n.yaml').layers.flatMap(({ id, type }) => {
    const [, branch = ''] = /^model\.22\.(\w+)\./.exec(id) ?? [];
    return branch !== '' && /^(Conv|BatchNorm|ConvTranspose)2d$/.test(type) ? [branch] : [];
  });
  expect(branches.filter((branch, place) => branch !== branches[place - 1])).toEqual(expected);
});

describe('an end-to-end head: true', () => {
  const keys = { end2end: 'True', reg_max: '1' };

  test.each([
    ['Detect nc', 640, '1×300×6'],
    ['Segment nc 32 256', 640, '1×300×38'],
    ['OBB nc 1', 320, '1×300×7'],
    ['Pose nc kpt_shape', 320, '1×300×57'],
    ['Pose26 nc kpt_shape', 320, '1×300×57'],
  ])('%s at %d', (last, size, expected) => {
    const all = { ...keys, kpt_shape: '[17, 3]' };
    const text = ultralyticsText({ scales: scales8, keys: all, backbone: backbone8, head: head8(last) });
    const { layers, totals, problems } = modelOf(text, 'yolov8n.yaml', at(size));
    const results = layers.filter(({ id }) => id.includes('.postprocess()'));
    expect(results.map(({ outputShapes: [shape] }) => fullShapeText(shape ?? null))).toEqual([expected]);
    expect([totals.complete, problems.filter(({ severity }) => severity === 'error')]).toEqual([true, []]);
  });

  test.each([
    ['YOLOEDetect nc 512 True', '1×300×6', ['cv2', 'cv3', 'cv4']],
    ['YOLOESegment nc 32 256 512 True', '1×300×38', ['cv2', 'cv3', 'cv4', 'cv5']],
    ['YOLOESegment26 nc 32 256 512 True', '1×300×38', ['cv2', 'cv3', 'cv4', 'cv5']],
  ])('%s gives %s, by copies of all branches', (last, expected, lists) => {
    const text = ultralyticsText({ scales: scales8, keys, backbone: backbone8, head: head8(last) });
    const { layers, totals, problems } = modelOf(text, 'yolov8n.yaml', at(320));
    const results = layers.filter(({ id }) => id.includes('.postprocess()'));
    expect(results.map(({ outputShapes: [shape] }) => fullShapeText(shape ?? null))).toEqual([expected]);
    expect([totals.complete, problems.filter(({ severity }) => severity === 'error')]).toEqual([true, []]);
    const paramsOf = (list: string) =>
      layers.reduce(
        (sum, { id, params }) => (id.startsWith(`model.22.${list}.`) ? sum + (params ?? NaN) : sum),
        0,
      );
    for (const list of lists) {
      expect(paramsOf(list)).toBeGreaterThan(0);
      expect(paramsOf(`one2one_${list}`)).toBe(paramsOf(list));
    }
  });
});

test('the layers of ResNet-50 below RT-DETR have the parameters of torchvision’s', () => {
  const { layers } = modelOf(ultralyticsText(resNetDetr));
  const backbone = layers.filter(({ id }) => /^model\.[0-4]\./.test(id));
  expect(backbone.reduce((sum, { params }) => sum + (params ?? NaN), 0)).toBe(23_508_032);
});

describe('the scale', () => {
  const text = ultralyticsText({
    scales: { n: [1, 0.25, 64], x: [1, 1, 32] },
    backbone: 'Conv 64',
    head: 'nn.Identity',
  });
  test.each([
    ['net.yaml', undefined, 16],
    ['yolov8x.yaml', undefined, 32],
    ['folder/yolo11x-seg.yaml', undefined, 32],
    ['yolov8x.yaml', 'n', 16],
  ])('%s, asked for %s', (path, scale, channels) => {
    const model = modelOf(text, path, scale === undefined ? {} : { scale });
    expect(model.layers[1]?.outputShapes[0]?.[1]).toBe(channels);
  });

  test('C3k2 without a scale has C3k blocks: Python finds an empty text in any other', () => {
    const rows = { backbone: 'Conv 64\nC3k2 64 False', head: 'nn.Identity' };
    const names = modelOf(ultralyticsText(rows), 'net.yaml').layers.map(({ id }) => id);
    expect(names).toContain('model.1.m.0.cv3.conv');
    const small = modelOf(ultralyticsText({ ...rows, scales: { n: [1, 1, 64] } }), 'net.yaml');
    expect(small.layers.map(({ id }) => id)).not.toContain('model.1.m.0.cv3.conv');
  });

  test.each([
    [3, 0.5, 2],
    [5, 0.5, 2],
    [7, 0.5, 4],
    [6, 0.33, 2],
    [2, 0.1, 1],
    [1, 3, 1],
  ])('%d repeats at depth %d', (repeats, depth, expected) => {
    const rows = { backbone: `Conv 8\n${repeats}x C2f 8`, head: 'nn.Identity' };
    const { layers } = modelOf(ultralyticsText({ ...rows, scales: { n: [depth, 1, 64] } }));
    expect(layers.filter(({ id }) => /^model\.1\.m\.\d+\.cv1\.conv$/.test(id))).toHaveLength(expected);
  });
});
