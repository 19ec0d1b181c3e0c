import { describe, expect, test } from 'vitest';
import type { Problem } from '../../../../src/model/problems/problem.ts';
import {
  analyzeUltralytics,
  at,
  ultralyticsText,
  type ModelSource,
} from '../../../support/ultralytics/source.ts';

/** Problems that are more than information, as `code "text": message`. */
function problemsIn(text: string, path?: string, context = {}): readonly string[] {
  const { models, problems } = analyzeUltralytics(text, path, context);
  const all: readonly Problem[] = [...problems, ...models.flatMap((model) => model.problems)];
  return all
    .filter(({ severity }) => severity !== 'information')
    .map(({ code, span, message }) => `${code} ${text.slice(span.start, span.end)}: ${message}`);
}

const head = 'nn.Identity';
const model = (backbone: string, rest: Partial<ModelSource> = {}): string =>
  ultralyticsText({ backbone, head, ...rest });

describe('what the frameworks refuse', () => {
  test.each([
    [
      '9: Conv 64 3 2',
      'unknown-reference 9: Row 9 is not before this one (number 0): the first row takes -1, the image.',
    ],
    [
      'Conv 64 3 2\n-2: Conv 64 3 2',
      'unknown-reference -2: Row -2 is not before this one (number 1): those are 0 to 0, or -1 to -1.',
    ],
    [
      'Conv 64 3 2\n-1,4: Concat 1',
      'unknown-reference 4: Row 4 is not before this one (number 1): those are 0 to 0, or -1 to -1.',
    ],
    ['Conv 64 3 2\nConcat 1', 'invalid-value -1: `Concat` takes a list of rows: write `[-1]`.'],
    ['Conv 64 3 2\n-1,0: Conv 64 3 2', 'invalid-value [-1, 0]: `Conv` takes one row, not a list.'],
    ['Conv', 'missing-field []: `Conv` needs the argument `c2`.'],
    ['SCDown 64 3', 'missing-field [64, 3]: `SCDown` needs the argument `s`.'],
    ['Conv 64 3 2 None 1 1 True 5', 'invalid-value 5: `Conv` takes 7 arguments here at most.'],
    ['Conv many 3 2', 'invalid-value many: A number is expected here by `Conv`.'],
    ['Conv 64 wide 2', 'invalid-value wide: `k` must be a number.'],
    [
      'C2f 48\nA2C2f 80',
      'invalid-value 80: The inner channels of A2C2f must be a multiple of 32, but are 40.',
    ],
    [
      'Conv 64 3 2\nC2PSA 128',
      'invalid-value 128: This module needs as many channels out as in: 64 go in, 128 should come out.',
    ],
    [
      'Conv 64 3 2\nPSA 64',
      'invalid-value 64: Attention needs 64 inner channels for each head, but there are only 32.',
    ],
    [
      'CBLinear [16,32]\nConv 8\n0,-1: CBFuse [2]',
      'invalid-value [2]: `idx` must name one part of each input but the last, counted from 0.',
    ],
    [
      'Conv 64 3 2\nConv 66 3 2 None 16',
      'groups-mismatch 66: 72 output channels cannot be divided into 16 groups: 72/16 = 4.5. Take channels that are a multiple of 16, or 1, 2, 3, 4, 8 or 72 groups.',
    ],
    ['900x C2f 64', 'too-large 900: 900 repeats are more than ConvLens follows (500).'],
  ])('%s', (backbone, expected) => {
    expect(problemsIn(model(backbone))[0]).toBe(expected);
  });

  test('an unknown module: its channels are kept, its sizes unknown, and nothing else is wrong', () => {
    const text = model('Conv 32 3 2\nC2ff 64\nConv 48 1');
    const report = analyzeUltralytics(text).models[0];
    expect(problemsIn(text)).toEqual([
      'unknown-layer C2ff: ConvLens does not know the module `C2ff`: its sizes are unknown. Did you mean `C2f`?',
    ]);
    expect(report?.layers.map(({ id, outputShapes }) => [id, outputShapes[0]]).slice(4, 6)).toEqual([
      ['model.1', [null, 32, null, null]],
      ['model.2.conv', [null, 48, null, null]],
    ]);
  });

  test('a repeated module whose channels change fits only once', () => {
    expect(problemsIn(model('2x Conv 64 3 2'))[0]).toMatch(/^channel-mismatch Conv: .*3.*64/);
  });

  test('channels that a ResNet layer is told, at their number', () => {
    expect(problemsIn(model('ResNetLayer 4 64 1 True 1'))[0]).toMatch(/^channel-mismatch 4: .*4.*3/);
  });

  test('a scale that the file does not have', () => {
    const text = model('Conv 64 3 2', { scales: { n: [1, 1, 8], m: [1, 1, 8] } });
    expect(problemsIn(text, 'yolov8x.yaml')).toEqual([
      'unknown-reference scales: The scale `x` is in the name of this file, but this file has `n`, `m` only.',
    ]);
    expect(problemsIn(text, 'yolov8x.yaml', { scale: 'n' })).toEqual([]);
  });

  test.each([
    [
      'nc: 80\nbackbone:\n  - [-1, 1, Conv, [8]]\n',
      'missing-field nc: `head` is missing: a list of [from, repeats, module, arguments].',
    ],
    [
      'backbone:\n  - [-1, 1, Conv, [8]]\nhead: []\n',
      'missing-field backbone: `nc` is missing: the number of classes.',
    ],
    [
      'nc: 8\nbackbone:\n  - [-1, 1, Conv, [8]]\nhead: 5\n',
      'invalid-value 5: `head` must be a list of [from, repeats, module, arguments], not 5.',
    ],
    [
      'nc: 8\nbackbone:\n  - [-1, 1, Conv, [8]]\n  - [-1, 1, Conv]\nhead: []\n',
      'invalid-value [-1, 1, Conv]: A row is [from, repeats, module, arguments], four values; this is 3 values.',
    ],
    [
      'nc: 8\nbackbone:\n  - [-1, 1, Conv, [8]]\n  - [x, 1, Conv, [8]]\nhead: []\n',
      'invalid-value x: The first value of a row is the number of an earlier row, or a list of such numbers, not "x".',
    ],
    [
      'nc: 8\nbackbone:\n  - [-1, 1, Conv, [8]]\n  - [-1, two, Conv, [8]]\nhead: []\n',
      'invalid-value two: The second value of a row is how often it is repeated, not "two".',
    ],
    [
      'nc: 8\nactivation: Swish\nbackbone:\n  - [-1, 1, Conv, [8]]\nhead: []\n',
      'unknown-layer Swish: ConvLens does not know the activation "Swish": write one of torch.nn, such as `nn.ReLU()`.',
    ],
    [
      'nc: 8\ndepth_multiple: deep\nbackbone:\n  - [-1, 1, Conv, [8]]\nhead: []\n',
      'invalid-value deep: `depth_multiple` must be a number, not "deep".',
    ],
  ])('%j', (text, expected) => {
    expect(problemsIn(text)).toEqual([expected]);
  });
});

describe('a head that takes the place of an argument that is left out', () => {
  const needs = (module: string, args: string, name: string) =>
    `missing-field ${args}: \`${module}\` needs the argument \`${name}\`.`;
  test.each([
    ['Detect', [needs('Detect', '[]', 'nc')]],
    ['Detect nc', []],
    ['Segment nc', [needs('Segment', '[nc]', 'npr')]],
    ['Segment nc 32', [needs('Segment', '[nc, 32]', 'npr')]],
    ['Pose nc', [needs('Pose', '[nc]', 'kpt_shape')]],
    [
      'Pose nc kpt_shape',
      ['invalid-value kpt_shape: The keypoints are [number, values of each]: write `kpt_shape: [17, 3]`.'],
    ],
    ['Pose nc [5,2]', []],
    ['OBB nc', [needs('OBB', '[nc]', 'ne')]],
    ['v10Detect', [needs('v10Detect', '[]', 'nc')]],
    ['RTDETRDecoder', [needs('RTDETRDecoder', '[]', 'nc')]],
    ['WorldDetect nc', [needs('WorldDetect', '[nc]', 'embed')]],
    ['Detect nc 16', ['invalid-value 16: `Detect` takes 1 argument here at most.']],
  ])('%s', (last, expected) => {
    const text = ultralyticsText({ backbone: 'Conv 64 3 2', head: `0,: ${last}` });
    expect(problemsIn(text)).toEqual(expected);
  });
});

describe('input sizes', () => {
  const unet = {
    backbone: 'Conv 16 3 2\nConv 32 3 2\nConv 64 3 2',
    head: 'nn.Upsample None 2 "nearest"\n-1,1: Concat 1\nConv 8',
  };

  test('a join of sizes that were rounded names the row that rounded', () => {
    const text = ultralyticsText(unet);
    const { models } = analyzeUltralytics(text, 'net.yaml', at(90));
    const [problem] = models[0]?.problems.filter(({ severity }) => severity === 'error') ?? [];
    const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
    expect([problem?.code, lineOf(problem?.span.start ?? 0), problem?.message.includes('12 of 23')]).toEqual([
      'join-mismatch',
      8,
      true,
    ]);
    expect(problem?.related.map(({ span, message }) => `${lineOf(span.start)}: ${message}`)[0]).toBe(
      '5: model.2.conv makes 12 of 23 here.',
    );
  });

  test.each([
    [88, []],
    [640, []],
    [96, []],
  ])('%d', (size, expected) => {
    expect(problemsIn(ultralyticsText(unet), 'net.yaml', at(size))).toEqual(expected);
  });

  test('cells that do not split into areas', () => {
    const text = model('Conv 64 3 2\n1x A2C2f 64 True 4');
    expect(problemsIn(text, 'net.yaml', at(46))).toEqual([
      'impossible A2C2f: 529 cells cannot be split into 4 equal parts. Take another input size.',
    ]);
  });
});
