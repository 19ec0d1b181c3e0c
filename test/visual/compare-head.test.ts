import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useWorkbench } from '../support/workbench.ts';
import { runCommand, webview } from '../vscode/workbench.mjs';

const hasGit = spawnSync('git', ['--version']).status === 0;
const file = 'committed.convlens.yaml';
const committed = `input: [3, 32, 32]
layers:
  - conv:
      name: first
      out_channels: 8
      kernel_size: 3
  - relu: {name: gone}
  - max_pool: {name: pool, kernel_size: 2}
  - flatten: {name: flat}
  - linear: {name: classes, out_features: 10}
`;

/** Makes the folder a repository of one commit, whatever this machine's own configuration of Git asks for. */
function commit(folder: string): void {
  if (!hasGit) return;
  writeFileSync(join(folder, file), committed);
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
  git('init', '--quiet');
  git('add', file);
  const own = { 'user.name': 'Test', 'user.email': 'test@localhost', 'commit.gpgSign': 'false' };
  const options = Object.entries(own).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  git(...options, 'commit', '--quiet', '--no-verify', '--message', 'A network');
}

const workbench = useWorkbench({ prepare: commit });

/** Writes in the editor what stands at the end of a line, key by key. */
async function typeAtEnd(page: Page, line: string, { erase, text }: { erase: number; text: string }) {
  await page.locator('.editor-instance .view-line', { hasText: line }).click();
  await page.keyboard.press('End');
  for (let left = erase; left > 0; left--) await page.keyboard.press('Backspace');
  await page.keyboard.type(text);
}

const changesIn = (panel: FrameLocator) =>
  panel.locator('tr').evaluateAll((rows) =>
    rows.flatMap((row) => {
      const change = row.querySelector('.change')?.textContent;
      if (change === undefined) return [];
      const title = row.querySelector('th button')?.textContent ?? '';
      return [
        `${title}, ${row.getAttribute('class') ?? ''}: ${change}, now ${row.querySelector('.shape')?.textContent ?? ''}`,
      ];
    }),
  );

test('a text that is not saved yet is compared with Git HEAD, which Git’s own extension reads', async ({
  skip,
}) => {
  skip(!hasGit, 'There is no git on PATH, so there is no HEAD to compare with.');
  const page = await workbench.open({ file, width: 1600, height: 1000, settings: { 'git.enabled': true } });
  await typeAtEnd(page, 'out_channels: 8', { erase: 1, text: '16' });
  await page.locator('.editor-instance .view-line', { hasText: 'gone' }).click();
  await page.keyboard.press('Control+Shift+K');
  await runCommand(page, 'ConvLens: Show Layout');
  const panel = webview(page);
  await panel.locator('h1.title', { hasText: 'committed' }).waitFor();
  await panel.getByRole('button', { name: 'Table' }).click();
  await panel.getByRole('button', { name: 'Compare …' }).click();
  await page.locator('.quick-input-widget .monaco-list-row', { hasText: 'HEAD' }).click();
  await expect
    .poll(() => panel.locator('.comparison span').allTextContents())
    .toEqual([
      'Compared with HEAD:',
      '0 added',
      '4 changed',
      '1 removed',
      '18,234 → 36,458 parameters',
      '212,400 → 424,800 multiply-adds',
    ]);
  expect(await panel.locator('.comparison .removed').getAttribute('title')).toBe('gone');
  expect(await changesIn(panel)).toEqual([
    'first, changed: was 8×30×30, now 16×30×30',
    'pool, changed: was 8×15×15, now 16×15×15',
    'flat, changed: was 1800, now 3600',
    'classes, changed: was 18,010 parameters, now 10',
  ]);
  // The comparison goes on while one types: only the layer that was taken out is still missing.
  await typeAtEnd(page, 'out_channels: 16', { erase: 2, text: '8' });
  await expect.poll(() => changesIn(panel)).toEqual([]);
  expect(await panel.locator('.comparison span').nth(3).textContent()).toBe('1 removed');
});
