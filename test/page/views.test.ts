import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { drawn } from '../support/panel/drawn.ts';
import { usePanelHarness } from '../support/panel/harness.ts';
import { crowded } from '../support/panel/crowded.ts';
import { misplaced } from '../support/panel/misplaced.ts';
import { writeContactSheet, type Still } from '../support/panel/contact-sheet.ts';
import { furtherViews } from '../support/panel/further-views.ts';
import { layerViews } from '../support/panel/layer-views.ts';
import { networkViews } from '../support/panel/network-views.ts';
import { panelViews, type ShownView } from '../support/panel/panel-views.ts';
import { showTheme } from '../support/panel/show-theme.ts';

/**
 * `CONVLENS_PICTURES=1 npx vitest run --project page test/page/views.test.ts` keeps them all, to be looked at, and some
 * hundred views more, in all themes at all widths: each picture, and a sheet with all of a view. `CONVLENS_VIEWS='^code'`
 * takes only those whose names match.
 */
const pictures = process.env['CONVLENS_PICTURES'] ? join(import.meta.dirname, '../output/views') : null;
if (pictures) mkdirSync(pictures, { recursive: true });

const harness = usePanelHarness();
const themes = ['dark', 'light', 'hc-dark', 'hc-light'] as const;
const widths = [320, 1600, 800];
const wanted = new RegExp(process.env['CONVLENS_VIEWS'] ?? '');
const allViews = pictures
  ? [...panelViews, ...furtherViews, ...networkViews, ...layerViews].filter(({ name }) => wanted.test(name))
  : panelViews;

/** What axe calls serious or critical, as `rule: element, why`. */
async function violations(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { run } = (globalThis as unknown as { axe: typeof axe }).axe;
    const { violations } = await run({ resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${String(target[0])}, ${failureSummary ?? ''}`),
      );
  });
}

/** What a screen reader finds instead of a picture. */
const inWords = (page: Page): Promise<string> =>
  page.evaluate(() => [...document.querySelectorAll('.spoken')].map((part) => part.textContent).join(' '));

async function check(page: Page, view: ShownView): Promise<void> {
  const { name } = view;
  const rows: Still[][] = [];
  for (const theme of themes) {
    const row: Still[] = [];
    rows.push(row);
    await showTheme(page, theme);
    for (const width of widths) {
      await page.setViewportSize({ width, height: width === 320 ? 700 : 900 });
      await drawn(page);
      if (pictures) {
        const png = await page.screenshot({ path: join(pictures, `${name}-${width}-${theme}.png`) });
        row.push({ title: `${name}, ${theme}, ${width}`, width, png });
      }
      const where = `${name}, ${width} pixels, theme ${theme}`;
      expect.soft(await page.evaluate(misplaced), where).toEqual([]);
      // Where texts stand is the same in all themes.
      if (theme === 'dark') expect.soft(await page.evaluate(crowded), where).toEqual([]);
      if (width < 1600 && !pictures) expect.soft(await violations(page), where).toEqual([]);
    }
  }
  if (pictures) await writeContactSheet(page, join(pictures, `sheet-${name}.png`), rows, 0.57);
  if ((await page.locator('canvas').count()) > 0)
    // A network's words come with its layout, which another thread works out.
    await expect.poll(() => inWords(page), { message: `${name} in words`, timeout: 10_000 }).not.toBe('');
}

/** Views of one network are walked through without loading it again. */
const walks = allViews.reduce<(readonly ShownView[])[]>((walked, view) => {
  const last = walked.at(-1);
  return last?.[0]?.show === view.show && !view.afresh
    ? [...walked.slice(0, -1), [...last, view]]
    : [...walked, [view]];
}, []);

test.each(walks.map((views) => ({ names: views.map(({ name }) => name).join(', '), views })))(
  '$names: fits, reads and can be walked through in every theme',
  async ({ views }) => {
    const [first] = views;
    if (!first) return;
    const { page, host } = await harness.open({ show: first.show });
    for (const view of views) {
      await showTheme(page, 'dark');
      const still = view.name === 'loading' ? '.message' : 'h1.title, .message:not(.message-loading)';
      await page.locator(still).first().waitFor();
      await view.open?.(page, host);
      if (view === first) await page.evaluate(axe.source);
      await check(page, view);
    }
  },
);
