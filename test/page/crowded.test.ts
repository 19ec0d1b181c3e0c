import { expect, test } from 'vitest';
import { crowded } from '../support/panel/crowded.ts';
import { usePanelHarness } from '../support/panel/harness.ts';
import { misplaced } from '../support/panel/misplaced.ts';
import { example } from '../support/panel/panel-views.ts';

const harness = usePanelHarness();

/** Faults as a wrong rule of the style sheet would make them, and what must be said of each. */
const faults = [
  {
    fault: 'a button laid over its neighbour',
    css: '.choice .chip:nth-child(2) { position: relative; left: -60px; }',
    crowd: ['“Graph” lies over “Table”'],
    beyond: [],
  },
  {
    fault: 'a word that is cut off',
    css: '.choice .chip:nth-child(3) { width: 20px; flex: none; overflow: hidden; text-overflow: clip; white-space: nowrap; }',
    crowd: ['cut off: Gradient flow'],
    beyond: [],
  },
  {
    fault: 'a word that ends in an ellipsis: no fault',
    css: '.choice .chip:nth-child(3) { width: 20px; flex: none; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }',
    crowd: [],
    beyond: [],
  },
  {
    fault: 'a title that is cut off, and whole under the pointer: no fault',
    css: 'h1.title { width: 20px; flex: none; overflow: hidden; text-overflow: clip; white-space: nowrap; }',
    crowd: [],
    beyond: [],
  },
  {
    fault: 'a word in a box that scrolls: no fault',
    css: '.choice .chip:nth-child(3) { width: 20px; flex: none; overflow: auto; white-space: nowrap; }',
    crowd: [],
    beyond: [],
  },
  {
    fault: 'facts that reach beyond the page',
    css: '.facts { position: relative; left: 1500px; }',
    crowd: ['cut off: 1 layer', 'cut off: ·', 'cut off: 9 parameters · 81 multiply-adds'],
    beyond: ['SPAN.facts'],
  },
] as const;

test('what looks for crowded and misplaced texts finds a planted fault, only that, and nothing without it', async () => {
  const { page } = await harness.open({ show: example('by-hand.convlens.yaml'), width: 1600 });
  await page.locator('h1.title').waitFor();
  const found = async () => ({
    crowd: await page.evaluate(crowded),
    beyond: (await page.evaluate(misplaced)).map((element) => element.split(' ')[0]),
  });
  expect(await found()).toEqual({ crowd: [], beyond: [] });
  for (const { fault, css, crowd, beyond } of faults) {
    const style = await page.addStyleTag({ content: css });
    expect.soft(await found(), fault).toEqual({ crowd, beyond });
    await style.evaluate((element) => (element as Element).remove());
  }
  expect(await found()).toEqual({ crowd: [], beyond: [] });
});
