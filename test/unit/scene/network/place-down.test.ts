import { describe, expect, test } from 'vitest';
import type { Mark } from '../../../../src/scene/draw-list.ts';
import { smallestTextZoom, textBox, wrapText } from '../../../../src/scene/marks.ts';
import { framesOf } from '../../../../src/scene/network/frames.ts';
import { networkItems, networkSources } from '../../../../src/scene/network/network-item.ts';
import { placeDown } from '../../../../src/scene/network/place-down.ts';
import { english } from '../../../../src/scene/words/english.ts';
import { layoutNetwork } from '../../../../src/worker/compute/layout-network.ts';
import { sampleNetwork } from '../../../support/panel/sample-networks.ts';

const shape = [64, 32, 32];
const convolution = { type: 'Conv2d', kind: 'convolution', summary: '3×3, padding 1', shape } as const;
const fan = (branches: number) =>
  sampleNetwork('fan', [
    { id: 'input', type: 'input', kind: 'input', summary: '', shape },
    { id: 'stem', ...convolution },
    ...Array.from({ length: branches }, (_, i) => ({ id: `branch${i}`, ...convolution, from: [1] })),
    {
      ...{ id: 'joined', type: 'concat', kind: 'concat', summary: '', shape: [64 * branches, 32, 32] },
      from: Array.from({ length: branches }, (_, i) => 2 + i),
    },
  ]);

async function placed(branches: number, width: number) {
  const view = fan(branches);
  const items = networkItems(view, english);
  return placeDown(items, await layoutNetwork(networkSources(view)), framesOf(items), width).items;
}

/** What stands beside a block: the gradient's name stands below it, in the middle. */
const wordsOf = (labels: readonly Mark[]) =>
  labels.flatMap((mark) => (mark.kind === 'text' && mark.anchor !== 'middle' ? [mark] : []));

describe.each([2, 4, 8])('a network of %i branches that runs down', (branches) => {
  test('has the words of what stands alone in its row right beside it', async () => {
    const [{ block, labels } = expect.fail('no input')] = await placed(branches, 277);
    for (const mark of wordsOf(labels))
      expect(textBox(mark).x - block.x - block.width).toBeLessThanOrEqual(16);
  });

  test('has words clear of all blocks, and of the arrows that pass them', async () => {
    const view = fan(branches);
    const items = networkItems(view, english);
    const { items: rows, arrows } = placeDown(
      items,
      await layoutNetwork(networkSources(view)),
      framesOf(items),
      277,
    );
    for (const { block, labels } of rows)
      for (const mark of wordsOf(labels)) {
        const { x, y } = textBox(mark);
        expect(x - block.x - block.width).toBeGreaterThan(11.9);
        for (const { lane, path } of arrows) {
          if (lane !== 'forward' || path.kind !== 'through') continue;
          for (const [i, point] of path.points.entries()) {
            const next = path.points[i + 1];
            if (next?.x === point.x && point.y <= y && next.y >= y) expect(x - point.x).toBeGreaterThan(11.9);
          }
        }
      }
  });
});

test.each([
  [240, 'dZ'],
  [800, 'dZ 64×32×32'],
])('in %i px gradients are named %j, and none reaches out of sight', async (width, name) => {
  for (const { item, labels } of (await placed(2, width)).slice(1, 3)) {
    const texts = labels.flatMap((mark) => (mark.kind === 'text' ? [mark] : []));
    expect(texts.at(-1)?.text, item.title).toBe(name);
    for (const mark of texts) {
      const { x, width: wide } = textBox(mark);
      expect((x + wide) * smallestTextZoom, mark.text).toBeLessThanOrEqual(width);
    }
  }
});

test.each([
  [140, ['7×7, stride 2, padding 3']],
  [100, ['7×7, stride 2,', 'padding 3']],
  [84, ['7×7, stride 2,', 'padding 3']],
  [60, ['7×7,', 'stride 2,', 'padding 3']],
  [30, ['7×7,', 'stri…', 'padd…']],
])('in %i px the summary stands in lines as wide as that', (width, lines) => {
  expect(wrapText('7×7, stride 2, padding 3', width, 11)).toEqual(lines);
});

test('no number is alone in a line where there is a comma before it', () => {
  expect(wrapText('average 2, stride 2', 95, 11)).toEqual(['average 2,', 'stride 2']);
  expect(wrapText('核大小 3，步长 2', 60, 11)).toEqual(['核大小 3，', '步长 2']);
  expect(wrapText('global average', 60, 11)).toEqual(['global', 'average']);
});

test('of four branches in a narrow view blocks and words are set tighter, so that the gradients are seen', async () => {
  const view = fan(4);
  const items = networkItems(view, english);
  const layout = await layoutNetwork(networkSources(view));
  for (const width of [288, 800]) {
    const { items: rows } = placeDown(items, layout, framesOf(items), width);
    for (const { gradient } of rows)
      expect((gradient?.box.x ?? Infinity) + (gradient?.box.width ?? 0)).toBeLessThanOrEqual(
        width / smallestTextZoom,
      );
  }
});
