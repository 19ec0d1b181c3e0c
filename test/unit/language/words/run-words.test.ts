import { describe, expect, test } from 'vitest';
import type { RunNote } from '../../../../src/engine/session/run-note.ts';
import type { RefusedRun } from '../../../../src/engine/session/run-refusal.ts';
import { runWordsOf } from '../../../../src/language/words/run-words-of.ts';
import { sentenceFor } from '../../../../src/util/sentences.ts';

const english = runWordsOf('en');
const chinese = runWordsOf('zh-CN');

describe('why a network is not run, in English and in Chinese', () => {
  const refusals: readonly (readonly [RefusedRun, string, string])[] = [
    [
      { kind: 'no-class', target: 10, shape: [1, 10] },
      'Class 10 is none of an output of [1, 10].',
      '输出 [1, 10] 没有类别 10。',
    ],
    [
      { kind: 'several-outputs' },
      'The network has several outputs: a cell names none of them.',
      '网络有多个输出：只给出一个格，无法确定是哪个输出的。',
    ],
    [
      { kind: 'no-cell', place: [0, 3], shape: [1, 2] },
      'The output is [1, 2]: [0, 3] is no cell of it.',
      '输出为 [1, 2]：其中没有格 [0, 3]。',
    ],
    [{ kind: 'no-input', name: 'a' }, 'The network has no input a.', '网络没有输入 a。'],
    [
      { kind: 'other-shape', input: 'a', expected: [1, 2], given: [3] },
      'The input a takes [1, 2], and the values have shape [3].',
      '输入 a 的形状为 [1, 2]，而所给的值形状为 [3]。',
    ],
    [
      { kind: 'no-picture', shape: [1, 2, 4, 4] },
      'A picture fills an input of 1 or 3 channels, and this one is [1, 2, 4, 4].',
      '图片只能用作 1 或 3 个通道的输入，而该输入为 [1, 2, 4, 4]。',
    ],
    [
      { kind: 'memory', neededBytes: 2.06e9, allowedBytes: 1.2e7, offers: [] },
      'This run needs about 2.1 GB, and 12 MB are allowed.',
      '此次运行约需 2.1 GB，而上限为 12 MB。',
    ],
    [
      {
        kind: 'memory',
        neededBytes: 3.1e7,
        allowedBytes: 1.6e7,
        offers: [
          { kind: 'fewer-samples', shape: [4, 3, 32, 32] },
          { kind: 'smaller-input', shape: [1, 3, 352, 352] },
          { kind: 'fast' },
          { kind: 'forward-only', bytes: 6.29e6 },
        ],
      },
      'This run needs about 31 MB, and 16 MB are allowed. What fits: an input of 4x3x32x32; an input of about 1x3x352x352; the fast mode needs half of it; a forward pass alone takes 6.3 MB.',
      '此次运行约需 31 MB，而上限为 16 MB。可行的做法：使用 4x3x32x32 的输入；使用约 1x3x352x352 的输入；快速模式只需一半；只做前向计算需 6.3 MB。',
    ],
  ];

  test.each(refusals)('%j', (refusal, inEnglish, inChinese) => {
    expect(sentenceFor(english.refused, refusal)).toBe(inEnglish);
    expect(sentenceFor(chinese.refused, refusal)).toBe(inChinese);
  });
});

describe('what to know of a run, in English and in Chinese', () => {
  const notes: readonly (readonly [RunNote, string, string])[] = [
    [
      { kind: 'skipped', id: 'a', type: 'gelu6', reason: { kind: 'unknown-setting', setting: 'groups' } },
      'a (gelu6) is not run: its number of groups is not known.',
      'a（gelu6）没有运行：组数未知。',
    ],
    [
      {
        kind: 'skipped',
        id: 'a',
        type: 'conv',
        reason: { kind: 'other-shape', given: [1, 2], inferred: [1, 3] },
      },
      'a (conv) is not run: it gives 1×2 where 1×3 was inferred.',
      'a（conv）没有运行：它得到 1×2，而推断为 1×3。',
    ],
    [
      { kind: 'behind-skipped', count: 1 },
      '1 layer that comes after is not run either: its input is missing.',
      '其后的 1 层缺少输入，也没有运行。',
    ],
    [
      { kind: 'behind-skipped', count: 2 },
      '2 layers that come after are not run either: their input is missing.',
      '其后的 2 层缺少输入，也没有运行。',
    ],
    [
      { kind: 'no-backward' },
      'There is no backward pass: not all layers between the input and the outputs run.',
      '没有反向计算：输入与输出之间并非每一层都能运行。',
    ],
    [{ kind: 'dropouts', count: 1 }, '1 dropout passes everything on.', '1 个 dropout 层原样传递输入。'],
    [{ kind: 'dropouts', count: 3 }, '3 dropouts pass everything on.', '3 个 dropout 层原样传递输入。'],
  ];

  test.each(notes)('%j', (note, inEnglish, inChinese) => {
    expect(sentenceFor(english.notes, note)).toBe(inEnglish);
    expect(sentenceFor(chinese.notes, note)).toBe(inChinese);
  });
});

/** Values for all reasons at once: a sentence takes those of its kind. */
const values = {
  layer: 'conv1',
  setting: 'epsilon',
  rank: 5,
  dimension: 3,
  given: [1],
  inferred: [2],
  name: 'softmin',
  mode: 'lp',
} as const;

test.each(Object.keys(chinese.skipped) as (keyof typeof chinese.skipped)[])(
  'why a layer is not run, in Chinese: %s',
  (kind) => {
    const text = (chinese.skipped[kind] as (one: object) => string)({ kind, ...values });
    const names = 'conv1 softmin PixelShuffle Keras lp hard sigmoid softplus'.split(' ');
    expect((text.match(/[A-Za-z]\w+/g) ?? []).filter((word) => !names.includes(word))).toEqual([]);
    expect(text).toMatch(/^[^。]*[^。 ]$/);
    expect(text).not.toMatch(/undefined|\[object/);
  },
);
