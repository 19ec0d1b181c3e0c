import { describe, expect, test } from 'vitest';
import { analyze, type Analysis } from '../../../../src/formats/analyze.ts';
import { convlensComments } from '../../../../src/formats/comments/convlens-comments.ts';
import { directivesOf } from '../../../../src/formats/comments/directive.ts';
import type { FormatContext, InputChoice } from '../../../../src/formats/format.ts';
import { knownFormats } from '../../../../src/formats/known-formats.ts';
import { emptyContext } from '../../../support/format-context.ts';

const analyzed = (path: string, text: string, context: Partial<FormatContext> = {}): Analysis =>
  analyze({ path, text }, knownFormats(), { ...emptyContext, ...context });

const darknet = (comment: string) =>
  `[net]\nwidth=416\nheight=416\nchannels=3\n${comment}\n[convolutional]\nfilters=4\nsize=3\n`;
const caffe = (comment: string) =>
  `${comment}\nlayer { name: "i" type: "Input" top: "i" input_param { shape { dim: 1 dim: 3 dim: 16 dim: 16 } } }
layer { name: "c" type: "Convolution" bottom: "i" top: "c" convolution_param { num_output: 4 kernel_size: 3 } }
layer { name: "d" type: "Dropout" bottom: "c" top: "c" include { phase: TRAIN } }
layer { name: "s" type: "Softmax" bottom: "c" top: "s" include { phase: TEST } }\n`;
const convlens = (comment: string) =>
  `${comment}\ninput: 3x16x16\nlayers:\n  - conv: 3\n    out_channels: 4\n`;

describe('an input size in a comment', () => {
  test.each([
    ['a.cfg', darknet('# convlens: input=1x3x320x256'), [1, 3, 320, 256], 'comment'],
    ['a.cfg', darknet('; ConvLens: input = 320x256'), [1, 3, 320, 256], 'comment'],
    ['a.cfg', darknet('# convlens: nothing'), [1, 3, 416, 416], 'file'],
    ['a.cfg', darknet('# see convlens: input=1x3x320x256'), [1, 3, 416, 416], 'file'],
    ['a.prototxt', caffe('# convlens: input=8x3x32x32'), [8, 3, 32, 32], 'comment'],
    ['a.prototxt', caffe('# convlens: input=i:8x3x32x32'), [8, 3, 32, 32], 'comment'],
    ['a.prototxt', caffe('name: "a # convlens: input=8x3x32x32"'), [1, 3, 16, 16], 'file'],
    ['a.convlens.yaml', convlens('# convlens: input=2x3x64x64'), [2, 3, 64, 64], 'comment'],
    ['a.convlens.yaml', convlens('name: a # convlens: input=2x3x64x64'), [2, 3, 64, 64], 'comment'],
    ['a.convlens.yaml', convlens('name: "a # convlens: input=2x3x64x64"'), [1, 3, 16, 16], 'file'],
  ])('%s: %j gives %j, %s', (path, text, shape, origin) => {
    expect(analyzed(path, text).models[0]?.inputs).toMatchObject([{ shape, origin }]);
  });
});

const asked: InputChoice = { dims: [1, 3, 8, 8], origin: 'memory' };
const set: InputChoice = { dims: [1, 3, 9, 9], origin: 'setting' };

describe('the strongest choice wins', () => {
  test.each([
    ['what is asked for before a comment', darknet('# convlens: input=1x3x7x7'), [asked, set], 'memory'],
    ['a comment before the file', darknet('# convlens: input=1x3x7x7'), [set], 'comment'],
    ['the file before a setting', darknet(''), [set], 'file'],
    ['a setting where the file is open', darknet('').replace('width=416', 'width=0'), [set], 'setting'],
  ] as const)('%s', (_, text, inputs, origin) => {
    expect(analyzed('a.cfg', text, { inputs }).models[0]?.inputs[0]?.origin).toBe(origin);
  });

  test('a setting fills only what the file leaves open', () => {
    const text = darknet('').replace('width=416', 'width=0');
    expect(analyzed('a.cfg', text, { inputs: [set] }).models[0]?.inputs[0]?.shape).toEqual([1, 3, 416, 9]);
  });
});

describe("Caffe's phase", () => {
  test.each([
    ['', undefined, 'TEST', 'default', 'Softmax'],
    ['# convlens: phase=TRAIN', undefined, 'TRAIN', 'comment', 'Dropout'],
    ['# convlens: phase=train', 'TEST', 'TEST', 'chosen', 'Softmax'],
    ['state { phase: TRAIN }', undefined, 'TRAIN', 'file', 'Dropout'],
  ] as const)('%j and %s chosen: %s, %s', (comment, phase, chosen, origin, last) => {
    const { variants, models } = analyzed('a.prototxt', caffe(comment), phase && { phase });
    expect(variants).toEqual([{ kind: 'phase', options: ['TEST', 'TRAIN'], chosen, origin }]);
    expect(models[0]?.layers.at(-1)?.type).toBe(last);
  });

  test('no choice where no layer belongs to only one phase', () => {
    expect(analyzed('a.prototxt', caffe('').replace(/ include \{[^}]*\}/g, '')).variants).toBeUndefined();
  });
});

describe("Ultralytics' scale and input size", () => {
  const rows =
    'scales:\n  n: [0.33, 0.25, 1024]\n  s: [0.33, 0.5, 1024]\nbackbone:\n  - [-1, 1, Conv, [64, 3, 2]]\nhead: []\n';
  test.each([
    ['yolov8.yaml', '', {}, 'n', 'default', [1, 16, 320, 320], 'default'],
    ['yolov8s.yaml', '', {}, 's', 'file-name', [1, 32, 320, 320], 'default'],
    ['yolov8.yaml', '# convlens: scale=s input=1x3x64x64', {}, 's', 'comment', [1, 32, 32, 32], 'comment'],
    [
      'yolov8.yaml',
      '# convlens: scale=s',
      { scale: 'n', inputs: [set] },
      'n',
      'chosen',
      [1, 16, 5, 5],
      'setting',
    ],
  ] as const)('%s, %j, %j: %s, %s', (path, comment, context, chosen, origin, output, inputOrigin) => {
    const { variants, models } = analyzed(path, `${comment}\n${rows}`, context);
    expect(variants).toEqual([{ kind: 'scale', options: ['n', 's'], chosen, origin }]);
    expect(models[0]?.inputs[0]?.origin).toBe(inputOrigin);
    expect(models[0]?.layers[1]?.outputShapes).toEqual([output]);
  });
});

test('where the comments stand, and what they say', () => {
  const text = '[net] # convlens: input=1x2\n  ; convlens: scale=s phase=TEST  \n"# convlens: input=1"\n';
  const comments = convlensComments(text, ['#', ';']);
  expect(comments.map(({ start, end }) => text.slice(start, end))).toEqual([
    '# convlens: input=1x2',
    '; convlens: scale=s phase=TEST',
  ]);
  expect(directivesOf(comments)).toMatchObject([
    { inputs: [{ name: null, dims: [1, 2] }], scale: null, phase: null },
    { inputs: [], scale: 's', phase: 'TEST' },
  ]);
});

test.each([
  ['# convlens: input=1x3x8x8', ['1x3x8x8']],
  ['# convlens: model=Net(a=1) input = [2, 3, 8, 8]', ['2, 3, 8, 8']],
  ['# convlens: input=image:1x3x8x8, mask:(1x1x8x8) scale=s', ['1x3x8x8', '1x1x8x8']],
  ['# convlens: input=1x3x8x8; 1 x 10', ['1x3x8x8', '1 x 10']],
  ['# convlens: input.image=1x3x8x8 mask=1x8x8', ['1x3x8x8', '1x8x8']],
])('%s: sizes at %j', (text, sizes) => {
  const [directive] = directivesOf(convlensComments(`\n  ${text}\n`, ['#']));
  expect(directive?.inputs.map(({ start, end }) => `\n  ${text}\n`.slice(start, end))).toEqual(sizes);
});
