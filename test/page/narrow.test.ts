import { expect, test } from 'vitest';
import { drawn } from '../support/panel/drawn.ts';
import { usePanelHarness } from '../support/panel/harness.ts';
import { crowded } from '../support/panel/crowded.ts';
import { misplaced } from '../support/panel/misplaced.ts';
import { panelViews } from '../support/panel/panel-views.ts';

const harness = usePanelHarness();

/** VS Code makes an editor 220 px wide at least: beside another one a panel may be as narrow. */
const narrow = [220, 271];
const names = new Set([
  'network',
  'table',
  'flow',
  'compare',
  'forward',
  'code',
  'what-is-wrong',
  'error-layer',
  'example',
]);

test.each(panelViews.filter(({ name }) => names.has(name)).map((view) => [view.name, view] as const))(
  '%s fits into the narrowest editor: nothing is cut off at its side, and no text lies over another',
  async (_, view) => {
    const { page, host } = await harness.open({ show: view.show });
    await page.locator('h1.title').waitFor();
    await view.open?.(page, host);
    for (const width of narrow) {
      await page.setViewportSize({ width, height: 700 });
      await drawn(page);
      const found = [...(await page.evaluate(misplaced)), ...(await page.evaluate(crowded))];
      expect.soft(found, `${width} pixels`).toEqual([]);
    }
  },
);
