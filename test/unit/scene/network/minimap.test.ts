import { expect, test } from 'vitest';
import { minimapFrame } from '../../../../src/scene/network/minimap.ts';

const most = { width: 180, height: 90 };

test.each([
  ['wide', { width: 3600, height: 600 }, { width: 180, height: 30, scale: 0.05 }],
  ['tall', { width: 300, height: 1800 }, { width: 15, height: 90, scale: 0.05 }],
])('a %s picture keeps its proportions', (_, picture, expected) => {
  expect(minimapFrame(picture, { x: 0, y: 0, width: 200, height: 200 }, most)).toEqual(expected);
});

test('what is seen as a whole needs no map', () => {
  const view = { x: -20, y: 0, width: 900, height: 700 };
  expect(minimapFrame({ width: 800, height: 600 }, view, most)).toBeNull();
});
