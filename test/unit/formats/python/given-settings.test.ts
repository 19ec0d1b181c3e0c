import { expect, test } from 'vitest';
import { dimText } from '../../../../src/model/problems/number-text.ts';
import { textIn } from '../../../../src/model/text/text-in.ts';
import { explanationText } from '../../../../src/cli/shapes/explain.ts';
import { problemsOf } from '../../../support/problem-lines.ts';
import { analyzeText } from '../../../support/python.ts';

const head = `import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self, width, classes):
        super().__init__()
        self.conv = nn.Conv2d(3, width, 3)
        self.head = nn.Conv2d(width, classes, 1)

    def forward(self, x):
        return self.head(self.conv(x))


`;

/** How the net is built, and its layers with their shapes as PyTorch 1.13 gives them, as far as the file says them. */
const cases: readonly (readonly [title: string, text: string, shown: string])[] = [
  [
    'arguments of the command line',
    `import argparse
parser = argparse.ArgumentParser()
parser.add_argument('--width', type=int, default=11)
parser.add_argument('--classes', type=int, default=5)
Net(**vars(parser.parse_args()))(torch.randn(2, 3, 9, 9))`,
    'conv 2x11x7x7, head 2x5x7x7',
  ],
  [
    'a file with settings',
    `import yaml
settings = yaml.safe_load(open('net.yaml'))
Net(**settings['net'])(torch.randn(2, 3, 9, 9))`,
    'conv 2x?x7x7, head 2x?x7x7',
  ],
  [
    'a file with settings beside a number',
    `import yaml
Net(13, **yaml.safe_load(open('net.yaml')))(torch.randn(2, 3, 9, 9))`,
    'conv 2x13x7x7, head 2x?x7x7',
  ],
  [
    'a data class that is replaced',
    `from dataclasses import dataclass, field, replace
@dataclass
class Sizes:
    widths: list = field(default_factory=lambda: [4, 5])
    width: int = field(init=False)
    def __post_init__(self):
        self.width = sum(self.widths)
sizes = replace(Sizes(), widths=[6, 8])
Net(sizes.width, 3)(torch.randn(2, 3, 9, 9))`,
    'conv 2x14x7x7, head 2x3x7x7',
  ],
];

test.each(cases)('%s', (_, text, shown) => {
  const analysis = analyzeText(head + text);
  const [model] = analysis.models;
  const layers = model?.layers.filter(({ operation }) => operation.kind !== 'input') ?? [];
  const found = layers.map(
    ({ id, outputShapes: [shape] }) => `${id} ${(shape ?? []).map(dimText).join('x')}`,
  );
  expect(found.join(', ')).toBe(shown);
  expect(problemsOf(analysis)).toEqual([]);
});

test('a model whose arguments stand nowhere is named with them', () => {
  const analysis = analyzeText(head);
  const reason = 'nothing in the file says what its constructor is given as width, classes';
  expect(analysis.models).toEqual([]);
  expect(analysis.leftOut?.map((each) => [each.name, each.line, textIn(null, each.reason)])).toEqual([
    ['Net', 5, reason],
  ]);
  expect(explanationText({ analysis, path: 'net.py' })).toBe(
    `Not known:\nnet.py:5: Net: not followed: ${reason}`,
  );
});

test('a part of another model is no model that lacks its arguments', () => {
  const whole = `class Whole(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = Net(4, 2)

    def forward(self, x):
        return self.net(x)
`;
  const analysis = analyzeText(head + whole);
  expect(analysis.models.map(({ name }) => name)).toEqual(['Whole']);
  expect(analysis.leftOut).toBeUndefined();
});

test('a file without a model has no sizes that are known', () => {
  expect(explanationText({ analysis: analyzeText('import torch\n'), path: 'net.py' })).toBe(
    'No model was found.',
  );
});
