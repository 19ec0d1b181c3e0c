import { expect, test } from 'vitest';
import type { Mark } from '../../../../src/scene/draw-list.ts';
import { textBox } from '../../../../src/scene/marks.ts';
import { framesOf } from '../../../../src/scene/network/frames.ts';
import { networkItems, networkSources } from '../../../../src/scene/network/network-item.ts';
import { networkScene } from '../../../../src/scene/network/network-scene.ts';
import { placeAcross } from '../../../../src/scene/network/place-across.ts';
import { english } from '../../../../src/scene/words/english.ts';
import { layoutNetwork } from '../../../../src/worker/compute/layout-network.ts';
import { sampleNetwork } from '../../../support/panel/sample-networks.ts';

const shape = [64, 8, 8];
const convolution = { type: 'Conv2d', kind: 'convolution', summary: '3×3, padding 1', shape } as const;
const chain = sampleNetwork('chain', [
  { id: 'convolution1', ...convolution },
  { id: 'batch_norm1', type: 'BatchNorm2d', kind: 'normalization', summary: 'batch', shape },
  { id: 'activation1', type: 'ReLU', kind: 'elementwise', summary: 'relu', shape },
  { id: 'a_convolution_with_a_long_name', type: 'Conv2d', kind: 'convolution', summary: '1×1', shape },
]);

test('the area of a layer, as its selection shows it, keeps clear of its words and of the next layer’s', async () => {
  const items = networkItems(chain, english);
  const layout = await layoutNetwork(networkSources(chain));
  const placed = placeAcross(items, layout, framesOf(items), false).items;
  const areas = placed.map(({ areas: [area] }) => area ?? { x: 0, y: 0, width: 0, height: 0 });
  placed.forEach(({ item, labels }, place) => {
    const { x, width } = areas[place] ?? { x: 0, width: 0 };
    for (const mark of labels) {
      if (mark.kind !== 'text') continue;
      const box = textBox(mark);
      if (mark.weight === 600) expect(1.25 * box.width, mark.text).toBeLessThanOrEqual(width);
      expect(box.x - x, `${item.title}, ${mark.text}`).toBeGreaterThanOrEqual(4);
      expect(x + width - box.x - box.width, `${item.title}, ${mark.text}`).toBeGreaterThanOrEqual(4);
    }
    const next = areas[place + 1];
    if (next) expect(next.x - x - width, item.title).toBeGreaterThan(0);
  });
});

test('a name that is cut off is not wider than its room, in bold letters of any font', async () => {
  const items = networkItems(chain, english);
  const layout = await layoutNetwork(networkSources(chain));
  const { labels = [] } = placeAcross(items, layout, framesOf(items), true).items.at(-1) ?? {};
  const [name] = labels;
  if (name?.kind !== 'text') throw new Error('There is no name.');
  expect(name.text).toMatch(/^a_conv.*…$/);
  // The widest label, and half of the gap beside it.
  expect(1.25 * textBox(name).width).toBeLessThanOrEqual(132 + 17);
});

test.each([
  ['pixels-lost', '!'],
  ['impossible', '×'],
  ['subsampled', null],
] as const)('beside a layer, one of verdict %s has the sign %j on its block', async (verdict, sign) => {
  const view = sampleNetwork('one', [
    { id: 'conv', ...convolution, axis: { config: [28, 3, 2, 0], verdict } },
  ]);
  const scene = networkScene(view, await layoutNetwork(networkSources(view)), {
    orientation: 'across',
    width: 400,
    selected: null,
    compact: true,
    words: english,
  });
  const texts = markTexts(scene.marks);
  expect(texts).toEqual(['conv', '64×8×8', ...(sign === null ? [] : [sign])]);
});

const markTexts = (marks: readonly Mark[]): string[] =>
  marks.flatMap((mark) =>
    mark.kind === 'group' ? markTexts(mark.children) : mark.kind === 'text' ? [mark.text] : [],
  );
