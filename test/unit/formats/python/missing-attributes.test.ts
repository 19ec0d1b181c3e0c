import { expect, test } from 'vitest';
import { analyzeText } from '../../../support/python.ts';

/** Widths as Python 3.11 evaluates them: what a class answers for itself is asked of no `__getattr__`. */
const cases: readonly (readonly [expression: string, width: number])[] = [
  ["3 if hasattr(options, 'absent') else 4", 4],
  ["getattr(options, 'absent', 5)", 5],
  ["getattr(options, 'width', 5)", 7],
  ['options.width if options else 6', 7],
  ['options.width if Options() else 6', 7],
  ["3 if hasattr(options, 'refused') else 8", 8],
  ["getattr(options, 'refused', 9)", 9],
];

test.each(cases)('%s is %i', (expression, width) => {
  const { models, problems } = analyzeText(`from torch import nn


class Options:
    def __init__(self, **given):
        self.__dict__['given'] = given

    def __getattr__(self, name):
        try:
            return self.given[name]
        except KeyError:
            raise AttributeError(name)

    @property
    def refused(self):
        raise AttributeError('refused')


class Net(nn.Module):
    # convlens: input=1x3x8x8
    def __init__(self):
        super().__init__()
        options = Options(width=7)
        self.conv = nn.Conv2d(3, ${expression}, 3)

    def forward(self, x):
        return self.conv(x)
`);
  expect(problems).toEqual([]);
  expect(models[0]?.layers.at(-1)?.outputShapes[0]).toEqual([1, width, 6, 6]);
});
