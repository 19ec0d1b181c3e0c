import { expect, test } from 'vitest';
import { configFormats } from '../../../../src/formats/config-formats.ts';
import { CancellationSource } from '../../../../src/util/cancellation.ts';
import { analysisHandlers } from '../../../../src/worker/analysis/handlers.ts';

const { token } = new CancellationSource();
const of = { uri: 'file:///strided.convlens.yaml', version: 1 };
const text = `input: [2, 8, 8]
rounding: floor
layers:
  - conv: {name: conv, out_channels: 2, kernel_size: 3, stride: 2, padding: 1}
  - max_pool: {name: pool, kernel_size: 2, stride: 2}
`;

async function answersIn(language: string) {
  const handlers = analysisHandlers(configFormats(), undefined, undefined, language);
  const content = { kind: 'text', text } as const;
  const answer = await handlers.analyze(
    { ...of, path: 'strided.convlens.yaml', content, choices: { inputs: [] }, severities: {} },
    { token },
  );
  if (!('kind' in answer) || answer.kind !== 'analysis') throw new Error('the document is a model');
  const [problem] = answer.problems;
  const fixes = await handlers.fixes({ ...of, problem: 0 }, { token });
  const network = await handlers.network({ ...of, model: 0 }, { token });
  const sizes = [{ axes: [0, 1], size: 10 }];
  const resized = await handlers.networkAt({ ...of, model: 0, sizes }, { token });
  if (!('layers' in network) || !('layers' in resized)) throw new Error('networks come as they are');
  return {
    message: problem?.message,
    related: problem?.related.map((place) => place.message),
    fix: 'map' in fixes ? fixes.map(({ title }) => title)[0] : null,
    summaries: network.layers.map(({ summary }) => summary),
    resized: resized.problems[0]?.message,
  };
}

test.each([
  [
    'en',
    {
      message:
        '(8 − 3 + 2·1)/2 + 1 = 4.5 is rounded down to 4. The last row and column of padding are never read: the padding is in effect 1 before and 0 after. No input is lost at the end.',
      related: ['The input is [1, 2, 8, 8], given in the file.'],
      fix: 'Kernel 4: output 4; the rest fits',
      summaries: ['', '3×3, stride 2, padding 1', 'max 2, stride 2'],
      resized:
        '(10 − 3 + 2·1)/2 + 1 = 5.5 is rounded down to 5. The last row and column of padding are never read: the padding is in effect 1 before and 0 after. No input is lost at the end.',
    },
  ],
  [
    'zh-cn',
    {
      message:
        '(8 − 3 + 2·1)/2 + 1 = 4.5，向下取整为 4。填充的最后 1 行和最后 1 列从未被读取：实际填充为前 1、后 0。末尾没有丢失输入。',
      related: ['输入是 [1, 2, 8, 8]，由文件给出。'],
      fix: '核尺寸改为 4：输出 4；其余无问题',
      summaries: ['', '3×3，步幅 2，填充 1', '最大 2，步幅 2'],
      resized:
        '(10 − 3 + 2·1)/2 + 1 = 5.5，向下取整为 5。填充的最后 1 行和最后 1 列从未被读取：实际填充为前 1、后 0。末尾没有丢失输入。',
    },
  ],
])('a worker whose user reads %s says what it finds so', async (language, said) => {
  expect(await answersIn(language)).toEqual(said);
});
