import { expect, test } from 'vitest';
import { analyze } from '../../../../src/formats/analyze.ts';
import { createPythonFormat } from '../../../../src/formats/python/format.ts';

test.each(['**', '2**10', '(', '['])(
  'getattr with the name %s, which is no word, is no fault of ours',
  (name) => {
    const text = `from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)

    def forward(self, x):
        return getattr(self, "${name}")(self.conv(x))
`;
    const { problems } = analyze({ path: 'net.py', text }, [createPythonFormat()], {
      inputs: [],
      readFile: () => null,
    });
    expect(problems.filter(({ code }) => code === 'internal-error')).toEqual([]);
  },
);
