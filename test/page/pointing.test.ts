import { expect, test } from 'vitest';
import { usePanelHarness } from '../support/panel/harness.ts';
import { strided } from '../support/panel/panel-views.ts';

const harness = usePanelHarness();

test('connections of neurons are pointed at: each lights the weight that it shares', async () => {
  const { page, host } = await harness.open({ show: strided });
  await page.locator('h1.title').waitFor();
  await host.panel.call('goTo', { view: 'layer', layer: 'conv', pass: 'sharing', stage: 'neurons' });
  await host.panel.call('describe', {});
  const box = await page.locator('canvas.picture').last().boundingBox();
  if (!box) throw new Error('There is no picture.');
  const steps = new Set<number>();
  for (let share = 0.1; share < 0.75; share += 0.03) {
    await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * share);
    steps.add((await host.panel.call('describe', {})).step);
  }
  expect(steps.size).toBeGreaterThan(4);
});

test('the example’s gradients are checked, too: that of the cell under the pointer, through what comes after it', async () => {
  const { page, host } = await harness.open({ show: { state: 'example' } });
  await page.locator('h1.title').waitFor();
  await host.panel.call('goTo', { view: 'example', pass: 'backward-data', stage: 'mask' });
  await host.panel.call('describe', {});
  await page.getByLabel('Check gradients').check();
  await page.getByText('Point at a cell of X, W, Z or A').waitFor({ state: 'hidden' });
  const box = await page.locator('canvas.picture').last().boundingBox();
  if (!box) throw new Error('There is no picture.');
  const said = new Set<string>();
  for (let share = 0.1; share < 0.95; share += 0.1) {
    await page.mouse.move(box.x + box.width * share, box.y + box.height * 0.3);
    await host.panel.call('describe', {});
    said.add((await page.locator('.check').textContent())?.match(/d[ZA](?=\[)/)?.[0] ?? '');
  }
  expect([...said].filter(Boolean).toSorted()).toEqual(['dA', 'dZ']);
});
