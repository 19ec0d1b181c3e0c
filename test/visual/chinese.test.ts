import { expect, test } from 'vitest';
import titles from '../../package.nls.zh-cn.json' with { type: 'json' };
import { screenshot, useWorkbench } from '../support/workbench.ts';
import { runCommand, webview } from '../vscode/workbench.mjs';

const workbench = useWorkbench({ language: 'zh-cn' });

test('a VS Code in Chinese: commands, a problem, its fixes, a hover, a lens and the panel', async () => {
  const page = await workbench.open({ file: 'textbook.convlens.yaml', width: 1600, height: 1000 });
  const line = page.locator('.editor-instance .view-line', { hasText: 'conv' });
  await page.locator('.squiggly-error').first().waitFor();

  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').fill('>ConvLens');
  const rows = page.locator('.quick-input-list .monaco-list-row');
  await expect
    .poll(() => rows.allInnerTexts().then((texts) => texts.join('\n')))
    .toContain(titles['command.showLayout']);
  const listed = (await rows.allInnerTexts()).join('\n');
  for (const command of [
    'showExample',
    'chooseInputSize',
    'chooseModel',
    'declareLayer',
    'explainProblem',
  ] as const)
    expect(listed).toContain(`ConvLens: ${titles[`command.${command}`]}`);
  await screenshot(page, 'chinese-commands');
  await page.keyboard.press('Escape');

  await expect.poll(() => page.locator('.codelens-decoration').first().innerText()).toContain('显示网络布局');
  await page.keyboard.press('Control+Shift+M');
  const problem = page.locator('.markers-panel .monaco-list-row', { hasText: 'impossible' });
  await expect.poll(() => problem.innerText()).toContain('(224 − 7 + 2·3)/2 + 1 = 112.5，不是整数');

  await line.getByText('stride').hover();
  const hover = page.locator('.monaco-hover:not(.hidden)').first();
  await expect.poll(() => hover.innerText()).toContain('输入尺寸 1×3×224×224：由文件给出');
  await screenshot(page, 'chinese-problem');

  await line.getByText('stride').click();
  const fixes = page.locator('.action-widget').first();
  await expect
    .poll(async () => {
      // The hover that follows a click closes the list that comes before it.
      if (!(await fixes.isVisible())) await page.keyboard.press('Control+.');
      return fixes.innerText({ timeout: 2000 }).catch(() => '');
    })
    .toContain('步幅改为 1：输出 224；其余无问题');
  await screenshot(page, 'chinese-fixes');
  await page.keyboard.press('Escape');

  await runCommand(page, `ConvLens: ${titles['command.showLayout']}`);
  const panel = webview(page);
  await panel.locator('h1.title', { hasText: 'textbook' }).waitFor();
  expect(await panel.locator('html').getAttribute('lang')).toBe('zh-cn');
  expect(await panel.getByRole('listbox').getByRole('option').allInnerTexts()).toEqual([
    'input：input。输出 3×224×224。',
    'conv1：conv。7×7，步幅 2，填充 3。输出 64×?×?。无法计算。',
    'relu1：relu。输出 64×?×?。',
  ]);
  await screenshot(page, 'chinese-panel');
});
