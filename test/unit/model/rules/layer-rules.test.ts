import { describe, expect, test } from 'vitest';
import type { Shape } from '../../../../src/model/graph/shape.ts';
import { messageOf } from '../../../../src/model/problems/messages.ts';
import { problemWords } from '../../../../src/model/problems/words/problem-words.ts';
import { customLayer, type Custom } from '../../../../src/model/rules/custom-layer.ts';
import { readLayerRules, type LayerFields } from '../../../../src/model/rules/layer-rule.ts';
import { inferOperation } from '../../../../src/model/shapes/infer-operation.ts';

const layer = (rule: unknown, fields: LayerFields = {}, order?: Custom['order']): Custom => {
  const custom = customLayer('Mine', readLayerRules({ Mine: rule }), () => fields, order);
  if (custom === null) throw new Error('There is a rule.');
  return custom;
};

const image: Shape = [2, 6, 13, 20];
const batch = { symbol: 'N', factor: 1 } as const;

const outputsOf = (rule: unknown, inputs: readonly Shape[] = [image], fields: LayerFields = {}) =>
  inferOperation(layer(rule, fields), inputs, 'pytorch').outputShapes;

const messagesOf = (rule: unknown, inputs: readonly Shape[] = [image], fields: LayerFields = {}) =>
  inferOperation(layer(rule, fields), inputs, 'pytorch').findings.map(
    (finding) => `${finding.code}: ${messageOf(finding, 'pytorch', 'Mine')}`,
  );

describe('the sizes of an output', () => {
  test.each<[string, readonly Shape[], LayerFields, readonly Shape[]]>([
    ['same', [image], {}, [image]],
    ['same; same', [image], {}, [image, image]],
    ['N, C, H, W', [image], {}, [image]],
    ['N, {filters}, ceil(H/{stride}), W/{stride}', [image], { filters: 64, stride: 2 }, [[2, 64, 7, 10]]],
    ['N, {f}, (H - {k} + 2*{p})//{s} + 1, W', [image], { f: 4, k: 3, p: 1, s: 2 }, [[2, 4, 7, 20]]],
    ['N, C, H/{stride=13}, W', [image], {}, [[2, 6, 1, 20]]],
    ['N, C, H*{scale}, W*{scale}', [[1, 3, 8, 8]], { scale: 0.25 }, [[1, 3, 2, 2]]],
    ['N, C, H*1.5, W', [[1, 3, 8, 8]], {}, [[1, 3, 12, 8]]],
    ['N, C, H/3*3, W', [[1, 3, 7, 8]], {}, [[1, 3, 7, 8]]],
    ['N, C, {k[0]}, {k[1]}', [image], { k: [3, 5] }, [[2, 6, 3, 5]]],
    ['N, C, {k[0]}, {k[1]}', [image], { k: 3 }, [[2, 6, 3, 3]]],
    ['N, C, {k}, {k}', [image], { k: [3, 3] }, [[2, 6, 3, 3]]],
    ['N, C, {my_param.size}, W', [image], { 'my_param.size': 9 }, [[2, 6, 9, 20]]],
    ['N, {0}, H, W', [image], { 0: 32 }, [[2, 32, 13, 20]]],
    ['N, {bias} + 1', [image], { bias: true }, [[2, 2]]],
    ['N, C + C2, max(H, H2), min(W, W2, 7)', [image, [2, 3, 30, 10]], {}, [[2, 9, 30, 7]]],
    ['N, sum(C), H, W', [image, image, [2, 1, 13, 20]], {}, [[2, 13, 13, 20]]],
    [
      'N, C/2, H, W; N, C/2, H, W',
      [image],
      {},
      [
        [2, 3, 13, 20],
        [2, 3, 13, 20],
      ],
    ],
    ['N, C, L//2', [[4, 8, 101]], {}, [[4, 8, 50]]],
    ['N, C, D, H*W', [[1, 2, 3, 4, 5]], {}, [[1, 2, 3, 20]]],
    ['d0, d1*d5', [[1, 2, 3, 4, 5, 6]], {}, [[1, 12]]],
    ['N, -(-C)', [image], {}, [[2, 6]]],
    ['2*N, C', [[batch, 5]], {}, [[{ symbol: 'N', factor: 2 }, 5]]],
    ['N/1, floor(C/2)', [[batch, 5]], {}, [[batch, 2]]],
    ['N + 1, C', [[batch, 5]], {}, [[null, 5]]],
    ['N, C, H, W', [[1, 3, null, 8]], {}, [[1, 3, null, 8]]],
    ['N, C', [null], {}, [[null, null]]],
    ['same', [null], {}, [null]],
  ])('%s of %j with %j', (rule, inputs, fields, outputs) => {
    expect(outputsOf(rule, inputs, fields)).toEqual(outputs);
    expect(messagesOf(rule, inputs, fields)).toEqual([]);
  });

  test('in the order of a model that keeps channels last', () => {
    const custom = layer('N, H/2, W/2, 2*C', {}, 'channels-last');
    expect(inferOperation(custom, [[1, 8, 10, 3]], 'keras').outputShapes).toEqual([[1, 4, 5, 6]]);
  });
});

describe('costs', () => {
  test.each<[unknown, number | null, number | null]>([
    ['same', null, null],
    [{ output: 'same' }, null, null],
    [{ output: 'same', params: 'C*9', macs: 'C*9*H*W' }, 54, 54 * 260],
    [{ output: 'same', params: 0, macs: 0 }, 0, 0],
    [{ output: 'same', params: '{none=4}*C' }, 24, null],
  ])('%j', (rule, params, macs) => {
    expect(inferOperation(layer(rule), [image], 'pytorch')).toMatchObject({ params, macs, findings: [] });
  });
});

describe('a rule that gives nothing', () => {
  const readable = 'layer-rule: The rule that you declared for Mine';
  const unreadable = `${readable} cannot be read:`;
  test.each<[unknown, LayerFields, string]>([
    ['', {}, `${unreadable} a size is missing at its end.`],
    ['N, C,', {}, `${unreadable} a size is missing at its end.`],
    ['N C', {}, `${unreadable} a sign such as \`,\` or \`*\` is missing before \`C\`.`],
    ['N, (C', {}, `${unreadable} \`)\` is missing at its end.`],
    ['N, C ^ 2', {}, `${unreadable} \`^\` means nothing in it.`],
    ['N, *C', {}, `${unreadable} a size is missing before \`*\`.`],
    ['N, floor(C, 2)', {}, `${unreadable} \`floor\` takes one value.`],
    ['N, sum(2)', {}, `${unreadable} \`sum\` takes one size of all inputs: \`sum(C)\`.`],
    ['N, {a b', {}, `${unreadable} \`{\` means nothing in it.`],
    ['N, {}', {}, `${unreadable} \`{}\` is no field: write \`{stride}\`, \`{stride[0]}\` or \`{stride=1}\`.`],
    ['N, 99999999999999999999', {}, `${unreadable} 99999999999999999999 is too large.`],
    [`N, ${'('.repeat(40)}C${')'.repeat(40)}`, {}, `${unreadable} it is nested too deeply.`],
    [`N, ${'C+'.repeat(300)}C`, {}, `${unreadable} it has more than 500 characters.`],
    [
      'N, filters',
      {},
      `${unreadable} it knows no \`filters\`: sizes are N, C, D, H, W, L, \`C2\` of the second input, \`d0\` by place, and a field of the layer is \`{stride}\`.`,
    ],
    [7, {}, `${unreadable} it is neither a text nor an object with \`output\`.`],
    [{ params: '1' }, {}, `${unreadable} \`output\` is missing, a text such as "N, C, H/2, W/2".`],
    [
      { output: 'same', flops: '1' },
      {},
      `${unreadable} it has \`flops\`, but only output, params, macs count.`,
    ],
    [
      { output: 'same', params: [] },
      {},
      `${unreadable} \`params\` and \`macs\` are texts such as "C*{filters}".`,
    ],
    ['N, C, L', {}, `${readable} reads L, but the input is [2, 6, 13, 20].`],
    ['N, d4', {}, `${readable} reads d4, but the input is [2, 6, 13, 20].`],
    ['N, C2', {}, `${readable} reads C2, but the layer has only 1 input.`],
    ['N, {k[2]}', { k: [3, 5] }, `${readable} reads {k[2]}: the list has no such place. The first is 0.`],
    [
      'N, {k}',
      { k: [3, 5] },
      `${readable} reads {k} as one number, but it is a list of 2. Write {k[0]}, {k[1]}, … there.`,
    ],
    ['N, C/{z}', { z: 0 }, `${readable} divides by 0.`],
    ['N, C//(H-13)', {}, `${readable} divides by 0.`],
    [
      'N, C, H/{stride}, W',
      { stride: 2 },
      `${readable} gives H/{stride} = 13/2 = 6.5, which is no size. Round it there with floor() or ceil(), or change the layer.`,
    ],
    [
      'N, (C-6)*2',
      {},
      `${readable} gives (C-6)*2 = (6-6)*2 = 0, which is no size. Round it there with floor() or ceil(), or change the layer.`,
    ],
    [
      'N, 0',
      {},
      `${readable} gives 0, which is no size. Round it there with floor() or ceil(), or change the layer.`,
    ],
    [
      'N, {f}',
      {},
      'unknown-layer: The rule that you declared for Mine reads {f}, which is not given here: the output is unknown. A value to take instead is written {f=1}.',
    ],
    [
      'N, {f}',
      { f: 'auto' },
      'unknown-layer: The rule that you declared for Mine reads {f}, which is no number here: the output is unknown. A value to take instead is written {f=1}.',
    ],
  ])('%j with %j', (rule, fields, message) => {
    expect(messagesOf(rule, [image], fields)).toEqual([message]);
    expect(outputsOf(rule, [image], fields)).toEqual([null]);
  });

  test.each([
    ['N C', '您为 Mine 声明的规则无法读取：`C` 之前缺少 `,` 或 `*` 之类的符号。'],
    ['N, C,', '您为 Mine 声明的规则无法读取：末尾缺少一个尺寸。'],
    [{ params: '1' }, '您为 Mine 声明的规则无法读取：缺少 `output`，即 "N, C, H/2, W/2" 这样的文本。'],
  ])('%j in Chinese', (rule, message) => {
    const [finding] = inferOperation(layer(rule), [image], 'pytorch').findings;
    expect(finding && messageOf(finding, 'pytorch', 'Mine', problemWords('zh-cn'))).toBe(message);
  });

  test('a layer without inputs', () => {
    expect(messagesOf('N, 3', [])).toEqual([`${readable} reads N, but the layer has no input.`]);
  });

  test('costs that are no counts', () => {
    expect(messagesOf({ output: 'same', params: 'H/2' })).toEqual([
      `${readable} gives H/2 = 13/2 = 6.5, which is no size. Round it there with floor() or ceil(), or change the layer.`,
    ]);
  });
});

test('a setting that is no object has no rules', () => {
  for (const written of [null, undefined, 7, 'same']) expect(readLayerRules(written).size).toBe(0);
});

test('names of what every object has are types like others', () => {
  expect(readLayerRules({ same: 'same' }).get('constructor')).toBeUndefined();
  expect(messagesOf('N, {constructor}')).toHaveLength(1);
});
