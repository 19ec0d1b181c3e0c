import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { drawn } from '../support/panel/drawn.ts';
import { usePanelHarness } from '../support/panel/harness.ts';

const harness = usePanelHarness();

/** Layers enough that no table shows them all; every twelfth has a longer name and costs more. */
const layers = 3_000;
const text = ['input: [8, 32, 32]', 'rounding: floor', 'layers:']
  .concat(
    Array.from({ length: layers - 1 }, (_, place) =>
      place % 12 === 5
        ? `  - conv: {name: a_longer_name_${place}, out_channels: 8, kernel_size: ${3 + 2 * (place % 5)}, padding: ${1 + (place % 5)}}`
        : `  - relu: {name: r${place}}`,
    ),
  )
  .join('\n');
const show = { path: 'large.convlens.yaml', text };

async function openTable(width = 1200) {
  const panel = await harness.open({ show, width });
  await panel.page.getByRole('button', { name: 'Table', exact: true }).click();
  await panel.page.locator('.table').waitFor();
  return panel;
}

const rowIndices = (page: Page) =>
  page
    .locator('tbody tr[data-index]')
    .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('aria-rowindex'))));

test('of 3,000 rows those in view are made; a screen reader is told how many there are, and which ones these are', async () => {
  const { page } = await openTable();
  expect(await page.locator('.table').getAttribute('aria-rowcount')).toBe('3002');
  const first = await rowIndices(page);
  expect(first.length).toBeLessThan(80);
  expect(first.slice(0, 3)).toEqual([2, 3, 4]);

  const scroll = page.locator('.table-scroll');
  await scroll.evaluate((element) => (element.scrollTop = element.scrollHeight));
  await page.locator('tbody tr[aria-rowindex="3001"]').waitFor();
  const last = await rowIndices(page);
  expect(last.length).toBeLessThan(80);
  expect(last.at(-1)).toBe(3001);
  // The last row ends where the foot begins, and nothing is left of rows that are not made.
  const bottoms = await page.evaluate(() =>
    ['tbody tr[aria-rowindex="3001"]', 'tfoot']
      .map((part) => document.querySelector(part)?.getBoundingClientRect() ?? new DOMRect())
      .map(({ top, bottom }) => ({ top, bottom })),
  );
  expect(Math.abs((bottoms[0]?.bottom ?? 0) - (bottoms[1]?.top ?? 99))).toBeLessThan(2);
});

test('columns keep their widths wherever the table is scrolled to', async () => {
  const { page } = await openTable();
  const widths = () =>
    page.locator('thead th').evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().width));
  const before = await widths();
  const scroll = page.locator('.table-scroll');
  for (const share of [0.3, 0.5001, 1]) {
    await scroll.evaluate((element, part) => (element.scrollTop = part * element.scrollHeight), share);
    await page.waitForTimeout(100);
    expect(await widths()).toEqual(before);
  }
});

test('sorted by parameters, the greatest come first; the layer that is chosen is scrolled to', async () => {
  const { page, host } = await openTable();
  await page.getByRole('button', { name: 'Parameters' }).click();
  await expect.poll(() => page.locator('tbody th').first().textContent()).toContain('a_longer_name_');
  await page.getByRole('button', { name: 'Parameters' }).click();
  await page.getByRole('button', { name: 'Parameters' }).click();
  host.panel.notify('selectLayer', { layer: 'r2000' });
  await page.locator('tr[aria-selected="true"]', { hasText: 'r2000' }).waitFor();
  const box = await page.locator('tr[aria-selected="true"]').boundingBox();
  const view = await page.locator('.table-scroll').boundingBox();
  expect(box && view && box.y >= view.y && box.y + box.height <= view.y + view.height).toBe(true);
});

test('Tab goes on from row to row beyond those that were made, and a row that has the keyboard stays when it is scrolled away', async () => {
  const { page } = await openTable();
  await page.getByRole('button', { name: 'input', exact: true }).focus();
  for (let press = 0; press < 90; press++) {
    await page.keyboard.press('Tab');
    await drawn(page);
  }
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('a_longer_name_89');
  await page.locator('.table-scroll').evaluate((element) => (element.scrollTop = 0));
  await page.locator('tbody tr[aria-rowindex="2"]').waitFor();
  await page.waitForTimeout(200);
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('a_longer_name_89');
  expect((await rowIndices(page)).length).toBeLessThan(80);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('r90');
});

test('the table is exported whole', async () => {
  const { page, host } = await openTable();
  await page.locator('select.export').first().selectOption('markdown');
  await expect.poll(() => host.saved.length).toBe(1);
  const lines = String(host.saved[0]?.content)
    .split('\n')
    .filter((line) => line.startsWith('|'));
  expect(lines.length).toBeGreaterThanOrEqual(layers + 2);
});
