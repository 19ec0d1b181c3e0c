import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { westernPunctuation } from '../support/chinese.ts';
import { usePanelHarness } from '../support/panel/harness.ts';
import { panelViews } from '../support/panel/panel-views.ts';

const harness = usePanelHarness();

/**
 * Latin words that stand in a Chinese panel too: names of files, layers and their types, the settings as the file writes
 * them, symbols of the formulas, formats and units.
 */
const kept = new Set(
  [
    'ConvLens NumPy numpy npy im2col col2im float32 float64 ReLU relu Conv conv pool max average avg_pool max_pool',
    'linear flatten batch_norm conv_transpose tanh sobel Sobel SVG PNG Markdown Kaiming Xavier HEAD model cfg',
    'stride padding dilation groups kernel_size input up only of KiB MiB GiB GMAC prev Home End Shift Enter Esc Tab Space',
    'lenet resnet18 resnet stem residual unet strided large textbook volume begun mask yaml convlens add global_avg_pool concat',
    'max_pool1 global Max transpose upsample mean floor',
  ].flatMap((line) => line.split(' ')),
);

/** Not ours to translate: code and formulas. */
const others = '.listing, math, style, script';

/** All that one reads, sees on hovering, or hears, outside of pictures. */
const said = (page: Page): Promise<string[]> =>
  page.evaluate((skipped) => {
    const texts: string[] = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode())
      if (!node.parentElement?.closest(skipped)) texts.push(node.textContent ?? '');
    for (const element of document.querySelectorAll('[title], [aria-label], [placeholder]')) {
      if (element.closest(skipped)) continue;
      for (const name of ['title', 'aria-label', 'placeholder']) texts.push(element.getAttribute(name) ?? '');
    }
    return texts;
  }, others);

/** Words of three letters and more; what has a digit, a dot or an underscore is a name. */
const foreign = (text: string): string[] =>
  (text.match(/[A-Za-z][\w.]*/g) ?? []).filter(
    (word) => word.length > 2 && !/[\d._]/.test(word) && !kept.has(word),
  );

test('in a Chinese VS Code every view is in Chinese, with nothing left in English', async () => {
  const [first] = panelViews;
  if (!first) return;
  const { page, host, load } = await harness.open({ show: first.show, language: 'zh-cn' });
  const left = new Set<string>();
  let shown: (typeof first)['show'] | null = null;
  for (const { name, show, open } of panelViews) {
    // Their sentences come from the host, which has its own language.
    if (['empty', 'error'].includes(name)) continue;
    // Views of one network are walked through without loading it again.
    if (show !== shown) await load(show);
    shown = show;
    await page
      .locator(name === 'loading' ? '.message' : 'h1.title, .message')
      .first()
      .waitFor();
    // Views that are opened by the English name of a button are looked at before they are.
    if (!/getByRole|press\(/.test(String(open))) await open?.(page, host);
    for (const text of await said(page)) {
      for (const word of foreign(text)) left.add(`${name}: ${word} in “${text}”`);
      for (const around of westernPunctuation(text)) left.add(`${name}: “${around}” in “${text}”`);
    }
  }
  expect([...left]).toEqual([]);
});
