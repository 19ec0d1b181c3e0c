import { expect, test } from 'vitest';
import { highlightMarks, lens, patchMarks } from '../../../../src/scene/layer/highlights.ts';
import { text, textBox } from '../../../../src/scene/marks.ts';

const everywhere = lens({ x: 0, y: 0, width: 400, height: 1 }, { x: 0, y: 100, width: 400, height: 1 });
const box = (left: number, right: number) => ({ x: left, width: right - left });

test.each([
  ['beside each other', 9, 0, 1],
  ['half a line lower', 9, 6, 2],
  ['far from each other', 40, 0, 2],
])('two words %s, %d px apart, %d px lower: %d patches', (_, gap, lower, patches) => {
  const name = text(20, 50, 'W');
  const { x, width } = textBox(name);
  const size = text(x + width + gap, 50 + lower, '3×3 · [0, 0]');
  const end = textBox(size);
  const marks = patchMarks([everywhere], [size, name]);
  expect(marks).toHaveLength(patches);
  const [first] = marks;
  if (patches === 1) expect(first).toMatchObject(box(x, end.x + end.width));
  else expect(first).toMatchObject(box(x, x + width));
});

test('words that no connection runs through have no patch', () => {
  expect(patchMarks([everywhere], [text(20, 140, 'W')])).toEqual([]);
});

test.each([
  [
    'a column of cells of 5 pixels',
    { x: 20, y: 10, width: 5, height: 320 },
    { x: 18, y: 10, width: 9, height: 320 },
  ],
  [
    'a row of cells of 8 pixels',
    { x: 20, y: 10, width: 216, height: 8 },
    { x: 20, y: 8, width: 216, height: 12 },
  ],
  [
    'a row of cells of 26 pixels',
    { x: 20, y: 10, width: 104, height: 26 },
    { x: 20, y: 10, width: 104, height: 26 },
  ],
  ['one cell of 8 pixels', { x: 20, y: 10, width: 8, height: 8 }, { x: 20, y: 10, width: 8, height: 8 }],
])('%s: its outline hides none of its colours', (_, box, outline) => {
  const [rim, lit] = highlightMarks([{ plane: 0, box, taps: [], end: 'none' }]);
  expect(rim).toMatchObject(outline);
  expect(lit).toMatchObject(outline);
});
