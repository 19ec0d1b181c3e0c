import { expect, test } from 'vitest';
import { useWorkbench } from '../support/workbench.ts';
import { runCommand, webview } from '../vscode/workbench.mjs';

const workbench = useWorkbench();

test('a panel whose page VS Code has thrown away while it was hidden shows its run and the size that is tried again', async () => {
  const page = await workbench.open({ file: 'lenet.convlens.yaml', width: 1600, height: 1000 });
  await page.locator('.editor-instance .view-line').first().waitFor();
  await runCommand(page, 'ConvLens: Show Layout');
  const panel = webview(page);
  const back = panel.getByRole('button', { name: 'Back to the file’s' });
  await panel.getByRole('slider').fill('40');
  await back.waitFor();
  await panel.getByRole('button', { name: 'Gradient flow' }).click();
  await panel.getByRole('button', { name: 'Run', exact: true }).click();
  const norms = panel.getByRole('group', { name: 'Norms, layer by layer' }).locator('li');
  await norms.first().waitFor({ state: 'attached' });
  const shown = await norms.allTextContents();

  // Where the keyboard is in the panel, another editor opens over it.
  await panel.getByRole('button', { name: 'Gradient flow' }).focus();
  await runCommand(page, 'File: New Untitled Text File');
  await panel.locator('main.panel').waitFor({ state: 'hidden' });
  await runCommand(page, 'View: Close Editor');
  await back.waitFor({ timeout: 20_000 });
  await expect.poll(() => norms.allTextContents()).toEqual(shown);
});
