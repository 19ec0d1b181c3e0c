import { expect, test } from 'vitest';
import { applyEdits } from '../../../../src/util/span.ts';
import { problemsOf } from '../../../support/problem-lines.ts';
import { analyzeText } from '../../../support/python.ts';

const net = (methods: string, after = ''): string => `import torch
from torch import nn


class Net(nn.Module):
    # convlens: input=1x3x16x16
${methods}
${after}`;

const init = `    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)
`;
const forward = `    def forward(self, x):
        return self.conv(x)
`;

test.each([
  [init + forward.replace('forward', 'foward'), 'Nothing calls foward: PyTorch calls forward.'],
  [init + forward.replace('forward', 'Forward'), 'Nothing calls Forward: PyTorch calls forward.'],
  [init.replace('__init__(self', '__int__(self') + forward, 'Nothing calls __int__: Python calls __init__.'],
  [init.replace('__init__(self', '_init_(self') + forward, 'Nothing calls _init_: Python calls __init__.'],
  [init + forward.replace('self, ', ''), 'forward has no self: Python gives it the object first, as x.'],
])('%s', (methods, message) => {
  const text = net(methods);
  const { problems } = analyzeText(text);
  const found = problems.find((problem) => problem.message === message);
  expect(problemsOf(analyzeText(text)).map((problem) => problem.message)).toContain(message);
  const fixed = applyEdits(text, found?.repairs?.[0]?.edits ?? []);
  expect(fixed).toBe(net(init + forward));
  expect(problemsOf(analyzeText(fixed))).toEqual([]);
});

test.each([
  ['helpers of forward', init + forward + forward.replace('forward', 'forward1'), ''],
  [
    'what is called by its name',
    init + forward.replace('forward', 'foward'),
    'Net().foward(torch.zeros(1, 3, 16, 16))\n',
  ],
  [
    'a base class of which others say what forward does',
    init + forward.replace('forward', 'foward'),
    `class Other(Net):\n${forward}`,
  ],
  ['a method that is wrapped', `${init}    @staticmethod\n${forward.replace('self, ', '')}`, ''],
  ['__int__ that makes a number', `${init}${forward}    def __int__(self):\n        return 3\n`, ''],
  ['another name for self', init + forward.replaceAll('self', 'me'), ''],
])('%s: nothing is misnamed', (_, methods, after) => {
  const found = problemsOf(analyzeText(net(methods, after))).map(({ message }) => message);
  expect(found.filter((message) => /^Nothing calls|has no self/.test(message))).toEqual([]);
});
