import { expect, test } from 'vitest';
import { blockBox, blockSize, unreadCount } from '../../../../src/scene/network/block.ts';

const rounded = (shape: readonly (number | null)[] | undefined) => {
  const { thickness, height, depth } = blockSize(shape);
  const { width, height: high } = blockBox({ thickness, height, depth });
  return [thickness, height, depth, width, high].map(Math.round);
};

// Channels along the flow, rows, columns; what it takes of the picture.
test.each([
  ['1×1×1', [1, 1, 1, 1], [9, 21, 21, 17, 27]],
  ['1×1×1000, the classes of an image', [1, 1000, 1, 1], [59, 21, 21, 67, 27]],
  ['1000 features', [1, 1000], [59, 21, 21, 67, 27]],
  ['1 channel of 1×1000', [1, 1, 1, 1000], [9, 21, 164, 71, 65]],
  ['1 channel of 1000×1', [1, 1, 1000, 1], [9, 164, 21, 17, 170]],
  ['3×224×224', [1, 3, 224, 224], [11, 99, 99, 49, 126]],
  ['3×1024×1024', [1, 3, 1024, 1024], [11, 166, 166, 74, 210]],
  ['2048×7×7', [1, 2048, 7, 7], [76, 34, 34, 89, 43]],
  ['64×112×112', [1, 64, 112, 112], [25, 79, 79, 55, 100]],
  ['volume 16×8×32×32: its slices are in the channels', [1, 16, 8, 32, 32], [30, 53, 53, 51, 68]],
  ['100,000×16,384×16,384, the largest', [1, 1e5, 16384, 16384], [110, 170, 170, 175, 216]],
  ['unknown', undefined, [16, 43, 43, 33, 55]],
])('the block of %s', (_, shape, expected) => {
  expect(rounded(shape)).toEqual(expected);
});

const sizes = [1, 2, 3, 7, 14, 28, 56, 112, 224, 512, 1024];

test.each(['thickness', 'height', 'depth'] as const)(
  'each larger size has a %s that is larger, by a pixel or so',
  (side) => {
    const axis = { thickness: 1, height: 2, depth: 3 }[side];
    const along = sizes.map((size) => {
      const shape = [1, 1, 1, 1];
      shape[axis] = size;
      return blockSize(shape)[side];
    });
    along.slice(1).forEach((length, place) => {
      expect(length - (along[place] ?? 0), `${sizes[place]} to ${sizes[place + 1]}`).toBeGreaterThan(0.9);
    });
  },
);

test('no side is so thin that it could not be seen, none so long that it takes the picture, and no block is a stroke', () => {
  for (const channels of sizes)
    for (const rows of sizes)
      for (const columns of sizes) {
        const block = blockSize([1, channels, rows, columns]);
        const sides = [block.thickness, block.height, block.depth];
        expect(Math.min(...sides)).toBeGreaterThan(8);
        expect(Math.max(...sides)).toBeLessThanOrEqual(170);
        const { width, height } = blockBox(block);
        expect(Math.max(width / height, height / width), `${channels}×${rows}×${columns}`).toBeLessThan(11);
      }
});

test.each([
  ['1 row and column of 224: less than half a pixel', 224, 1, 1, ['1']],
  ['1 row of 224', 224, 1, 0, ['1']],
  ['1 row and 2 columns of 224', 224, 1, 2, ['1×2']],
  ['none', 224, 0, 0, []],
  ['3 of 7: as wide as their share', 7, 3, 3, []],
] as const)(
  'unread are %s: what is drawn wider than it is has its number',
  (_, size, rows, columns, expected) => {
    const unread = { rows: rows / size, columns: columns / size, counts: { rows, columns } };
    const marks = unreadCount(0, 100, blockSize([1, 3, size, size]), unread);
    expect(marks.map((mark) => (mark.kind === 'text' ? mark.text : ''))).toEqual(expected);
  },
);
