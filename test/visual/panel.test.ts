import { PNG } from 'pngjs';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { misplaced } from '../support/panel/misplaced.ts';
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

test.each(Object.keys(themes) as Theme[])(
  'network, layer and every tab of resnet-stem, theme %s',
  async (theme) => {
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

    for (const name of layerTabs) {
      await panel.getByRole('tab', { name }).click();
      const picture = panel.locator('canvas.picture').last();
      await expect.poll(async () => coloursOf(await picture.screenshot())).toBeGreaterThan(5);
      await screenshot(page, `layer-${slug(name)}-${theme}`);
    }
    await leaveAlone(page);
    const tabs = ['Forward', 'Backward dX', 'Backward dW', ...layerTabs];
    await lookAt(page, theme, tabs, (name) => panel.getByRole('tab', { name, exact: true }));
    await panel.getByRole('button', { name: 'Network' }).click();
    const forms = ['Table', 'Gradient flow', 'Graph'];
    await lookAt(page, theme, forms, (name) => panel.getByRole('button', { name, exact: true }));
    expect(breaches).toEqual([]);
  },
);

const layerTabs = ['im2col', 'Weights', 'Reads', 'Code', 'Receptive field'];
const slug = (name: string): string => name.replaceAll(' ', '-').toLowerCase();

/** `CONVLENS_PICTURES=1` keeps each view at each width, to be looked at. */
const pictures = process.env['CONVLENS_PICTURES'];

/** Width of the activity bar and the borders beside an editor that is alone. */
const beside = 58;

/** Nothing reaches beyond the page in any of these views, whatever the panel's width. */
async function lookAt(
  page: Page,
  theme: Theme,
  names: readonly string[],
  opener: (name: string) => Locator,
): Promise<void> {
  const body = webview(page).locator('body');
  for (const width of [1600, 800, 320]) {
    await page.setViewportSize({ width: width + beside, height: 900 });
    await expect.poll(() => body.evaluate(() => innerWidth)).toBe(width);
    for (const name of names) {
      await opener(name).click();
      if (pictures) await screenshot(page, `${slug(name)}-${width}-${theme}`);
      expect.soft(await body.evaluate(misplaced), `${name}, ${width} pixels`).toEqual([]);
    }
  }
}

/** Only the panel stays: neither its text nor the side bar. */
async function leaveAlone(page: Page): Promise<void> {
  await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
  await page.locator('.tab[aria-label*="resnet-stem.convlens.yaml"] .tab-actions .action-label').click();
  await page.locator('.editor-instance .view-line').first().waitFor({ state: 'detached' });
}

test('the example runs δ back through pool, ReLU and convolution', async () => {
  const page = await workbench.open({ file: 'edge-detector.convlens.yaml', ...size });
  await runCommand(page, 'ConvLens: Show Example: Conv → ReLU → Pool');
  const panel = webview(page);
  await panel.getByRole('tab', { selected: true }).waitFor();
  const tabs = await panel.getByRole('tab').count();
  for (let tab = 0; tab < tabs; tab++) {
    await panel.getByRole('tab').nth(tab).click();
    const picture = panel.locator('canvas.picture').last();
    await expect.poll(async () => coloursOf(await picture.screenshot())).toBeGreaterThan(5);
    await screenshot(page, `example-${tab}`);
  }
});

/** Opens a file of the folder, and its panel. */
async function openPanel(page: Page, file: string): Promise<void> {
  await page.keyboard.press('Control+P');
  await page.locator('.quick-input-widget input').fill(file);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: file }).first().click();
  await page.locator('.tab.active', { hasText: file }).waitFor();
  await page.locator('.editor-instance .view-line').first().waitFor();
  await runCommand(page, 'ConvLens: Show Layout');
}

test('after a restart of the window each panel shows its model again, its layer and tab, and a pinned one is pinned', async () => {
  // Without a file to open: that would be opened instead of what was open.
  const page = await workbench.open(size);
  const tab = (name: string) =>
    page.locator('.tab .label-name', { hasText: new RegExp(`^${name}( \\(pinned\\))?$`) });
  const panel = webview(page);
  await openPanel(page, 'lenet.convlens.yaml');
  for (const key of ['Home', 'ArrowDown', 'Enter']) await panel.getByRole('listbox').press(key);
  await panel.getByRole('tab', { name: 'Reads' }).click();
  await panel.getByRole('button', { name: 'Pin', exact: true }).click();
  await tab('lenet').getByText('(pinned)').waitFor();
  await page.locator('.editor-instance .view-line').first().click();
  await openPanel(page, 'edge-detector.convlens.yaml');
  await tab('edge-detector').waitFor();
  await panel.locator('h1.title', { hasText: 'edge-detector' }).waitFor();
  // In a browser VS Code writes down what is open every five seconds.
  await page.waitForTimeout(6_000);

  await page.reload();
  await tab('edge-detector').click();
  await panel.locator('h1.title', { hasText: 'edge-detector' }).waitFor();
  expect(await panel.getByRole('button', { name: 'Unpin' }).count()).toBe(0);
  await tab('lenet').click();
  await panel.locator('h1.title', { hasText: 'conv1' }).waitFor();
  await panel.getByRole('tab', { name: 'Reads', selected: true }).waitFor();
  await panel.getByRole('button', { name: 'Unpin', pressed: true }).waitFor();
  await screenshot(page, 'restarted');
});

test('network of tiny-detector.cfg', async () => {
  const page = await workbench.open({ file: 'tiny-detector.cfg', ...size });
  await runCommand(page, 'ConvLens: Show Layout');
  const picture = webview(page).locator('canvas.picture').first();
  await expect.poll(async () => coloursOf(await picture.screenshot())).toBeGreaterThan(20);
  await screenshot(page, 'network-darknet');
});
