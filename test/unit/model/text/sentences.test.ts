import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chineseSentences } from '../../../../src/model/text/chinese-sentences.ts';
import type { Sentence } from '../../../../src/model/text/sentence.ts';
import { sameText, textIn, translationFor } from '../../../../src/model/text/text-in.ts';
import { asWritten, filled, said } from '../../../../src/model/text/text.ts';

const sentences = Object.entries(chineseSentences) as readonly (readonly [Sentence, string])[];

/** Names of frameworks, formats, fields and functions, which stand as they are written in every language. */
const kept = new Set(
  [
    'A2C2f activation cutoffs enforce_sorted False affine_grid AIFI align_corners antialias batch_first bicubic bilinear blob bottom C2fAttn Caffe causal',
    'cdist channel_shuffle chunk class_name config constant conv ConvLens convlens Convolution convolutional custom',
    'filters macs normalize output params Resize stride sum',
    'Darknet dict divisor_override embed embed_dim embedding false fold forward from Functional glu GPU group_id group_norm groups',
    'height hidden_size idx init__ inner input inputs instance_norm int JSON Keras kernel_size key kpt_shape',
    'kthvalue layer layers left linear local_response_norm lp_pool1d LSTM max_unpool model models name net None',
    'none NumPy offsets ONNX out_channels output_ratio output_shape output_size pad padding padding_idx',
    'padding_mode per_channel per_feature policy proj_size Python PyTorch recompute_scale_factor ReLU relu renorm repeat',
    'reduction right roll rot90 rounding same scale_factor scales searchsorted self Sequential shape size slice_point softmax',
    'squeeze stack steps stft stride super tensordot top topk torch True true type unfold unsqueeze Upsample valid',
    'dim flip nonlinearity tanh TypeError value values weight weights_normalization weights_type width with_bn YAML YOLOE zeros',
  ].flatMap((line) => line.split(' ')),
);

const wordsIn = (text: string): readonly string[] =>
  (text.replace(/\{\d\}/g, '').match(/[A-Za-z][\w]*/g) ?? []).filter(
    (word) => word.length > 2 && !kept.has(word),
  );

/** Every place `{0}` of a sentence, in order. */
const placesIn = (text: string): readonly string[] => [...new Set(text.match(/\{\d\}/g) ?? [])].sort();

describe('a sentence has the same values in Chinese, and no English word', () => {
  test.each(sentences)('%s: %s', (english, chinese) => {
    expect(placesIn(chinese)).toEqual(placesIn(english));
    expect(wordsIn(chinese)).toEqual([]);
    expect(/[.?!]$/.test(english)).toBe(/[。？]$/.test(chinese));
  });
});

test('every sentence is said somewhere', () => {
  const sources = ['src/formats', 'src/model']
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    )
    .filter((file) => file.endsWith('.ts') && !file.includes(join('text', 'chinese')))
    .map((file) => readFileSync(file, 'utf8').replace(/(?<!\\)\\(['`])/g, '$1'))
    .join('\n');
  const unsaid = sentences.filter(([english]) => !sources.includes(english.replaceAll('\\', '\\\\')));
  expect(unsaid.map(([english]) => english).filter((english) => !ofTheYamlParser.has(english))).toEqual([]);
});

/** Said by js-yaml. */
const ofTheYamlParser: ReadonlySet<string> = new Set<Sentence>([
  'a line break is expected',
  'a whitespace character is expected after the key-value separator within a block mapping',
  'bad indentation of a mapping entry',
  'bad indentation of a sequence entry',
  'can not read a block mapping entry; a multiline key may not be an implicit key',
  'deficient indentation',
  'duplication of a tag property',
  'duplication of an anchor property',
  'end of the stream or a document separator is expected',
  "expected ':' after a mapping key",
  "expected the node content, but found ','",
  'missed comma between flow collection entries',
  'name of an alias node must contain at least one character',
  'name of an anchor node must contain at least one character',
  'tab characters must not be used in indentation',
  'the stream contains non-printable characters',
  'unexpected end of the stream within a double quoted scalar',
  'unexpected end of the stream within a flow collection',
  'unexpected end of the stream within a single quoted scalar',
  'unknown escape sequence',
]);

describe('a text in words', () => {
  const chinese = translationFor('zh-CN');
  const text = said('`{0}` must be {1}, not {2}.', 'size', said('one of {0}', 'a, b'), said('a list'));

  test.each([
    [text, '`size` must be one of a, b, not a list.', '`size` 必须是a, b 之一，而不是列表。'],
    ['the device', 'the device', '设备'],
    [filled('the device'), 'the device', '设备'],
    [asWritten('the device {0}'), 'the device {0}', 'the device {0}'],
    [
      said('{0} takes {1} dimensions, {2} has {3}.', 'stft', said('{0} or {1}', '0, 1', '2'), '2×3×4', 3),
      'stft takes 0, 1 or 2 dimensions, 2×3×4 has 3.',
      'stft 接受 0, 1 或 2 维，而 2×3×4 有 3 维。',
    ],
    [said('{0} takes {1} values', '{1}', 3), '{1} takes 3 values', '{1} 接受 3 个值'],
  ] as const)('%j', (said, english, inChinese) => {
    expect(textIn(translationFor('de'), said)).toBe(english);
    expect(textIn(chinese, said)).toBe(inChinese);
  });

  test('is the same where it says the same', () => {
    expect(sameText(said('In {0}: {1}', 'a', 'b'), said('In {0}: {1}', 'a', 'b'))).toBe(true);
    expect(sameText(said('In {0}: {1}', 'a', 'b'), said('In {0}: {1}', 'a', 'c'))).toBe(false);
    expect(sameText('the device', 'the device')).toBe(true);
    expect(sameText('the device', 'a gain')).toBe(false);
  });
});
