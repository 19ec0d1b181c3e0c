import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { writeNpy } from '../../src/engine/numpy/npy-writer.ts';
import type { HarnessHost } from '../support/panel/harness-host.ts';
import { usePanelHarness } from '../support/panel/harness.ts';
import { example } from '../support/panel/panel-views.ts';

const harness = usePanelHarness();
const path = 'hidden.convlens.yaml';
const text = (channels: number) =>
  `input: [1, 12, 12]\nlayers:\n  - conv: {name: conv, out_channels: ${channels}, kernel_size: 3}\n  - batch_norm: {name: norm}\n`;
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** VS Code throws the page of a hidden panel away; the host stays. */
const hideAndShow = (page: Page) => page.reload();

/** Chooses a file of equal numbers for X. */
async function dropNumbers(page: Page, shape: readonly number[], value: number): Promise<void> {
  const count = shape.reduce((product, size) => product * size, 1);
  const buffer = Buffer.from(writeNpy({ shape, data: new Float64Array(count).fill(value) }));
  const chooser = page.waitForEvent('filechooser');
  await page
    .locator('.picker', { has: page.locator('span:text-is("X")') })
    .locator('select')
    .focus();
  await page.keyboard.press('End');
  await (await chooser).setFiles({ name: 'x.npy', mimeType: '', buffer });
}

test('a size that is tried, the run of the network, its choices and a comparison are there when a hidden panel is shown again', async () => {
  const { page, host } = await harness.open({ show: { path, text: text(2) } });
  await page.locator('h1.title').waitFor();
  host.comparison = { of: { kind: 'head', label: 'HEAD' }, network: await host.networkOf(path, text(4)) };
  await button(page, 'Compare …').click();
  await page.locator('.comparison').getByText('Compared with HEAD:').waitFor();
  await page.getByRole('slider').fill('16');
  await button(page, 'Back to the file’s').waitFor();
  await button(page, 'Gradient flow').click();
  await page.getByLabel('Weights').selectOption('ones');
  await button(page, 'Run').click();
  const chart = page.getByRole('group', { name: 'Norms, layer by layer' });
  await chart.waitFor();
  const norms = await chart.locator('li').allTextContents();
  const said = await page.locator('.note').textContent();

  await hideAndShow(page);
  await button(page, 'Back to the file’s').waitFor();
  expect(await page.locator('.size output').textContent()).toBe('16');
  expect(await page.locator('.comparison').textContent()).toContain('Compared with HEAD:');
  expect(await page.getByLabel('Weights').inputValue()).toBe('ones');
  expect(await chart.locator('li').allTextContents()).toEqual(norms);
  // Of the size that is tried: not called stale.
  await expect.poll(() => page.locator('.note').textContent()).toBe(said);

  // What was ended does not come back.
  await button(page, 'Back to the file’s').click();
  await button(page, 'End comparison').click();
  await hideAndShow(page);
  await chart.waitFor();
  expect(await page.locator('.comparison').count()).toBe(0);
  expect(await button(page, 'Back to the file’s').count()).toBe(0);
});

test('a layer comes back at the size that is tried, with a file that was dropped in, the speed and the checks', async () => {
  const { page, host } = await harness.open({ show: { path, text: text(2) } });
  await page.getByRole('slider').fill('14');
  await button(page, 'Back to the file’s').waitFor();
  await host.panel.call('goTo', { view: 'layer', layer: 'conv', pass: 'forward', stage: 'input' });
  await host.panel.call('describe', {});
  await dropNumbers(page, [1, 1, 14, 14], 9);
  await button(page, 'Reset values').waitFor();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('+');
  await page.keyboard.press('c');
  const shown = await host.panel.call('describe', {});
  expect(shown.planes[0]?.cells).toEqual(Array<string>(196).fill('9'));

  await hideAndShow(page);
  await button(page, 'Reset values').waitFor();
  await expect.poll(() => host.panel.call('describe', {})).toEqual(shown);
  await button(page, '2×').waitFor();
  expect(await page.getByLabel('Check gradients').isChecked()).toBe(true);
});

test('a layer without numbers comes back as well', async () => {
  const { page, host } = await harness.open({ show: { path, text: text(2) } });
  await page.locator('h1.title').waitFor();
  await host.panel.call('goTo', { view: 'layer', layer: 'norm' });
  const title = page.locator('.layer h1.title');
  await title.getByText('norm').waitFor();
  await hideAndShow(page);
  await title.getByText('norm').waitFor();
});

test('the example comes back with the cells that were written over', async () => {
  const { page, host } = await harness.open({ show: { state: 'example' } });
  await page.locator('.transport').waitFor();
  await host.panel.call('goTo', {
    ...{ view: 'example', pass: 'forward', stage: 'correlate', step: 7 },
    options: {
      samples: 1,
      trueConvolution: false,
      faults: [],
      edits: [{ tensor: 'X', index: 0, value: 7.5 }],
    },
  });
  const shown = await host.panel.call('describe', {});
  expect(shown.planes[0]?.cells).toContain('7.5');
  await hideAndShow(page);
  await expect.poll(() => host.panel.call('describe', {})).toEqual(shown);
});

/** As when VS Code is started again: the page has its own state, and the host holds nothing. */
async function restart(page: Page, host: HarnessHost): Promise<void> {
  host.letGo();
  await page.reload();
}

test('after a restart the network has run again with the same seed, is compared with the same, sorted and moved as it was', async () => {
  const { page, host } = await harness.open({ show: { path, text: text(2) } });
  await page.locator('h1.title').waitFor();
  const head = { kind: 'head', label: 'HEAD' } as const;
  host.comparison = { of: head, network: await host.networkOf(path, text(4)) };
  await button(page, 'Compare …').click();
  await page.locator('.comparison').getByText('Compared with HEAD:').waitFor();
  await button(page, 'Gradient flow').click();
  await page.getByLabel('Weights').selectOption('xavier');
  await button(page, 'Run').click();
  const chart = page.getByRole('group', { name: 'Norms, layer by layer' });
  await chart.waitFor();
  const norms = await chart.locator('li').allTextContents();

  await restart(page, host);
  await chart.waitFor();
  expect(await chart.locator('li').allTextContents()).toEqual(norms);
  expect(await page.getByLabel('Weights').inputValue()).toBe('xavier');
  await page.locator('.comparison').getByText('Compared with HEAD:').waitFor();
  expect(host.comparedAgain).toEqual([head]);

  await button(page, 'Table').click();
  await page.locator('.sort', { hasText: 'Parameters' }).click();
  await page.locator('[aria-sort="descending"]').waitFor();
  await restart(page, host);
  await page.locator('.column-parameters[aria-sort="descending"]').waitFor();

  // What was ended stays so.
  await button(page, 'End comparison').click();
  await restart(page, host);
  await page.locator('.column-parameters[aria-sort="descending"]').waitFor();
  expect(await page.locator('.comparison').count()).toBe(0);
});

test('a run that was under way is there when the page comes back', async () => {
  const { page, host } = await harness.open({ show: { path, text: text(2) } });
  await button(page, 'Gradient flow').click();
  let release: () => void = () => undefined;
  host.beforeRun = new Promise((resolve) => (release = resolve));
  await button(page, 'Run').click();
  await button(page, 'Stop').waitFor();
  await hideAndShow(page);
  await button(page, 'Stop').waitFor();
  release();
  await page.getByRole('group', { name: 'Norms, layer by layer' }).waitFor();
});

test('after a restart a layer has the file that was dropped in; one that is gone is named', async () => {
  const { page, host } = await harness.open({ show: { path, text: text(2) } });
  await host.panel.call('goTo', { view: 'layer', layer: 'conv', pass: 'forward', stage: 'input' });
  await host.panel.call('describe', {});
  await dropNumbers(page, [1, 1, 12, 12], 9);
  await button(page, 'Reset values').waitFor();
  const shown = await host.panel.call('describe', {});
  expect(shown.planes[0]?.cells).toEqual(Array<string>(144).fill('9'));

  await restart(page, host);
  await button(page, 'Reset values').waitFor();
  await expect.poll(() => host.panel.call('describe', {})).toEqual(shown);
  expect(await page.getByText('x.npy').count()).toBeGreaterThan(0);

  host.files.clear();
  await restart(page, host);
  await page.getByText('Dropped in before, and not kept: x.npy. Drop it in once more.').waitFor();
  const { planes } = await host.panel.call('describe', {});
  expect(planes[0]?.cells).toHaveLength(144);
  expect(planes[0]?.cells).not.toContain('9');
});

test('the network’s picture comes back where it was moved to, after a reload and after a look at the table', async () => {
  const { page, host } = await harness.open({
    show: example('resnet18.convlens.yaml'),
    ...{ width: 1200, height: 700 },
  });
  const canvas = page.locator('.view canvas.picture');
  await canvas.waitFor();
  await page.waitForTimeout(600);
  const picture = () => canvas.evaluate((element) => (element as HTMLCanvasElement).toDataURL());
  const before = await picture();
  await canvas.hover();
  await page.mouse.wheel(0, 300);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -120);
  await page.keyboard.up('Control');
  await page.waitForTimeout(600);
  await page.mouse.move(0, 0);
  const moved = await picture();
  expect(moved).not.toBe(before);

  await restart(page, host);
  await expect.poll(picture).toBe(moved);
  await button(page, 'Table').click();
  await page.locator('.table').waitFor();
  await button(page, 'Graph').click();
  await expect.poll(picture).toBe(moved);
  // Fitted again, it stays so.
  await button(page, 'Fit').click();
  await page.waitForTimeout(400);
  await restart(page, host);
  await expect.poll(picture).toBe(before);
});

test('a file that was dropped in is kept no longer than its layer is shown', async () => {
  const { page, host } = await harness.open({ show: { path, text: text(2) } });
  await host.panel.call('goTo', { view: 'layer', layer: 'conv', pass: 'forward', stage: 'input' });
  await host.panel.call('describe', {});
  await dropNumbers(page, [1, 1, 12, 12], 9);
  await expect.poll(() => host.files.size).toBe(1);
  await host.panel.call('goTo', { view: 'network' });
  await expect.poll(() => host.files.size).toBe(0);
});

test('the table and the chart of the run are where they were scrolled to, after a reload and after a look at the graph', async () => {
  const lines = Array.from(
    { length: 400 },
    (_, i) => `  - conv: {name: c${i}, out_channels: ${1 + (i % 3)}, kernel_size: 1}`,
  );
  const many = `input: [1, 4, 4]\nlayers:\n${lines.join('\n')}\n`;
  const { page, host } = await harness.open({ show: { path, text: many }, width: 1200, height: 700 });
  await button(page, 'Gradient flow').click();
  await button(page, 'Run').click();
  const chart = page.getByRole('group', { name: 'Norms, layer by layer' });
  const canvas = chart.locator('canvas');
  await canvas.waitFor();
  await page.waitForTimeout(500);
  const picture = () => canvas.evaluate((element) => (element as HTMLCanvasElement).toDataURL());
  const before = await picture();
  await chart.press('PageDown');
  await expect.poll(picture).not.toBe(before);
  await page.waitForTimeout(500);
  const scrolled = await picture();
  await button(page, 'Table').click();
  const table = page.locator('.table-scroll');
  await table.evaluate((element) => (element.scrollTop = 3000));
  const top = () => table.evaluate((element) => element.scrollTop);
  const first = () =>
    page.evaluate(() => {
      const head = document.querySelector('thead th')?.getBoundingClientRect().bottom ?? 0;
      return [...document.querySelectorAll('tbody tr[data-index]')].find(
        (row) => row.getBoundingClientRect().bottom > head,
      )?.textContent;
    });
  await expect.poll(first).toMatch(/^c10\d/);
  const row = await first();
  await page.waitForTimeout(500);

  await button(page, 'Graph').click();
  await table.waitFor({ state: 'detached' });
  await button(page, 'Table').click();
  await expect.poll(top).toBe(3000);
  await restart(page, host);
  await expect.poll(top).toBe(3000);
  await expect.poll(first).toBe(row);
  await button(page, 'Gradient flow').click();
  await expect.poll(picture).toBe(scrolled);

  // A layer that is chosen meanwhile is brought into view.
  await button(page, 'Table').click();
  await expect.poll(top).toBe(3000);
  await button(page, 'Graph').click();
  host.panel.notify('selectLayer', { layer: 'c2' });
  await button(page, 'Table').click();
  await page.locator('tr[aria-selected="true"]', { hasText: 'c2' }).waitFor();
  await expect.poll(top).toBeLessThan(120);
});

test('numbers of another text say so in the graph, too, until the network has run again', async () => {
  const { page, host } = await harness.open({ show: { path, text: text(2) } });
  await button(page, 'Gradient flow').click();
  await button(page, 'Run').click();
  await page.getByRole('group', { name: 'Norms, layer by layer' }).waitFor();
  await button(page, 'Graph').click();
  const legend = page.locator('.magnitude');
  await legend.waitFor();
  expect(await legend.textContent()).not.toContain('has changed');
  await host.show({ path, text: text(3) });
  await legend.getByText('The text or the input size has changed since: run again.').waitFor();
  await host.show({ path, text: text(2) });
  await legend.getByText('The text or the input size has changed since: run again.').waitFor();
});
