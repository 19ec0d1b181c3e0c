import { expect, test } from 'vitest';
import { usePanelHarness } from '../support/panel/harness.ts';
import { openCorrelation } from '../support/panel/panel-views.ts';

const harness = usePanelHarness();

const openConvolution = () => openCorrelation(harness, 5);

test('a reload brings back the layer, the pass, a cell that was written over, and the open tab', async () => {
  const { page, host } = await openConvolution();
  // The key is heard once the layer is on screen.
  await expect
    .poll(async () => {
      await page.keyboard.press('e');
      return page.locator('.cell-input').count();
    })
    .toBe(1);
  await page.locator('.cell-input').fill('7.5', { timeout: 20_000 });
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Reset values' }).waitFor({ timeout: 20_000 });
  await page.keyboard.press('p');
  await page.getByRole('button', { name: 'Unpin' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Reset values' }).waitFor({ timeout: 20_000 });
  await page.getByRole('button', { name: 'Unpin', pressed: true }).waitFor();
  const shown = await host.panel.call('describe', {});
  expect(shown).toMatchObject({ layer: 'conv', pass: 'forward', stage: 'correlate', step: 5 });
  expect(shown.planes[0]?.cells).toContain('7.5');
  await page.getByRole('tab', { name: 'Receptive field' }).click();
  await page.reload();
  await expect.poll(() => page.getByRole('tab', { selected: true }).textContent()).toBe('Receptive field');
});

test('a NumPy file that is dropped onto the picture is what the layer computes with', async () => {
  const { page, host } = await openConvolution();
  await page.locator('.layer .stage').evaluate((stage) => {
    const head = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2, 8, 8), }";
    const text = `\x93NUMPY\x01\x00v\x00${head.padEnd(117)}\n`;
    const bytes = new Uint8Array(128 + 4 * 128);
    bytes.set(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
    new Float32Array(bytes.buffer, 128).fill(9);
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], 'x.npy'));
    stage.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await page.getByRole('button', { name: 'Reset values' }).waitFor({ timeout: 20_000 });
  const { planes } = await host.panel.call('describe', {});
  expect(planes[0]?.cells.filter((cell) => cell === '9')).toHaveLength(64);
});
