import { describe, expect, test } from 'vitest';
import { fixesForProblem } from '../../../../src/formats/fixes.ts';
import { createPythonFormat } from '../../../../src/formats/python/format.ts';
import { applyEdits } from '../../../../src/util/span.ts';
import { problemsOf } from '../../../support/problem-lines.ts';
import { analyzeText } from '../../../support/python.ts';

const net = (layer: string): string => `import torch
from torch import nn

# convlens: input=2x3x9x9
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = ${layer}

    def forward(self, x):
        return self.layer(x)
`;

/** All problems as [where, message], the first one mended, and the shape at the end. */
function read(layer: string) {
  const text = net(layer);
  const analysis = analyzeText(text);
  const problems = problemsOf(analysis);
  const format = createPythonFormat();
  const [first] = problems;
  const context = { inputs: [], readFile: () => null };
  const document = { path: 'models/net.py', text };
  const [fix] = first ? fixesForProblem(first, 0, analysis, document, [format], context) : [];
  return {
    problems: problems.map(({ severity, span, message }) => [
      severity,
      text.slice(span.start, span.end),
      message,
    ]),
    fixed: fix && /self\.layer = (.*)/.exec(applyEdits(text, fix.edits))?.[1],
    shape: analysis.models[0]?.layers.at(-1)?.outputShapes[0],
  };
}

/** Each is a TypeError of PyTorch 1.13's; the layer goes on without what is too much. */
describe('a layer that is built with a keyword that it does not have', () => {
  test.each<readonly [layer: string, word: string, says: string, fixed: string, shape: readonly number[]]>([
    ['nn.AvgPool2d(3, dilation=2)', 'dilation', 'AvgPool2d has no parameter dilation.', 'nn.AvgPool2d(3)', [2, 3, 3, 3]],
    ['nn.BatchNorm2d(3, mom=.1)', 'mom', 'BatchNorm2d has no parameter mom. Did you mean momentum?', 'nn.BatchNorm2d(3, momentum=.1)', [2, 3, 9, 9]],
    ['nn.Conv2d(3, 4, 3, foo=2, padding=1)', 'foo', 'Conv2d has no parameter foo.', 'nn.Conv2d(3, 4, 3, padding=1)', [2, 4, 9, 9]],
    ['nn.Conv2d(3, 4, kernal_size=3)', 'kernal_size', 'Conv2d has no parameter kernal_size. Did you mean kernel_size?', 'nn.Conv2d(3, 4, kernel_size=3)', [2, 4, 7, 7]],
    ['nn.Flatten(dim=1)', 'dim', 'Flatten has no parameter dim. Did you mean start_dim?', 'nn.Flatten(start_dim=1)', [2, 243]],
    ['nn.AdaptiveAvgPool2d(size=1)', 'size', 'AdaptiveAvgPool2d has no parameter size. Did you mean output_size?', 'nn.AdaptiveAvgPool2d(output_size=1)', [2, 3, 1, 1]],
    ['nn.ReLU(device=None)', 'device', 'ReLU has no parameter device.', 'nn.ReLU()', [2, 3, 9, 9]],
  ])('%s', (layer, word, says, fixed, shape) => {
    expect(read(layer)).toEqual({ problems: [['error', word, says]], fixed, shape });
  }); // prettier-ignore

  test('several keywords of one line are said one by one', () => {
    const { problems, shape } = read('nn.Sequential(nn.AvgPool2d(3, dilation=2), nn.ReLU(slope=0.1), nn.Conv2d(3, 4, 3, biass=False))'); // prettier-ignore
    expect(problems.map(([, word]) => word)).toEqual(['dilation', 'slope', 'biass']);
    expect(shape).toEqual([2, 4, 1, 1]);
  });

  test.each([
    'nn.Conv2d(3, 4, 3, device=None, dtype=torch.float32)',
    'nn.LayerNorm(9, 1e-5, True, True, None, None)',
    'nn.Embedding(10, 4, _freeze=True)',
    'nn.BCEWithLogitsLoss(pos_weight=torch.ones(3))',
    'nn.CrossEntropyLoss(None, None, -100, None, "mean", 0.1)',
    'nn.Identity(54, unused=True)',
  ])('%s has all that it is given', (layer) => {
    const said = read(layer).problems.filter(([, , message]) => message?.includes('parameter'));
    expect(said).toEqual([]);
  });

  test('what a handler waits for, or another version may have, is no problem', () => {
    const text = `from torch import nn
from torchvision import transforms
try:
    norm = nn.BatchNorm2d(3, bias=False)
except TypeError:
    norm = nn.BatchNorm2d(3)
turn = transforms.RandomRotation(10, resample=False)
`;
    expect(problemsOf(analyzeText(text))).toEqual([]);
  });
});

describe('a layer that is built with too much or too little', () => {
  test.each<readonly [layer: string, says: string, shape: readonly (number | null)[]]>([
    ['nn.ReLU(True, True)', 'TypeError: ReLU() takes 1 argument but 2 were given', [2, 3, 9, 9]],
    [
      'nn.AvgPool2d(3, 3, 0, False, True, None, 3)',
      'TypeError: AvgPool2d() takes 6 arguments but 7 were given',
      [2, 3, 3, 3],
    ],
    ['nn.FractionalMaxPool2d(3)', 'Give output_size or output_ratio: neither is given.', [2, 3, null, null]],
    [
      'nn.FractionalMaxPool2d(3, output_size=2, output_ratio=0.5)',
      'Give either output_size or output_ratio, not both.',
      [2, 3, 2, 2],
    ],
  ])('%s', (layer, says, shape) => {
    const { problems, shape: after } = read(layer);
    expect(problems).toEqual([['error', layer, says]]);
    expect(after).toEqual(shape);
  });
});
