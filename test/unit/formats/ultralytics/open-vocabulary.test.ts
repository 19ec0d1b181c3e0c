import { describe, expect, test } from 'vitest';
import { compactShapeText } from '../../../../src/model/problems/number-text.ts';
import type { ModelReport } from '../../../../src/model/report.ts';
import { analyzeUltralytics, at, modelOf, ultralyticsText } from '../../../support/ultralytics/source.ts';
import { worldModels, yoloeSource } from '../../../support/ultralytics/world.ts';

const shapeOf = ({ layers }: ModelReport, id: string): string | undefined => {
  const shape = layers.find((layer) => layer.id === id)?.outputShapes[0];
  return shape === undefined ? undefined : compactShapeText(shape);
};

const [first, second] = worldModels.map(({ name, source }) =>
  modelOf(ultralyticsText({ ...source, nc: 7 }), `${name}.yaml`, at(320)),
) as [ModelReport, ModelReport];

describe('YOLO-World', () => {
  test('has a text for each class as a second input', () => {
    expect(first.inputs.map(({ name, shape }) => [name, shape])).toEqual([
      ['input', [1, 3, 320, 320]],
      ['txt_feats', [1, 7, 512]],
    ]);
  });

  test.each([
    ['model.12.attn.gl', '7×64'],
    ['model.12.attn.view()#2', '2×32×20×20'],
    ['model.12.attn.einsum()', '2×20×20×7'],
    ['model.12.attn.view()#4', '64×20×20'],
    ['model.12.cv2.conv', '128×20×20'],
    ['model.16.im_pools.2', '256×3×3'],
    ['model.16.transpose()', '27×256'],
    ['model.16.einsum()', '8×7×27'],
    ['model.16.einsum()#2', '7×8×32'],
    ['model.16.add()', '7×512'],
    ['model.23.cv4.0.einsum()', '7×40×40'],
    ['model.23.cat()', '71×40×40'],
    ['model.23.cat()#5', '11×2100'],
  ])('%s gives %s', (id, shape) => {
    expect(shapeOf(first, id)).toBe(shape);
  });

  test('rows behind ImagePoolingAttn take the texts that it gives, the head those of the input', () => {
    const { layers } = first;
    const indexOf = (id: string) => layers.findIndex((layer) => layer.id === id);
    const sourceOf = (id: string) => layers[indexOf(id)]?.inputs[0]?.node;
    expect(sourceOf('model.15.attn.gl')).toBe(indexOf('txt_feats'));
    expect(sourceOf('model.19.attn.gl')).toBe(indexOf('model.16.add()'));
    expect(sourceOf('model.23.cv4.0.normalize()#2')).toBe(indexOf('txt_feats'));
  });

  test('normalizes by batch in its second version', () => {
    expect(second.layers.find(({ id }) => id === 'model.22.cv4.0.norm')?.params).toBe(1024);
  });

  test('counts the texts that the user gives', () => {
    const text = ultralyticsText(worldModels[1]?.source ?? { backbone: '', head: '' });
    const inputs = [{ name: 'txt_feats', dims: [1, 3, 512], origin: 'argument' as const }];
    expect(shapeOf(modelOf(text, 'yolov8n-worldv2.yaml', { inputs }), 'model.22.cat()#5')).toBe('7×8400');
  });
});

describe('YOLOE', () => {
  const model = modelOf(ultralyticsText(yoloeSource), 'yoloe-v8n-seg.yaml');

  test('scores cells by texts, and gives masks', () => {
    expect(shapeOf(model, 'model.22.cat()#5')).toBe('116×8400');
    expect(shapeOf(model, 'model.22.proto.cv3.conv')).toBe('32×160×160');
  });

  test('counts the modules for prompts, which are not called', () => {
    // Of the head, PyTorch counts 3,531,638 in modules built alike; the rows before it are those of yolov8n-seg.
    const before = model.layers.reduce(
      (sum, { blocks, params }) => (blocks[0] === 'model.22' ? sum : sum + (params ?? NaN)),
      0,
    );
    expect([model.totals.params, model.totals.params - before]).toEqual([5791174, 3531638]);
  });
});

describe('what the modules refuse', () => {
  test.each([
    [
      'C2fAttn 64 100 2',
      '100',
      'C2fAttn needs as many embedding channels as it has inner ones (32), not 104.',
    ],
    ['C2fAttn 64 32 3', '3', '32 channels cannot be split into 3 heads.'],
    ['-1,: ImagePoolingAttn 100', '[100]', '100 channels cannot be split into 8 heads.'],
    ['-1,: YOLOEDetect nc 512 False', 'False', 'YOLOE needs `with_bn` to be True.'],
    ['-1,: YOLOEDetect nc 64 True', '64', '`embed` must be 80 or more here, but is 64.'],
  ])('%s', (row, place, message) => {
    const text = ultralyticsText({ backbone: 'Conv 32 3 8', head: row });
    const { problems } = analyzeUltralytics(text);
    expect(problems.map((each) => [text.slice(each.span.start, each.span.end), each.message])).toContainEqual(
      [place, message],
    );
  });
});

describe('torchvision', () => {
  const hint = 'ConvLens does not know TorchVision, so its output is unknown.';

  test.each([
    ['TorchVision 512 "resnet18"\nClassify nc', 'model.0', '512×?×?'],
    ['TorchVision 512 "resnet18" "DEFAULT" True 2 True\nIndex 256 6', 'model.1', '256×?×?'],
    ['TorchVision 512 "resnet18" "DEFAULT" True 2 True\nIndex 256 6', 'model.0', '?'],
  ])('%s: %s is %s', (backbone, id, shape) => {
    const model = modelOf(ultralyticsText({ backbone, head: 'nn.Identity' }));
    expect(shapeOf(model, id)).toBe(shape);
    const [problem, ...others] = model.problems.map(({ severity, message }) => [severity, message]);
    expect([problem?.[0], problem?.[1]?.startsWith(hint), others]).toEqual(['hint', true, []]);
  });

  test('Index picks one of several results', () => {
    const text = ultralyticsText({ backbone: 'CBLinear [8,16]\nIndex 16 1\nConv 4', head: 'nn.Identity' });
    expect(shapeOf(modelOf(text, 'x.yaml', at(32)), 'model.2.conv')).toBe('8×32×32');
    expect(modelOf(text).layers.find(({ id }) => id === 'model.2.conv')?.inputs[0]).toMatchObject({
      output: 1,
    });
  });
});
