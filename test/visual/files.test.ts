import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useWorkbench } from '../support/workbench.ts';
import { runCommand, webview } from '../vscode/workbench.mjs';

const network = `input: [3, 32, 32]
layers:
  - conv: {out_channels: 8, kernel_size: 3}
  - relu
`;

let folder = '';
const workbench = useWorkbench({
  prepare: (copy) => {
    folder = copy;
    mkdirSync(join(copy, 'before'));
    for (const name of ['kept', 'discarded', 'deleted', 'before/moved'])
      writeFileSync(join(copy, `${name}.convlens.yaml`), network);
  },
});

async function openPanel(file: string): Promise<Page> {
  const page = await workbench.open({ file, width: 1400, height: 800 });
  await runCommand(page, 'ConvLens: Show Layout');
  await webview(page).locator('canvas.picture[data-painted]').first().waitFor();
  return page;
}

const facts = (page: Page) => webview(page).locator('.facts').first().textContent();

async function typeLayer(page: Page): Promise<void> {
  await page.locator('.editor-instance .view-line', { hasText: 'out_channels' }).click();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('- flatten');
}

const closeText = (page: Page, file: string) =>
  page.locator(`.tab[aria-label^="${file}"] .tab-actions .action-label`).click();

async function rename(page: Page, from: string, to: string): Promise<void> {
  const row = page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${from}"]`);
  // A click would also open what is renamed.
  await row.click({ button: 'right' });
  await page.locator('.context-view .monaco-menu').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('F2');
  const name = page.locator('.explorer-folders-view .monaco-inputbox input');
  await name.fill(to);
  await name.press('Enter');
  await page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${to}"]`).waitFor();
}

test('a text that is closed as it was saved keeps its picture: nothing is computed once more', async () => {
  const page = await openPanel('kept.convlens.yaml');
  const panel = webview(page);
  for (const key of ['Home', 'ArrowDown', 'Enter']) await panel.getByRole('listbox').press(key);
  const stage = panel.locator('.layer .stage').last();
  await stage.locator('canvas.picture[data-painted]').waitFor();
  await expect.poll(() => stage.getAttribute('class')).not.toContain('waiting');
  await stage.evaluate((element) => {
    const note = () => element.classList.contains('waiting') && (document.title = 'computed once more');
    new MutationObserver(note).observe(element, { attributes: true });
  });
  await closeText(page, 'kept.convlens.yaml');
  await page.locator('.editor-instance .view-line').first().waitFor({ state: 'detached' });
  // As long as the file takes to be read again, and its layer to be computed.
  await page.waitForTimeout(3000);
  expect(await panel.locator('body').evaluate(() => document.title)).not.toBe('computed once more');
});

test('what was closed without being saved is not shown any more', async () => {
  const page = await openPanel('discarded.convlens.yaml');
  await typeLayer(page);
  await expect.poll(() => facts(page)).toMatch(/^3 layers/);
  await closeText(page, 'discarded.convlens.yaml');
  await page
    .getByRole('button', { name: 'Don’t Save' })
    .or(page.getByRole('button', { name: "Don't Save" }))
    .click();
  await expect.poll(() => facts(page)).toMatch(/^2 layers/);
});

test('of a file that was deleted and closed the panel says so, and shows it again when it is there again', async () => {
  const page = await openPanel('deleted.convlens.yaml');
  rmSync(join(folder, 'deleted.convlens.yaml'));
  await closeText(page, 'deleted.convlens.yaml');
  await webview(page).getByText('deleted.convlens.yaml is gone, or cannot be read.').waitFor();
  writeFileSync(join(folder, 'deleted.convlens.yaml'), network.replace('8', '16'));
  await page.locator('.explorer-folders-view .monaco-list-row[aria-label^="deleted"]').dblclick();
  // It was opened over the panel, the only one left.
  await page.locator('.editor-instance .view-line', { hasText: 'out_channels' }).waitFor();
  await page
    .locator('.tab:not([aria-label^="deleted.convlens"]) .label-name', { hasText: 'deleted' })
    .click();
  await expect.poll(() => facts(page)).toMatch(/^2 layers · 448 parameters/);
});

test('a panel follows its file to another name and its folder to another one, pinned too', async () => {
  const page = await openPanel('before/moved.convlens.yaml');
  await webview(page).getByRole('button', { name: 'Pin', exact: true }).click();
  await rename(page, 'moved.convlens.yaml', 'renamed.convlens.yaml');
  await page.locator('.tab', { hasText: 'renamed (pinned)' }).waitFor();
  await rename(page, 'before', 'after');
  await typeLayer(page);
  await expect.poll(() => facts(page)).toMatch(/^3 layers/);
  await webview(page).getByRole('listbox').press('Home');
  for (const key of ['ArrowDown', 'Enter']) await webview(page).getByRole('listbox').press(key);
  await webview(page).getByRole('tab', { selected: true }).waitFor();
});
