import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { writeNpy } from '../../src/engine/numpy/npy-writer.ts';
import { usePanelHarness } from '../support/panel/harness.ts';

const harness = usePanelHarness();
const path = 'hidden.convlens.yaml';
const text = (channels: number) =>
  `input: [1, 12, 12]\nlayers:\n  - conv: {name: conv, out_channels: ${channels}, kernel_size: 3}\n  - batch_norm: {name: norm}\n`;
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** VS Code throws the page of a hidden panel away; the host stays. */
const hideAndShow = (page: Page) => page.reload();

test('a size that is tried, the run of the network, its choices and a comparison are there when a hidden panel is shown again', async () => {
  const { page, host } = await harness.open({ show: { path, text: text(2) } });
  await page.locator('h1.title').waitFor();
  host.comparison = { label: 'HEAD', network: await host.networkOf(path, text(4)) };
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
  const shape = [1, 1, 14, 14];
  const buffer = Buffer.from(writeNpy({ shape, data: new Float64Array(196).fill(9) }));
  const chooser = page.waitForEvent('filechooser');
  await page
    .locator('.picker', { has: page.locator('span:text-is("X")') })
    .locator('select')
    .focus();
  await page.keyboard.press('End');
  await (await chooser).setFiles({ name: 'x.npy', mimeType: '', buffer });
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
