import { readFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { screenshot, useWorkbench } from '../support/workbench.ts';
import { runCommand, themes, webview } from '../vscode/workbench.mjs';
import type { Theme } from '../vscode/workbench.mjs';

const workbench = useWorkbench();
const size = { width: 1600, height: 1000 };

/** What VS Code calls the kinds of theme in a webview. */
const kinds: Readonly<Record<Theme, string>> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  'hc-dark': 'vscode-high-contrast',
  'hc-light': 'vscode-high-contrast-light',
};

/** How many colours a picture has: one or two where nothing was drawn. */
function coloursOf(png: Buffer): number {
  const { data } = PNG.sync.read(png);
  const colours = new Set<number>();
  for (let offset = 0; offset < data.length; offset += 4) colours.add(data.readUInt32BE(offset));
  return colours.size;
}

/** What the page's console says about a breach of the webview's content security policy. */
function policyBreaches(page: Page): string[] {
  const found: string[] = [];
  page.on('console', (message) => {
    const text = message.text();
    if (/Content.Security.Policy/i.test(text) && text.includes('panel.')) found.push(text);
  });
  return found;
}

test.each(Object.keys(themes) as Theme[])('network and layer of resnet-stem, theme %s', async (theme) => {
  const page = await workbench.open({ file: 'resnet-stem.convlens.yaml', theme, ...size });
  const breaches = policyBreaches(page);
  await page.locator('.squiggly-info').first().waitFor();
  await runCommand(page, 'ConvLens: Show Layout');

  const panel = webview(page);
  const picture = panel.locator('canvas.picture').first();
  await panel.locator('h1.title', { hasText: 'resnet-stem' }).waitFor();
  await picture.waitFor();
  expect(await panel.locator('body').getAttribute('data-vscode-theme-kind')).toBe(kinds[theme]);
  expect(await panel.getByRole('listbox').getByRole('option').count()).toBe(5);
  await expect.poll(async () => coloursOf(await picture.screenshot())).toBeGreaterThan(20);
  await screenshot(page, `network-${theme}`);

  for (const key of ['Home', 'ArrowDown', 'Enter']) await panel.getByRole('listbox').press(key);
  await panel.getByRole('tab', { selected: true }).waitFor();
  expect(await panel.getByRole('tab').count()).toBeGreaterThanOrEqual(3);
  await screenshot(page, `layer-${theme}`);
  expect(breaches).toEqual([]);
});

test.each(Object.keys(themes) as Theme[])('every tab of a layer, theme %s', async (theme) => {
  const page = await workbench.open({ file: 'resnet-stem.convlens.yaml', theme, ...size });
  const breaches = policyBreaches(page);
  await page.locator('.squiggly-info').first().waitFor();
  await runCommand(page, 'ConvLens: Show Layout');
  const panel = webview(page);
  await panel.locator('h1.title', { hasText: 'resnet-stem' }).waitFor();
  for (const key of ['Home', 'ArrowDown', 'Enter']) await panel.getByRole('listbox').press(key);
  await panel.getByRole('tab', { selected: true }).waitFor();
  for (const name of ['im2col', 'Weights', 'Reads', 'Code', 'Receptive field']) {
    await panel.getByRole('tab', { name }).click();
    const picture = panel.locator('canvas.picture').last();
    await expect.poll(async () => coloursOf(await picture.screenshot())).toBeGreaterThan(5);
    await screenshot(page, `layer-${name.replace(' ', '-').toLowerCase()}-${theme}`);
  }
  expect(breaches).toEqual([]);
});

test('the example runs δ back through pool, ReLU and convolution', async () => {
  const page = await workbench.open({ file: 'edge-detector.convlens.yaml', ...size });
  await runCommand(page, 'ConvLens: Show Example: Conv → ReLU → Pool');
  const panel = webview(page);
  await panel.getByRole('tab', { selected: true }).waitFor();
  const tabs = await panel.getByRole('tab').count();
  for (let tab = 0; tab < tabs; tab++) {
    await panel.getByRole('tab').nth(tab).click();
    const picture = panel.locator('canvas.picture').last();
    await expect.poll(async () => coloursOf(await picture.screenshot())).toBeGreaterThan(20);
    await screenshot(page, `example-${tab}`);
  }
});

test('network of tiny-detector.cfg', async () => {
  const page = await workbench.open({ file: 'tiny-detector.cfg', ...size });
  await runCommand(page, 'ConvLens: Show Layout');
  await webview(page).locator('canvas.picture').first().waitFor();
  expect(coloursOf(readFileSync(await screenshot(page, 'network-darknet')))).toBeGreaterThan(100);
});
