import { expect, test } from 'vitest';
import { usePanelHarness } from '../support/panel/harness.ts';
import { at, large } from '../support/panel/panel-views.ts';

const harness = usePanelHarness();

test('a cell of a heat map is written over where the lens shows it, in a field that is as wide as its number', async () => {
  const { page, host } = await harness.open({ show: large, width: 1000, height: 800 });
  await at({ layer: 'conv', pass: 'forward', stage: 'correlate', step: 5678 })(page, host);
  const canvas = page.locator('.layer canvas.picture');
  const { width = 0, height = 0 } = (await canvas.boundingBox()) ?? {};
  const field = page.locator('.cell-input');
  const open = async (x: number, y: number) => {
    await canvas.dblclick({ position: { x, y } });
    await field.waitFor();
    const { name, cut } = await field.evaluate((input: HTMLInputElement) => ({
      name: input.ariaLabel,
      cut: input.scrollWidth > input.clientWidth,
    }));
    expect(cut).toBe(false);
    const box = await field.boundingBox();
    return { name: name ?? '', y: (box?.y ?? 0) + (box?.height ?? 0) / 2 };
  };
  // On the plane: the lens, which stands below, goes to the cell.
  const onPlane = await open(width * 0.29, height * 0.2);
  expect(onPlane.name).toMatch(/X\[\d+, \d+\]/);
  const lensTop = onPlane.y;
  expect(lensTop).toBeGreaterThan(((await canvas.boundingBox())?.y ?? 0) + height * 0.55);
  await page.keyboard.type('5');
  await page.keyboard.press('Tab');
  await expect.poll(async () => (await field.getAttribute('aria-label')) !== onPlane.name).toBe(true);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Reset values' }).waitFor();
  // In the lens, where the pointer is: nothing moves away below it.
  const { step } = await host.panel.call('describe', {});
  const top = (await canvas.boundingBox())?.y ?? 0;
  const inLens = await open(width * 0.22, lensTop - top);
  expect(inLens.name).toMatch(/X\[\d+, \d+\]/);
  expect(Math.abs(inLens.y - lensTop)).toBeLessThan(20);
  expect((await host.panel.call('describe', {})).step).toBe(step);
});
