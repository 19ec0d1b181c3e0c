import { expect, test } from 'vitest';
import { knownFormats } from '../../../../src/formats/known-formats.ts';
import { LineIndex } from '../../../../src/util/line-index.ts';
import { CancellationSource } from '../../../../src/util/cancellation.ts';
import { analysisHandlers } from '../../../../src/worker/analysis/handlers.ts';

const { token } = new CancellationSource();

const net = (comment: string, call = ''): string => `import torch
from torch import nn

${comment}
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)

    def forward(self, x, y=0):
        return self.conv(x) + y
${call}
`;
const darknet = '# convlens: input=1x3x32x32\n[net]\nwidth=64\nheight=64\nchannels=3\n[avgpool]\n';

/** What is selected to change the size of a file's first model; null where the size is asked for. */
async function selected(path: string, text: string): Promise<string | null> {
  const handlers = analysisHandlers(knownFormats());
  const of = { uri: `file:///${path}`, version: 1, path, choices: { inputs: [] }, severities: {} };
  const answer = await handlers.analyze({ ...of, content: { kind: 'text', text } }, { token });
  if (!('kind' in answer) || answer.kind !== 'analysis') throw new Error('the document is a model');
  const range = answer.models[0]?.inputRange;
  const lines = new LineIndex(text);
  return range ? text.slice(lines.offset(range.start), lines.offset(range.end)) : null;
}

test.each([
  ['a comment', 'net.py', net('# convlens: input=2x3x32x32'), '2x3x32x32'],
  ['a comment with names', 'net.py', net('# convlens: input=x:2x3x9x9, y:2x8x7x7  '), '2x3x9x9'],
  ['a call', 'net.py', net('', 'Net()(torch.zeros(2, 3, 9, 9))'), 'Net()(torch.zeros(2, 3, 9, 9))'],
  ['nothing', 'net.py', net(''), null],
  ["another format's comment, which is not where its size stands", 'net.cfg', darknet, null],
])('%s (%s)', async (_, path, text, expected) => {
  expect(await selected(path, text)).toBe(expected);
});
