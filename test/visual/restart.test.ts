import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { writeNpy } from '../../src/engine/numpy/npy-writer.ts';
import { useWorkbench } from '../support/workbench.ts';
import { runCommand, webview } from '../vscode/workbench.mjs';

const workbench = useWorkbench();

/** Loads the window anew, as when VS Code is started again. */
async function loadAgain(page: Page): Promise<void> {
  // In a browser VS Code writes what it keeps every five seconds, when it is idle.
  await page.waitForTimeout(12_000);
  // A window that is asked for a file opens that one alone.
  const address = new URL(page.url());
  const payload = JSON.parse(address.searchParams.get('payload') ?? '[]') as [string, string][];
  const others = payload.filter(([name]) => name !== 'openFile');
  address.searchParams.set('payload', JSON.stringify(others));
  await page.goto(address.href);
}

/** Gives LeNet's first layer an input of nines, from a file. */
async function dropNines(page: Page): Promise<void> {
  const panel = webview(page);
  const picker = panel.locator('.picker', { has: page.locator('span:text-is("X")') }).locator('select');
  const shape = [1, 1, 28, 28];
  const buffer = Buffer.from(writeNpy({ shape, data: new Float64Array(784).fill(9) }));
  const chooser = page.waitForEvent('filechooser');
  await picker.focus();
  await page.keyboard.press('End');
  await (await chooser).setFiles({ name: 'nines.npy', mimeType: '', buffer });
  await panel.getByRole('button', { name: 'Reset values' }).waitFor();
}

test('when VS Code’s window has been loaded again, the panel has its run, the order of its table, its layer and the file that was dropped in', async () => {
  const page = await workbench.open({ file: 'lenet.convlens.yaml', width: 1600, height: 1000 });
  await page.locator('.editor-instance .view-line').first().waitFor();
  await runCommand(page, 'ConvLens: Show Layout');
  const panel = webview(page);
  const press = (name: string) => panel.getByRole('button', { name, exact: true }).click();
  await press('Table');
  await panel.locator('.sort', { hasText: 'Parameters' }).click();
  await press('Gradient flow');
  await press('Run');
  const norms = panel.getByRole('group', { name: 'Norms, layer by layer' }).locator('li');
  await norms.first().waitFor({ state: 'attached' });
  const shown = await norms.allTextContents();

  const list = panel.getByRole('listbox');
  await press('Graph');
  for (const key of ['Home', 'ArrowDown', 'Enter']) await list.press(key);
  await dropNines(page);
  const reset = panel.getByRole('button', { name: 'Reset values' });
  await loadAgain(page);
  await reset.waitFor({ timeout: 40_000 });
  await panel.locator('.picker option', { hasText: 'nines.npy' }).waitFor({ state: 'attached' });
  await panel.locator('.layer').press('Escape');
  await press('Table');
  await panel.locator('.column-parameters[aria-sort="descending"]').waitFor();
  await press('Gradient flow');
  await expect.poll(() => norms.allTextContents()).toEqual(shown);
});

test('when VS Code’s window has been loaded again, a network is compared with the same scale of it as before', async () => {
  const page = await workbench.open({ file: 'detector.yaml', width: 1600, height: 1000 });
  await page.locator('.editor-instance .view-line').first().waitFor();
  await runCommand(page, 'ConvLens: Show Layout');
  const comparison = webview(page).locator('.comparison span');
  await webview(page).getByRole('button', { name: 'Compare …' }).click();
  await page.locator('.quick-input-widget .monaco-list-row[aria-label^="s"]').click();
  await comparison.first().waitFor();
  const said = await comparison.allTextContents();
  expect(said[0]).toBe('Compared with s:');
  expect(said.join(' ')).toContain('changed');

  await loadAgain(page);
  await expect.poll(() => comparison.allTextContents()).toEqual(said);
});

test('a file that was dropped into a panel goes with it when the panel is closed', async () => {
  const page = await workbench.open({ file: 'lenet.convlens.yaml', width: 1600, height: 1000 });
  await page.locator('.editor-instance .view-line').first().waitFor();
  await runCommand(page, 'ConvLens: Show Layout');
  for (const key of ['Home', 'ArrowDown', 'Enter']) await webview(page).getByRole('listbox').press(key);
  const before = workbench.stored('dropped-files');
  await dropNines(page);
  const added = () => workbench.stored('dropped-files').filter((name) => !before.includes(name));
  await expect.poll(added).toHaveLength(1);
  expect(added()[0]).toMatch(/^[0-9a-f]+-X$/);
  await page.locator('.tab[aria-label$="Editor Group 2"] .tab-actions .action-label').click();
  await page.locator('iframe.webview').waitFor({ state: 'detached' });
  await expect.poll(added).toEqual([]);
});
