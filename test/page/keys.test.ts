import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { usualOptions, usualValues } from '../../src/protocol/usual-choices.ts';
import { english } from '../../src/scene/words/english.ts';
import { usePanelHarness, type OpenPanel } from '../support/panel/harness.ts';
import { example, openCorrelation, strided } from '../support/panel/panel-views.ts';

const harness = usePanelHarness();

const selectedTab = (page: Page) => page.getByRole('tab', { selected: true }).textContent();
const placeOf = async ({ host }: OpenPanel) => {
  const { pass, stage, step } = await host.panel.call('describe', {});
  return `${pass} ${stage} ${step}`;
};
const press = async ({ page }: OpenPanel, ...keys: readonly string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const { given: _, ...usualPlace } = usualOptions;
const open = () => openCorrelation(harness, 5);

/** Every line of the list that `?` shows, and what one sees when its keys are pressed. */
const listed: Readonly<Record<string, (panel: OpenPanel) => Promise<void>>> = {
  Space: async (panel) => {
    await press(panel, ' ');
    await panel.page.getByRole('button', { name: 'Pause' }).waitFor();
    await press(panel, ' ');
    await panel.page.getByRole('button', { name: 'Play' }).waitFor();
  },
  '← →': async (panel) => {
    await press(panel, 'ArrowRight', 'ArrowRight', 'ArrowLeft');
    expect(await placeOf(panel)).toBe('forward correlate 6');
  },
  'Shift ← →': async (panel) => {
    await press(panel, 'Shift+ArrowLeft');
    expect(await placeOf(panel)).toBe('forward pad 0');
    await press(panel, 'Shift+ArrowRight');
    expect(await placeOf(panel)).toBe('forward correlate 0');
  },
  'Home End': async (panel) => {
    await press(panel, 'Home');
    expect(await placeOf(panel)).toBe('forward input 0');
    await press(panel, 'End');
    expect(await placeOf(panel)).toBe('forward correlate 15');
  },
  '1 … 9': async (panel) => {
    const tabs = await panel.page.getByRole('tab').allTextContents();
    expect(tabs.at(-1)).toBe('Receptive field');
    for (const key of [8, 2, 8, 1]) {
      await press(panel, String(key));
      await expect.poll(() => selectedTab(panel.page)).toBe(tabs[key - 1]);
    }
  },
  'Tab, then ← → Home End': async (panel) => {
    await panel.page.getByRole('tab', { name: 'Forward' }).focus();
    await press(panel, 'ArrowRight', 'ArrowRight', 'ArrowLeft');
    expect(await selectedTab(panel.page)).toBe('Backward dX');
    await press(panel, 'End');
    expect(await selectedTab(panel.page)).toBe('Receptive field');
  },
  '+ −': async (panel) => {
    await press(panel, '+', '+', '-');
    await panel.page.getByRole('button', { name: '2×' }).waitFor();
  },
  e: async (panel) => {
    await press(panel, 'e');
    const field = panel.page.locator('.cell-input');
    // Behind the last cell of a row there is padding: it is passed over, there and back.
    const isAt = (cell: string) =>
      expect.poll(() => field.getAttribute('aria-label'), { interval: 10 }).toBe(`New value of ${cell}`);
    for (const column of [0, 1, 2, 3, 4, 5, 6]) {
      await isAt(`X[0, ${column}]`);
      await press(panel, 'Tab');
    }
    await isAt('X[0, 7]');
    await press(panel, 'Tab');
    await isAt('X[1, 0]');
    await press(panel, 'Shift+Tab');
    await isAt('X[0, 7]');
    // What is only passed is not written over.
    expect(await panel.page.getByRole('button', { name: 'Reset values' }).count()).toBe(0);
    await field.fill('abc');
    await press(panel, 'Enter');
    await panel.page.getByRole('alert').getByText('abc is no number.').waitFor();
    await field.fill('-2,5');
    await press(panel, 'Enter');
    await expect
      .poll(async () => (await panel.host.panel.call('describe', {})).planes[0]?.cells[18])
      .toBe('−2.5');
  },
  c: async (panel) => {
    await press(panel, 'c');
    await panel.page.getByLabel('Check gradients').and(panel.page.locator(':checked')).waitFor();
  },
  p: async (panel) => {
    await press(panel, 'p');
    await panel.page.getByRole('button', { name: 'Unpin' }).waitFor();
  },
  Esc: async (panel) => {
    await press(panel, 'Escape');
    await expect.poll(async () => (await panel.host.panel.call('describe', {})).view).toBe('network');
  },
  'Tab, then ← → Home End Enter': async (panel) => {
    await press(panel, 'Escape');
    await panel.page.getByRole('listbox').focus();
    await press(panel, 'Home', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter');
    await expect.poll(() => panel.page.locator('.layer h1').textContent()).toBe('pool');
    await press(panel, 'Escape');
    await panel.page.getByRole('listbox').focus();
    await press(panel, 'End', 'ArrowLeft', 'Enter');
    await expect.poll(() => panel.page.locator('.layer h1').textContent()).toBe('flatten1');
  },
  'Tab, then −': async (panel) => {
    const { page, host } = panel;
    await host.show(example('resnet18.convlens.yaml'));
    const option = (name: RegExp) => page.getByRole('option', { name });
    const shown = () => page.getByRole('option').count();
    await option(/^layer4b: 7 layers/).waitFor({ state: 'attached' });
    const folded = await shown();
    await page.getByRole('listbox').focus();
    await press(panel, 'End', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'Enter');
    await expect.poll(shown).toBe(folded + 6);
    await press(panel, 'ArrowRight', '-');
    await expect.poll(shown).toBe(folded);
    expect(await option(/^layer4b: 7 layers/).getAttribute('aria-selected')).toBe('true');
    await host.show(strided);
    await option(/^average/).waitFor({ state: 'attached' });
  },
  'Enter, Shift Enter': async (panel) => {
    await press(panel, 'Escape');
    await panel.page.getByLabel('Find layers').fill('a');
    const count = panel.page.locator('.search .count');
    const [, all] = /1 \/ (\d+)/.exec((await count.textContent()) ?? '') ?? [];
    await press(panel, 'Enter');
    await count.getByText(`2 / ${all}`).waitFor();
    await press(panel, 'Shift+Enter', 'Shift+Enter');
    await count.getByText(`${all} / ${all}`).waitFor();
    await panel.page.getByLabel('Find layers').fill('nowhere');
    const none = panel.page.locator('.search .none');
    expect(await none.textContent()).toBe('No layer has this in its name, type or shape (64×56×56).');
    await panel.page.getByLabel('Find layers').fill('');
    await none.waitFor({ state: 'detached' });
  },
  'Tab, then ↑ ↓ ← →': async (panel) => {
    await press(panel, '8');
    await panel.page.getByRole('group', { name: 'Receptive field' }).focus();
    await press(panel, 'ArrowUp', 'ArrowLeft', 'ArrowLeft', 'ArrowRight', 'ArrowDown', 'ArrowDown');
    await panel.page.getByText('Output cell [3, 1]').waitFor();
  },
  'Tab, then ↑ ↓ Page ↑ Page ↓ Home End': async (panel) => {
    const { page } = panel;
    await press(panel, 'Escape');
    await page.getByRole('button', { name: 'Gradient flow' }).click();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const chart = page.getByRole('group', { name: 'Norms, layer by layer' });
    // A chart has 240 px where the window has them, which is enough for these layers: lower, it scrolls.
    await page.setViewportSize({ width: 800, height: 220 });
    await chart.focus();
    const seen = async () => (await chart.screenshot()).toString('base64');
    const [top, shown] = [await seen(), new Set<string>()];
    for (const key of ['End', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home']) {
      const before = await seen();
      await press(panel, key);
      await expect.poll(seen, { message: key, timeout: 10_000 }).not.toBe(before);
      shown.add(await seen());
    }
    expect(await seen()).toBe(top);
    expect(shown.size).toBeGreaterThan(1);
    await page.setViewportSize({ width: 800, height: 900 });
    await page.getByRole('button', { name: 'Graph' }).click();
  },
  '?': async (panel) => {
    const scrub = panel.page.getByLabel('Position in the pass');
    await scrub.focus();
    await press(panel, '?');
    const dialog = panel.page.getByRole('dialog');
    await dialog.waitFor();
    // The keyboard stays in the list, nothing happens behind it, and it goes back where it was.
    for (const key of ['Tab', 'Tab', 'ArrowRight', '2', 'Tab']) {
      await press(panel, key);
      const behind = await panel.page.evaluate(
        () => document.activeElement?.closest('.layer, .network') !== null,
      );
      expect(behind, key).toBe(false);
    }
    await press(panel, 'Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await scrub.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await placeOf(panel)).toBe('forward correlate 5');
  },
};

test('every key that is listed works, and none is listed that is not tried here', async () => {
  expect(english.panel.keyList.map(([keys]) => keys)).toEqual(Object.keys(listed));
  const panel = await open();
  for (const [keys, act] of Object.entries(listed)) {
    await panel.host.panel.call('goTo', {
      ...{ view: 'layer', layer: 'conv', pass: 'forward', stage: 'correlate', step: 5 },
      ...{ values: usualValues, options: usualPlace },
    });
    await panel.host.panel.call('describe', {});
    await panel.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await act(panel).catch((cause: unknown) => {
      throw new Error(`Keys: ${keys}`, { cause });
    });
  }
}, 60_000);

test('a slider and a switch with the keyboard keep no more than their own keys', async () => {
  const panel = await open();
  await panel.page.getByLabel('Position in the pass').focus();
  await press(panel, 'ArrowLeft');
  await expect.poll(() => placeOf(panel)).toBe('forward correlate 4');
  await press(panel, '2');
  await expect.poll(() => selectedTab(panel.page)).toBe('Backward dX');
  await panel.page.getByLabel('Check gradients').focus();
  await press(panel, ' ', '1');
  await expect.poll(() => selectedTab(panel.page)).toBe('Forward');
  expect(await panel.page.getByLabel('Check gradients').isChecked()).toBe(true);
});

test('the example has no gradients to check: its key does nothing there', async () => {
  const { page } = await harness.open({ show: { state: 'example' } });
  await page.locator('.transport').waitFor();
  await page.keyboard.press('c');
  await page.keyboard.press('End');
  expect(await page.locator('.check').count()).toBe(0);
});
