import { expect, test } from 'vitest';
import { analyzeText } from '../../../support/python.ts';
import { problemsOf } from '../../../support/problem-lines.ts';

const net = (
  lengths: string,
  packed: string,
  layer = 'nn.LSTM(16, 32, 2, batch_first=True, bidirectional=True)',
) => `
import torch
from torch import nn
from torch.nn.utils import rnn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = ${layer}
        self.out = nn.Identity()

    def forward(self, x${lengths === '' ? '' : ', lengths'}):
        ${packed.split('\n').join('\n        ')}
        self.out(output.data)
        output, lengths = rnn.pad_packed_sequence(output, batch_first=True${lengths === '' ? '' : ', total_length=x.size(1)'})
        self.out(output)
        state = state[0] if isinstance(state, tuple) else state
        self.out(state)
        self.out(lengths)


Net()(torch.zeros(4, 9, 16)${lengths})
`;

const pack = (lengths: string): string =>
  `output, state = self.rnn(rnn.pack_padded_sequence(x, ${lengths}, batch_first=True, enforce_sorted=False))`;

test.each([
  ['written lengths', net('', pack('[7, 5, 4, 2]')), [[18, 64], [4, 7, 64], [4, 4, 32], [4]]],
  [
    'a tensor of lengths',
    net('', pack('torch.tensor([1, 2, 3, 3]).cpu()')),
    [[9, 64], [4, 3, 64], [4, 4, 32], [4]],
  ],
  [
    'lengths that are an input',
    net(', torch.tensor([7, 5, 4, 2])', pack('lengths')),
    [[null, 64], [4, 9, 64], [4, 4, 32], [4]],
  ],
  [
    'a list of sequences',
    net('', 'output, state = self.rnn(rnn.pack_sequence([x[0], x[1, :5]]))', 'nn.GRU(16, 8)'),
    [[14, 8], [2, 9, 8], [1, 2, 8], [2]],
  ],
  [
    'a list of sequences, padded',
    net(
      '',
      'x = rnn.pad_sequence([x[0, :3], x[1, :6]])\noutput, state = self.rnn(rnn.pack_padded_sequence(x, (6, 3)))',
      'nn.RNN(16, 8)',
    ),
    [[9, 8], [2, 6, 8], [1, 2, 8], [2]],
  ],
])('packed sequences: %s', (_, text, expected) => {
  const analysis = analyzeText(text);
  const layers = analysis.models[0]?.layers ?? [];
  expect(layers.filter(({ type }) => type === 'Identity').map(({ outputShapes }) => outputShapes[0])).toEqual(
    expected,
  );
  expect(problemsOf(analysis)).toEqual([]);
});

test.each([
  [pack('[7, 5, 4]'), 'There are 3 lengths for the 4 sequences of [4, 9, 16].'],
  [
    pack('[5, 7, 4, 1]').replace('=False', '=True'),
    'The lengths must not grow: sort them, or give enforce_sorted=False.',
  ],
  [
    pack('[7, 5, 4, 2]').replace('pack_padded_sequence(x,', 'pack_padded_sequence(x[..., :8],'),
    'The layer takes 16 features, but its input [18, 8] has 8 in its last dimension.',
  ],
])('%s: %s', (packed, message) => {
  expect(problemsOf(analyzeText(net('', packed))).map((problem) => problem.message)).toEqual([message]);
});
