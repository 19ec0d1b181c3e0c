import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { drawn } from '../support/panel/drawn.ts';
import { usePanelHarness } from '../support/panel/harness.ts';
import { example, openCorrelation, panelViews, strided } from '../support/panel/panel-views.ts';
import { misplaced } from '../support/panel/misplaced.ts';
import { showTheme } from '../support/panel/show-theme.ts';
import type { Theme } from '../vscode/workbench.mjs';

const harness = usePanelHarness();

/** What one may press or type into, and can be seen, as the page names it. */
const interactive = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const pressed = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
    return (
      [...document.querySelectorAll<HTMLElement>(pressed)]
        // Of a row of tabs only the selected one: arrows go to the others.
        .filter((element) => !element.matches(':disabled, [role=tab][tabindex="-1"]'))
        .filter((element) => element.checkVisibility())
        .map(
          (element, place) => (element.dataset['place'] = `${place} ${element.tagName}.${element.className}`),
        )
    );
  });

/** The element with the keyboard, and whether something around it shows that it has it. */
const focused = (page: Page): Promise<{ readonly place: string; readonly seen: boolean }> =>
  page.evaluate(() => {
    const { activeElement } = document;
    let seen = false;
    for (let element: Element | null = activeElement; element && !seen; element = element.parentElement) {
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
      const { width, height } = element.getBoundingClientRect();
      const visible = width > 4 && height > 4 && outlineColor !== 'rgba(0, 0, 0, 0)';
      seen = visible && outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
      if (element === document.body) break;
    }
    return { place: (activeElement as HTMLElement | null)?.dataset['place'] ?? '', seen };
  });

const keyboardViews = panelViews.filter(({ name }) =>
  ['network-short', 'table', 'flow', 'backward-data', 'code', 'receptive-field', 'example'].includes(name),
);

describe('all by keyboard', () => {
  test.each(keyboardViews)(
    '$name: Tab goes to all that can be pressed, and what has the keyboard is seen',
    async (view) => {
      const { page, host } = await harness.open({ show: view.show, width: 800 });
      await page.locator('h1.title').first().waitFor();
      await view.open?.(page, host);
      await drawn(page);
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      const all = await interactive(page);
      const reached = new Set<string>();
      const unseen: string[] = [];
      for (let press = 0; press < all.length + 8; press++) {
        await page.keyboard.press('Tab');
        const { place, seen } = await focused(page);
        if (place === '') continue;
        reached.add(place);
        if (!seen) unseen.push(place);
      }
      expect(all.length).toBeGreaterThan(5);
      expect(all.filter((place) => !reached.has(place))).toEqual([]);
      expect(unseen).toEqual([]);
    },
  );

  test('arrows go through the layers, Enter opens one, Escape goes back', async () => {
    const { page } = await harness.open({ show: strided });
    const list = page.getByRole('listbox');
    for (const key of ['Home', 'ArrowDown', 'Enter']) await list.press(key);
    await page.getByRole('tab', { selected: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('tab').first().waitFor({ state: 'detached' });
    await expect.poll(() => page.locator('.network .facts').count()).toBe(1);
  });
});

test('arrows, Home and End go from tab to tab and leave the lesson where it stands; Tab goes on to what the tab shows', async () => {
  const { page, host } = await openCorrelation(harness, 2);
  const tabs = page.getByRole('tab');
  const titles = await tabs.allTextContents();
  const focusedTab = () => page.evaluate(() => document.activeElement?.textContent);
  await page.getByRole('tab', { selected: true }).focus();
  const walk = ['ArrowRight', 'ArrowLeft', 'ArrowLeft', 'ArrowRight', 'End', 'Home'] as const;
  const last = titles.length - 1;
  const reached: (string | null | undefined)[] = [];
  for (const key of walk) {
    await page.keyboard.press(key);
    await expect.poll(() => page.getByRole('tab', { selected: true }).textContent()).toBe(await focusedTab());
    reached.push(await focusedTab());
  }
  expect(reached).toEqual([1, 0, last, 0, last, 0].map((place) => titles[place]));
  expect(await tabs.evaluateAll((all) => all.map((tab) => (tab as HTMLElement).tabIndex))).toEqual(
    titles.map((_, place) => (place === 0 ? 0 : -1)),
  );
  const before = await host.panel.call('describe', {});
  expect(before.pass).toBe('forward');
  const panel = page.getByRole('tabpanel');
  expect(await panel.getAttribute('aria-labelledby')).toBe(await tabs.first().getAttribute('id'));
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.closest('.tabs') === null)).toBe(true);
  // Away from the tabs the same key steps on.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await host.panel.call('describe', {})).step).toBe(before.step + 1);
});

test('the selected tab is in view after the panel has become 320, 420, 540 and 800 pixels wide', async () => {
  const { page, host } = await harness.open({ show: strided, width: 1200 });
  await page.locator('h1.title').waitFor();
  await host.panel.call('goTo', { view: 'layer', layer: 'conv', pass: 'code-formula' });
  const tab = page.getByRole('tab', { selected: true });
  await tab.waitFor();
  for (const width of [320, 1200, 420, 1200, 540, 1200, 800]) {
    await page.setViewportSize({ width, height: 800 });
    await drawn(page);
    await drawn(page);
    const [row, box] = [await page.locator('.tabs').boundingBox(), await tab.boundingBox()];
    if (!row || !box) throw new Error('There are no tabs.');
    expect(box.x, `at ${width} pixels`).toBeGreaterThanOrEqual(row.x - 0.5);
    expect(box.x + box.width, `at ${width} pixels`).toBeLessThanOrEqual(row.x + row.width + 0.5);
  }
});

/** The pictures' own pixels, all canvases after another. */
const pixels = (page: Page): Promise<string[]> =>
  page.evaluate(() => [...document.querySelectorAll('canvas')].map((canvas) => canvas.toDataURL()));

test.each([
  ['dark', 'light'],
  ['light', 'hc-dark'],
  ['hc-dark', 'hc-light'],
  ['hc-light', 'dark'],
] as const)(
  'a theme that changes under the panel, %s to %s, shows what the panel shows when it opens in it',
  async (before, after) => {
    const open = async (theme: Theme) => {
      const { page } = await openCorrelation(harness, 3, { theme });
      await drawn(page);
      return page;
    };
    const changed = await open(before);
    const first = await pixels(changed);
    await showTheme(changed, after);
    await drawn(changed);
    await drawn(changed);
    const second = await pixels(changed);
    expect(second).not.toEqual(first);
    expect(second).toEqual(await pixels(await open(after)));
  },
);

test('an open cell field goes with its cell when the panel becomes wider and narrower', async () => {
  const { page } = await openCorrelation(harness, 5);
  const field = page.locator('.cell-input');
  const place = () => field.boundingBox();
  const opened = async (width: number) => {
    await page.setViewportSize({ width, height: 700 });
    await drawn(page);
    await page.keyboard.press('e');
    await field.waitFor();
    return place();
  };
  const narrow = await opened(800);
  await page.keyboard.press('Escape');
  const wide = await opened(1600);
  expect(wide).not.toEqual(narrow);
  await field.fill('7.5');
  for (const [width, expected] of [
    [800, narrow],
    [1600, wide],
  ] as const) {
    await page.setViewportSize({ width, height: 700 });
    await expect.poll(place).toEqual(expected);
    // What is written there stays, whatever is drawn anew around it.
    expect(await field.inputValue()).toBe('7.5');
  }
});

test.each([1, 1.5, 2, 3])('at %f device pixels a pixel, pictures have as many', async (scale) => {
  const { page, host } = await harness.open({ show: strided, scale });
  await page.locator('h1.title').waitFor();
  await host.panel.call('goTo', { view: 'layer', layer: 'conv', pass: 'forward' });
  await page.getByRole('tab', { selected: true }).waitFor();
  await drawn(page);
  const sizes = await page.evaluate(() =>
    [...document.querySelectorAll('canvas')].map(({ width, height, clientWidth, clientHeight }) => [
      width / clientWidth,
      height / clientHeight,
    ]),
  );
  expect(sizes.length).toBeGreaterThan(0);
  for (const size of sizes.flat()) expect(size).toBeCloseTo(scale, 1);
});

test('with reduced motion a stage jumps into the next, and a window to its next place', async () => {
  const { page, host } = await harness.open({ show: strided, reducedMotion: true });
  await page.locator('h1.title').waitFor();
  await host.panel.call('goTo', { view: 'layer', layer: 'conv', pass: 'forward', stage: 'pad' });
  await host.panel.call('describe', {});
  await page.keyboard.press('Shift+ArrowRight');
  await drawn(page);
  const arrived = await pixels(page);
  await page.waitForTimeout(400);
  expect(await pixels(page)).toEqual(arrived);
  await page.keyboard.press('ArrowRight');
  await drawn(page);
  const stepped = await pixels(page);
  expect(stepped).not.toEqual(arrived);
  await page.waitForTimeout(400);
  expect(await pixels(page)).toEqual(stepped);
});

const longName = 'backbone.'.repeat(12) + 'conv';

test.each([320, 520, 640, 800, 1600])(
  '%i wide: a long name is cut off and whole under the pointer, and what one may press stays in its row',
  async (width) => {
    const text = `input: [1, 9, 9]\nlayers:\n  - conv: {name: ${longName}, out_channels: 1, kernel_size: 3}\n`;
    const { page, host } = await harness.open({ show: { path: 'long.convlens.yaml', text } });
    await page.setViewportSize({ width, height: 800 });
    await page.getByRole('button', { name: 'Table' }).click();
    const inTable = page.getByRole('button', { name: longName });
    expect(await inTable.getAttribute('title')).toBe(longName);
    expect((await inTable.boundingBox())?.width).toBeLessThanOrEqual(0.45 * width);
    await host.panel.call('goTo', { view: 'layer', layer: longName, pass: 'forward' });
    await host.panel.call('describe', {});
    const title = page.locator('.layer h1.title');
    expect(await title.getAttribute('title')).toBe(longName);
    const [name, help] = [await title.boundingBox(), await page.locator('.layer .help').boundingBox()];
    if (!name || !help) throw new Error('There is no name, or no help.');
    expect(name.height).toBeLessThan(28);
    expect(name.width).toBeGreaterThan(90);
    expect(Math.abs(name.y + name.height / 2 - (help.y + help.height / 2))).toBeLessThan(14);
    const exports = await page.locator('.layer select.export').boundingBox();
    // At the narrowest the rest of what one may press has the next row: beside it the name would be a few letters.
    const rows = width === 320 ? 1 : 0;
    expect(Math.round(((exports?.y ?? 0) - help.y) / 30)).toBe(rows);
    expect(await page.evaluate(misplaced)).toEqual([]);
  },
);

test('800 wide: beside what the layers were, the table’s last column is still inside of the panel', async () => {
  const view = panelViews.find(({ name }) => name === 'compare');
  if (!view) throw new Error('There is no such view.');
  const { page, host } = await harness.open({ show: view.show, width: 800 });
  await page.locator('h1.title').waitFor();
  await view.open?.(page, host);
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  await page.locator('.table .changed .change').first().waitFor();
  const beyond = await page
    .locator('.table-scroll')
    .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
  expect(beyond).toBe(0);
});

test.each(['Graph', 'Table'])(
  'in a panel that is 240 pixels wide and 200 high, %s has room, and is scrolled to',
  async (form) => {
    const { page } = await harness.open({ show: example('resnet18.convlens.yaml'), width: 240, height: 200 });
    await page.getByRole('button', { name: form, exact: true }).click();
    const body = page.locator(form === 'Graph' ? '.view' : '.table-scroll');
    // Sizes that are still looked for add a row above it when they come.
    const below = async (): Promise<number> => {
      await body.evaluate((element) => element.scrollIntoView());
      const box = await body.boundingBox();
      return box ? box.y + box.height : Infinity;
    };
    await expect.poll(below).toBeLessThanOrEqual(200);
    expect((await body.boundingBox())?.height).toBeGreaterThanOrEqual(100);
  },
);

test('layers whose names differ in a sign alone are two entries of the list for screen readers', async () => {
  const text = (names: readonly string[]) =>
    `input: [1, 8, 8]\nlayers:\n${names.map((name) => `  - relu: {name: ${name}}\n`).join('')}`;
  const { page } = await harness.open({
    show: { path: 'names.convlens.yaml', text: text(['a.b', 'a_b', 'a-b']) },
  });
  const entries = page.getByRole('listbox').first().getByRole('option');
  await expect.poll(() => entries.count()).toBe(4);
  const ids = await entries.evaluateAll((all) => all.map(({ id }) => id));
  expect(new Set(ids).size).toBe(4);
});
