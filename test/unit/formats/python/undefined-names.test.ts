import { expect, test } from 'vitest';
import { textIn } from '../../../../src/model/text/text-in.ts';
import { problemsOf } from '../../../support/problem-lines.ts';
import { analyzeText } from '../../../support/python.ts';

const net = (before: string, built: string, forward: string): string => `import torch
from torch import nn
${before}

class Net(nn.Module):
    # convlens: input=1x3x16x16
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, ${built}, 3)

    def forward(self, x):
        ${forward.replaceAll('\n', '\n        ')}
`;

const messages = (text: string) => problemsOf(analyzeText(text)).map(({ message }) => message);

/** Python 3 raises a NameError for each. */
test.each([
  ['a function that is not imported', '', '8', 'return relu(self.conv(x))', 'relu'],
  ['a module that is not imported', '', '8', 'return F.relu(self.conv(x))', 'F'],
  ['a number', '', 'channels', 'return self.conv(x)', 'channels'],
  ['a mistyped name', 'hidden_channels = 8', 'hiden_channels', 'return self.conv(x)', 'hiden_channels'],
  ['a part of a text', '', '8', 'print(f"{name}")\nreturn self.conv(x)', 'name'],
  ['the right side of an assignment', '', '8', 'y = z\nreturn self.conv(x)', 'z'],
  ['an argument of that name', '', '8', 'print(y=y)\nreturn self.conv(x)', 'y'],
])('%s that nothing defines', (_, before, built, forward, name) => {
  expect(messages(net(before, built, forward))).toEqual([`NameError: name '${name}' is not defined`]);
});

/** Each was compared with all others, and each name of a list that is assigned with the rest of the list. */
test.each([
  ['read', `print(${'a, '.repeat(10_000)})\n`.repeat(2), 20_000],
  ['assigned', `${'a, '.repeat(10_000)}= [0] * 10_000\nprint(gone)`, 1],
])('thousands of names that are %s are answered', (_, forward, count) => {
  const text = net('', '8', `${forward}\nreturn self.conv(x)`);
  expect(messages(text).filter((message) => message.startsWith('NameError'))).toHaveLength(count);
});

test.each([
  ['defined further down', '', 'return later(self.conv(x))', '\n\ndef later(x):\n    return x\n'],
  ['caught', '', 'try:\n    return missing(x)\nexcept NameError:\n    return self.conv(x)', ''],
  [
    'under a condition that is not known',
    'import sys',
    'if sys.flags.debug:\n    x = missing(x)\nreturn self.conv(x)',
    '',
  ],
  ['of a star import', 'from elsewhere import *', 'return relu(self.conv(x))', ''],
  ['of exec', 'exec("relu = torch.relu")', 'return relu(self.conv(x))', ''],
  ['of globals()', 'globals()["relu"] = torch.relu', 'return relu(self.conv(x))', ''],
  ['deleted', 'factor = 3\ndel factor', 'return self.conv(x) * factor', ''],
  [
    'bound under a condition',
    'if torch.cuda.is_available():\n    relu = torch.relu',
    'return relu(self.conv(x))',
    '',
  ],
  ['bound by a loop elsewhere', 'for each in []:\n    pass', 'return self.conv(x) * each', ''],
  ['of a notebook', '', 'display(x)\nreturn self.conv(x)', ''],
  ['built in', '', 'breakpoint()\nreturn self.conv(x)', ''],
  ['of Python 2', '', 'for _ in xrange(2):\n    pass\nreturn self.conv(x)', ''],
  ['of another part of a broken file', '', 'return relu(self.conv(x))', '\n\ndef relu(x:\n    return x\n'],
])('a name %s is no mistake', (_, before, forward, after) => {
  const found = messages(net(before, '8', forward) + after).filter((message) =>
    message.startsWith('NameError'),
  );
  expect(found).toEqual([]);
});

test('what a mistyped name means is offered', () => {
  const text = net('hidden_channels = 8', 'hiden_channels', 'return self.conv(x)');
  const { problems } = analyzeText(text);
  expect(problems.flatMap(({ repairs }) => repairs ?? []).map(({ edits }) => edits[0]?.newText)).toEqual([
    'hidden_channels',
  ]);
});

test.each([
  ['return missing(self.conv(x))', 'the name missing is not defined here', 'missing'],
  ['return self.conv(x) + missing', 'the name missing is not defined here', 'missing'],
  [
    'return self.gone(x)',
    "followed no further: AttributeError: 'Net' object has no attribute 'gone'",
    'self.gone',
  ],
])(
  '%s: why is said where it stands, and no layer is missed that could be declared',
  (forward, reason, construct) => {
    const { explanations = [], models, problems } = analyzeText(net('', '8', forward));
    const [explanation] = explanations;
    expect([explanation && textIn(null, explanation.reason), explanation?.construct]).toEqual([
      reason,
      construct,
    ]);
    const codes = [...problems, ...(models[0]?.problems ?? [])].map(({ code }) => code);
    expect(codes).not.toContain('unknown-layer');
  },
);

test('what depends on an input of which nothing says the size says so', () => {
  const text = net('', '8', 'return self.conv(x) + mask').replace('self, x', 'self, x, mask');
  const { explanations = [] } = analyzeText(text);
  expect(explanations.map(({ reason, construct }) => [textIn(null, reason), construct])).toEqual([
    ['nothing says what size the input mask has', 'self.conv(x) + mask'],
  ]);
});
