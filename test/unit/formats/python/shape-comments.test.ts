import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../../src/util/span.ts';
import { analyzeText } from '../../../support/python.ts';

/** Two layers, each with a comment: [2, 64, 30, 30] and [2, 64, 15, 15] come out. */
function net(first: string, second = ''): string {
  return `from torch import nn

# convlens: input=2x3x32x32
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 64, 3)
        self.pool = nn.MaxPool2d(2)

    def forward(self, x):
        y = self.conv(x)  # ${first}
        return self.pool(y)  # ${second}
`;
}

const staleIn = (text: string) =>
  analyzeText(text).problems.filter(({ code }) => code === 'stale-shape-comment');

describe('a shape comment that is no longer true is updated in its own style', () => {
  test.each([
    ['[B, 64, 32, 32]', '[B, 64, 30, 30]'],
    ['(N, 32, 30, 30)', '(N, 64, 30, 30)'],
    ['B x 64 x 32 x 32', 'B x 64 x 30 x 30'],
    ['Bx64x32x32', 'Bx64x30x30'],
    ['batch × 64 × 32 × 32', 'batch × 64 × 30 × 30'],
    ['N, 64, 32, W', 'N, 64, 30, W'],
    ['2x64x32x32', '2x64x30x30'],
    ['64x32x32', '64x30x30'],
    ['32x30x30', '64x30x30'],
    ['64 x 32 x 32', '64 x 30 x 30'],
    ['[64, 32, 32]', '[64, 30, 30]'],
    ['(64, 30, 32)', '(64, 30, 30)'],
    ['-> 64x32x32', '-> 64x30x30'],
    ['3x32x32 -> 64x32x32', '3x32x32 -> 64x30x30'],
    ['(B, 3, 32, 32) -> (B, 64, 32, 32)', '(B, 3, 32, 32) -> (B, 64, 30, 30)'],
    ['(B, C, H, W) = (2, 64, 32, 32)', '(B, C, H, W) = (2, 64, 30, 30)'],
    ['shape: 64x32x32', 'shape: 64x30x30'],
    ['shape: (2, 64, 32, 32)', 'shape: (2, 64, 30, 30)'],
    ['shape [2, 64, 32, 32]', 'shape [2, 64, 30, 30]'],
    ['output shape: [B, 64, 32, 32].', 'output shape: [B, 64, 30, 30].'],
    ['y: [B, 64, 32, 32]', 'y: [B, 64, 30, 30]'],
    ['y.shape = torch.Size([2, 64, 32, 32])', 'y.shape = torch.Size([2, 64, 30, 30])'],
    ['y shape: (2, 64, 32, 32)', 'y shape: (2, 64, 30, 30)'],
  ])('%s becomes %s', (stale, current) => {
    const text = net(stale);
    const found = staleIn(text);
    expect(found).toHaveLength(1);
    const edits = found[0]?.repairs?.[0]?.edits ?? [];
    expect(applyEdits(text, edits)).toBe(net(current));
    expect(staleIn(net(current))).toEqual([]);
  });

  test('64x32x32 behind the first line, where 64x15x15 behind the second is true', () => {
    const text = net('64x32x32', '64x15x15');
    expect(staleIn(text).map(({ span }) => text.slice(span.start, span.end))).toEqual(['64x32x32']);
  });
});

describe('what is not surely the shape of what comes out is left alone', () => {
  test.each([
    '64x3x3',
    '3x3x3',
    '3x32x32',
    '[3, 32, 32]',
    '[64, 3, 3]',
    '5x5x5',
    '128x28x28',
    '32x32x64',
    '-> 32x32x64',
    '3x3',
    '3 x 3',
    '64*32*32',
    '1, 2, 3, 4',
    '64x3x3x3',
    'weight: [64, 3, 3, 3]',
    'kernel: 64x3x3',
    'x: [B, 3, 32, 32]',
    'input: [B, 3, 32, 32]',
    'in = (2, 3, 32, 32)',
    '[B, C, H, W]',
    'B x C x H x W',
    'see table 4 (b), [12, 3]',
    'batch, 3 times',
    'x2 upsampling -> 64 channels',
    '[B, 64, 32, 32] before the crop',
    'y == [2, 64, 32, 32]',
    `[${'xa'.repeat(50)}1`,
    `[${'a2x3,'.repeat(20)}`,
  ])('%s', (comment) => {
    expect(staleIn(net(comment))).toEqual([]);
  });
});
