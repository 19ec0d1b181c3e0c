import { PNG } from 'pngjs';
import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { usePanelHarness } from '../support/panel/harness.ts';
import { example, strided } from '../support/panel/panel-views.ts';
import { themes, type Theme } from '../vscode/workbench.mjs';

const harness = usePanelHarness();

/** The colour of an element's picture at a place of it, 0 … 1 across and down. */
async function colorAt(element: Locator, across: number, down: number): Promise<readonly number[]> {
  const { data, width, height } = PNG.sync.read(await element.screenshot());
  const offset = 4 * (Math.round(down * (height - 1)) * width + Math.round(across * (width - 1)));
  return [...data.subarray(offset, offset + 3)];
}

/** 0 … 255. */
const lightness = (color: readonly number[]): number => color.reduce((sum, part) => sum + part, 0) / 3;

test.each(Object.keys(themes) as Theme[])(
  '%s: the chosen row of the table is tinted from its name on, and the rest of a slider is no lighter or darker than its text',
  async (theme) => {
    const { page } = await harness.open({ show: strided, theme, width: 800 });
    await page.getByRole('button', { name: 'Table' }).click();
    const row = page.locator('tbody tr').nth(1);
    await row.locator('td').first().click();
    await page.mouse.move(0, 0);
    await expect.poll(() => row.getAttribute('aria-selected')).toBe('true');
    const [name, type] = [row.locator('th'), row.locator('td').first()];
    // One layer of tint is rounded otherwise than two; what the pointer was over fades.
    await expect
      .poll(async () => {
        const [under, beside] = [await colorAt(name, 0.01, 0.2), await colorAt(type, 0.02, 0.2)];
        return Math.max(...under.map((value, channel) => Math.abs(value - (beside[channel] ?? NaN))));
      })
      .toBeLessThan(2);
    const other = page.locator('tbody tr').nth(0);
    expect(await colorAt(name, 0.01, 0.2)).not.toEqual(await colorAt(other.locator('th'), 0.01, 0.2));

    const slider = page.getByRole('slider');
    const surface = lightness(await colorAt(other.locator('th'), 0.01, 0.2));
    const rest = lightness(await colorAt(slider, 0.9, 0.5));
    // White on black or black on white would be the strongest sign of the whole panel.
    expect(Math.abs(rest - surface)).toBeLessThan(110);
  },
);

test.each([320, 520, 700, 760, 800, 1600])(
  '%i wide: what a fit costs does not pull the rows of the table apart',
  async (width) => {
    const { page } = await harness.open({ show: example('resnet18.convlens.yaml'), width });
    await page.getByRole('button', { name: 'Table' }).click();
    const rows = page.locator('tbody tr');
    await rows.nth(69).waitFor();
    const heights = await rows.evaluateAll((all) => all.map((row) => row.getBoundingClientRect().height));
    expect(Math.max(...heights)).toBeLessThan(50);
  },
);
