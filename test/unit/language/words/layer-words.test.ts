import { describe, expect, test } from 'vitest';
import { codeLenses } from '../../../../src/language/code-lenses.ts';
import { hoverAt } from '../../../../src/language/hover.ts';
import { inlayHints } from '../../../../src/language/inlay-hints.ts';
import { demandText, sizesText } from '../../../../src/language/size-survey.ts';
import { outline } from '../../../../src/language/symbols.ts';
import { layerWordsOf } from '../../../../src/language/words/layer-words-of.ts';
import { surveySizes } from '../../../../src/model/clean-sizes/survey.ts';
import type { Variant } from '../../../../src/model/variant.ts';
import { inferGraph } from '../../../../src/model/shapes/infer-graph.ts';
import { conv, graphOf, input, maxPool, relu } from '../../../support/graph.ts';
import { said } from '../../../../src/model/text/text.ts';

const chinese = layerWordsOf('zh-cn');

const stem = inferGraph(
  graphOf([
    {
      id: 'input',
      operation: { ...input(1, 3, 224, 224), origin: 'default', reason: said('the images of {0}', 'MNIST') },
    },
    { id: 'conv1', operation: conv(3, 64, { kernel: 7, stride: 2, padding: 3 }) },
    { id: 'relu', operation: relu },
    { id: 'pool', operation: maxPool({ kernel: 2, stride: 3, dilation: 2 }) },
  ]),
);
/** Every layer on a line of its own, ten characters with the line's end. */
const lines = '123456789\n'.repeat(4);

describe('in Chinese', () => {
  test.each([
    [
      12,
      [
        '**conv1** convolution',
        '`(224 − 7 + 2·3)/2 + 1 = 112.5 → 112` 高和宽',
        '`1×3×224×224` → `1×64×112×112`',
        '9,472 个参数，118 M 次乘加',
        '感受野为输入的 7×7，步幅 2，起始于 −3',
        '输入尺寸 1×3×224×224：默认值：MNIST 的图像',
      ],
    ],
    [
      32,
      [
        '**pool**',
        '`(112 − 3)/3 + 1 ≈ 37.33 → 37`（核跨 2·(2 − 1) + 1 = 3 格）高和宽',
        '`1×64×112×112` → `1×64×37×37`',
        '感受野为输入的 11×11，步幅 6，起始于 −3',
        '高和宽：112 格中有 38 格从未被读取：末尾 1 格，空洞卷积核的空洞中 37 格',
        '输入尺寸来自 conv1：1×64×112×112',
      ],
    ],
  ])('the hover at %i', (offset, paragraphs) => {
    expect(hoverAt([stem], offset, [], [], chinese)?.markdown.split('\n\n')).toEqual(paragraphs);
  });

  test('what is not known', () => {
    const why = {
      graph: 0,
      node: 1,
      reason: 'a name that is not known',
      span: null,
      construct: 'f(a)',
      line: 3,
    } as const;
    expect(hoverAt([stem], 12, [why], [], chinese)?.markdown).toContain(
      '未知：未知的名称（第 3 行：f\\(a\\)）',
    );
    const leftOut = { name: 'Net', span: { start: 100, end: 103 }, line: 9, reason: 'time was up' } as const;
    expect(hoverAt([stem], 101, [], [leftOut], chinese)?.markdown).toBe('未知：没有追踪 Net：时间已到');
  });

  test.each([
    ['9,472', null, '9,472 个参数，乘加次数未知'],
    [null, '0', '参数个数未知，0 次乘加'],
  ])('%s parameters and %s multiply-adds, where null is not known', (params, macs, text) => {
    expect(chinese.costs(params, macs)).toBe(text);
  });

  test('inlay hints', () => {
    const [first] = inlayHints([stem], lines, { start: 0, end: 5 }, chinese);
    expect(first?.label).toBe('3×224×224（默认值：MNIST 的图像）');
  });

  test('code lenses and the outline', () => {
    const variants: readonly Variant[] = [
      { kind: 'phase', options: ['TRAIN', 'TEST'], chosen: 'TEST', origin: 'default' },
      { kind: 'scale', options: ['n', 's'], chosen: 'n', origin: 'file-name' },
      { kind: 'model', options: ['a', 'b'], chosen: null, origin: 'default' },
    ];
    const demand = demandText(surveySizes(stem, { from: 1, to: 512 }), chinese);
    const totals = '9,472 个参数，118 M 次乘加，前向占用 6.13 MiB';
    expect(codeLenses([stem], [demand], variants, chinese).map(({ title }) => title)).toEqual([
      `显示网络布局：${totals}`,
      '输入 1×3×224×224，默认值：MNIST 的图像；恰好整除的尺寸：6·k + 5',
      '阶段 TEST，默认值',
      '规模 n，由文件名给出',
      '全部 2 个模型',
    ]);
    expect(outline([stem, stem], chinese).map(({ detail }) => detail)).toEqual([totals, totals]);
  });
});

const bounds = { smallest: 5, below: null, above: null, divisor: null, present: null };

test.each([
  [{ ...bounds, smallest: null, ranges: [], pattern: null }, 'none', '无'],
  [
    { ...bounds, ranges: [[5, 100]], pattern: { period: 1, from: 5, remainders: [[1, 1]] } },
    'every size from 5',
    '从 5 起的任何尺寸',
  ],
  [
    { ...bounds, smallest: 3, ranges: [[5, 100]], pattern: { period: 1, from: 5, remainders: [[1, 1]] } },
    'every size from 5, and fewer below',
    '从 5 起的任何尺寸，更小的只有一部分',
  ],
  [
    {
      ...bounds,
      smallest: 32,
      ranges: [[32, 32]],
      pattern: { period: 32, from: 64, remainders: [[32, 32]] },
    },
    'multiples of 32 from 64, and others below',
    '从 64 起的 32 的倍数，更小的另有一些',
  ],
  [
    {
      ...bounds,
      smallest: 25,
      ranges: [
        [25, 32],
        [57, 64],
      ],
      pattern: { period: 32, from: 25, remainders: [[25, 32]] },
    },
    '25–32, 57–64 (by 32)',
    '25–32, 57–64（周期 32）',
  ],
] as const)('%j: %s, %s', (set, english, inChinese) => {
  expect(sizesText(set)).toBe(english);
  expect(sizesText(set, chinese)).toBe(inChinese);
});
