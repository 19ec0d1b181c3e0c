import { expect, test } from 'vitest';
import { usePanelHarness } from '../support/panel/harness.ts';
import { panelViews } from '../support/panel/panel-views.ts';

const harness = usePanelHarness();

test.each(['empty', 'error', 'loading'])(
  '%s: what is said instead of a picture is the heading of the page',
  async (name) => {
    const view = panelViews.find((each) => each.name === name);
    if (!view) throw new Error(`There is no view ${name}.`);
    const { page } = await harness.open({ show: view.show });
    const heading = page.locator('.message h1');
    await heading.waitFor();
    expect(await page.locator('h1').count()).toBe(1);
    expect(await heading.textContent()).toBe(await page.locator('.message-title').textContent());
    expect(
      await heading.evaluate((title) => {
        const [own, around] = [title, title.parentElement ?? title].map((each) => getComputedStyle(each));
        return own?.fontSize === around?.fontSize && own?.fontWeight === around?.fontWeight;
      }),
    ).toBe(true);
  },
);
