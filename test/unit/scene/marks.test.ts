import { expect, test } from 'vitest';
import { around } from '../../../src/scene/marks.ts';

test('the box around 200,000 boxes, as many as the arrows of a network with thousands of long skips have corners', () => {
  const boxes = Array.from({ length: 200_000 }, (_, i) => ({ x: i, y: -i, width: 2, height: 3 }));
  expect(around(boxes)).toEqual({ x: 0, y: -199_999, width: 200_001, height: 200_002 });
});

test('around nothing there is an empty box', () => {
  expect(around([])).toEqual({ x: 0, y: 0, width: 0, height: 0 });
});
