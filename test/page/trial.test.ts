import { expect, test } from 'vitest';
import { usePanelHarness } from '../support/panel/harness.ts';
import { at, example, strided } from '../support/panel/panel-views.ts';

const harness = usePanelHarness();
/** A first pool of six windows: of 13 the last column is lost. */
const text = (name: string) =>
  `rounding: floor\ninput: [1, 12, 12]\nlayers:\n  - max_pool: {name: ${name}, kernel_size: 2}\n  - conv: {name: conv, out_channels: 2, kernel_size: 3}\n`;
const path = 'tried.convlens.yaml';

test('a layer that is opened while another input size is tried has that size, says so, and leads back to the file’s', async () => {
  const { page, host } = await harness.open({ show: { path, text: text('pool') } });
  const slider = page.getByRole('slider');
  await slider.fill('13');
  const facts = page.locator('.layer .facts');
  await page.locator('.size output', { hasText: '13' }).waitFor();
  await expect.poll(() => page.getByRole('button', { name: 'Back to the file’s' }).count()).toBe(1);
  expect(await page.locator('.about button').textContent()).toBe('Input 1×13×13, tried, not in the file');
  await host.panel.call('goTo', { view: 'layer', layer: 'pool', pass: 'forward', stage: 'input' });
  const cells = async () => (await host.panel.call('describe', {})).planes[0]?.cells.length;
  expect(await cells()).toBe(13 * 13);
  expect(await facts.textContent()).toContain('1×13×13 → 1×6×6');
  const tried = page.locator('.tried');
  expect(await tried.locator('span').textContent()).toBe('Tried, not in the file: input 1×13×13');
  // What is wrong at this size is said; what would mend the file is not offered.
  await page.locator('.problem').getByText('(13 − 2)/2 + 1 = 6.5').waitFor();
  expect(await page.getByRole('button', { name: 'What is wrong' }).textContent()).not.toContain('fix');
  await page.getByRole('tab', { name: 'Receptive field' }).click();
  await page.getByRole('tab', { name: 'Forward' }).click();

  // It stays while one types, as long as there is such an input.
  await host.show({ path, text: text('pool').replace('out_channels: 2', 'out_channels: 4') });
  await expect.poll(cells).toBe(13 * 13);
  await tried.getByRole('button', { name: 'Back to the file’s' }).click();
  await expect.poll(() => facts.textContent()).toContain('1×12×12 → 1×6×6');
  await expect.poll(cells).toBe(12 * 12);
  expect(await tried.count()).toBe(0);
  expect(await page.locator('.problem').count()).toBe(0);
});

test('a link to the stage that is shown, at another input size, has the numbers of that size', async () => {
  const { page, host } = await harness.open({ show: strided });
  const place = { layer: 'conv', pass: 'forward', stage: 'pad' } as const;
  const shown = async () => {
    const { stage, planes } = await host.panel.call('describe', {});
    return { stage, cells: planes.map(({ cells }) => cells.length) };
  };
  await at(place)(page, host);
  expect(await shown()).toEqual({ stage: 'pad', cells: [10 * 10] });
  const facts = page.locator('.layer .facts');
  for (const [sizes, side, told] of [
    [[{ axes: [0, 1], size: 12 }], 14, '2×12×12 → 2×6×6'],
    [[{ axes: [0, 1], size: 9 }], 11, '2×9×9 → 2×5×5'],
    [[], 10, '2×8×8 → 2×4×4'],
  ] as const) {
    await at({ ...place, sizes })(page, host);
    expect(await shown()).toEqual({ stage: 'pad', cells: [side * side] });
    expect(await facts.textContent()).toContain(told);
    await expect.poll(() => page.locator('.equations').textContent()).toContain(`${side - 2}`);
  }
});

test('the slider follows the pointer: its range stays as it is while it is dragged, and goes on where it was left at its end', async () => {
  const { page } = await harness.open({ show: { path, text: text('pool') } });
  const slider = page.getByRole('slider');
  await slider.waitFor();
  const box = await slider.boundingBox();
  if (!box) throw new Error('The slider is not to be seen.');
  const middle = box.y + box.height / 2;
  const at = (share: number) => [box.x + share * box.width, middle] as const;
  const size = page.locator('.size output');
  await page.mouse.move(...at(0.2));
  await page.mouse.down();
  for (const share of [0.3, 0.5, 0.7, 0.75]) {
    await page.mouse.move(...at(share));
    await expect.poll(async () => Math.abs(Number(await size.textContent()) - 128 * share)).toBeLessThan(8);
    expect(await slider.getAttribute('max')).toBe('128');
  }
  await page.mouse.move(...at(1.1));
  await expect.poll(() => size.textContent()).toBe('128');
  await page.mouse.up();
  await expect.poll(() => slider.getAttribute('max')).toBe('256');
});

test('a tick stands at a size of its own grade, and below the thumb is the grade of the size itself', async () => {
  const { page } = await harness.open({ show: example('unet.convlens.yaml') });
  const own = page.locator('.own-tick');
  const slider = page.getByRole('slider');
  for (const [size, grade, told] of [
    ['128', 'own-tick grade-fits', 'every layer fits'],
    ['127', 'own-tick grade-refused', 'does not run'],
  ] as const) {
    await slider.fill(size);
    await expect.poll(() => own.getAttribute('class')).toBe(grade);
    expect(await page.locator('.size .grade').textContent()).toBe(told);
  }
  // Multiples of 8 from 1 to 256, each where it stands.
  const middles = await page
    .locator('.size-ticks rect.grade-fits:not(.own-tick)')
    .evaluateAll((ticks) =>
      ticks.map((tick) => Number(tick.getAttribute('x')) + Number(tick.getAttribute('width')) / 2),
    );
  expect(middles.map((middle) => middle + 0.5)).toEqual(Array.from({ length: 32 }, (_, i) => 8 * (i + 1)));
});

test('the network is run at the size that is tried, and its chart says when that is another one', async () => {
  const { page } = await harness.open({ show: { path, text: text('pool') } });
  await page.getByRole('slider').fill('16');
  const back = page.getByRole('button', { name: 'Back to the file’s' });
  await back.waitFor();
  await page.getByRole('button', { name: 'Gradient flow' }).click();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const stale = page.getByText('The text or the input size has changed since: run again.');
  await page.locator('.run-controls').getByRole('button', { name: 'Run', exact: true }).waitFor();
  expect(await stale.count()).toBe(0);
  await back.click();
  await stale.waitFor();
});

test('the size that is tried ends with the input that had it', async () => {
  const { page, host } = await harness.open({ show: { path, text: text('pool') } });
  await page.getByRole('slider').fill('13');
  const back = page.getByRole('button', { name: 'Back to the file’s' });
  await back.waitFor();
  await host.show({ path, text: 'input: [8]\nlayers:\n  - linear: {name: fc, out_features: 2}\n' });
  await back.waitFor({ state: 'detached' });
  await expect.poll(() => page.locator('.network .facts').first().textContent()).toContain('1 layer ');
});

const darknet = {
  path: 'small.cfg',
  text: '[net]\nwidth=8\nheight=8\nchannels=1\n[convolutional]\nfilters=2\nsize=3\n',
};

const options = (label: string) => `.picker:has(span:text-is("${label}")) select option`;

test.each([
  ['edge-detector.convlens.yaml', 'vertical edges', 'from file', 'from file'],
  ['lenet.convlens.yaml', 'conv1', 'picture', 'noise'],
  ['small.cfg', '0', 'picture', 'noise'],
] as const)(
  '%s, %s: X is filled with “%s”, W with “%s”, and no list offers values that the file does not have',
  async (file, layer, input, kernel) => {
    const { page, host } = await harness.open({ show: file === darknet.path ? darknet : example(file) });
    await page.locator('h1.title').waitFor();
    await host.panel.call('goTo', { view: 'layer', layer, pass: 'forward' });
    await host.panel.call('describe', {});
    for (const [label, filling] of [
      ['X', input],
      ['W', kernel],
    ] as const) {
      const all = await page.locator(options(label)).allTextContents();
      expect(all.includes('from file')).toBe(filling === 'from file');
      const chosen = page.locator(options(label).replace('option', 'option:checked'));
      expect(await chosen.textContent()).toBe(filling);
    }
  },
);

test('a fix that is refused, because the text has changed meanwhile, says so until one is applied', async () => {
  const { page, host } = await harness.open({ show: { path, text: text('pool').replaceAll('12', '13') } });
  await page.locator('h1.title').waitFor();
  await host.panel.call('goTo', { view: 'layer', layer: 'pool', pass: 'forward' });
  await page.getByRole('button', { name: 'What is wrong' }).click();
  const fix = page.locator('.fixes button').first();
  host.refusesFixes = true;
  await fix.click();
  const said = page.getByText('The fix was not applied: the text has changed meanwhile. Try again.');
  await said.waitFor();
  host.refusesFixes = false;
  await fix.click();
  await said.waitFor({ state: 'detached' });
  expect(host.applied).toHaveLength(1);
});

test('where a layer is not known, neither the totals nor the sizes claim to speak of all', async () => {
  const { page } = await harness.open({
    show: { path, text: text('pool').replace('kernel_size: 3', 'kernel_size: x') },
  });
  await page.locator('.size output', { hasText: '12' }).waitFor();
  expect(await page.locator('.network .facts').first().textContent()).toContain('? multiply-adds');
  expect(await page.locator('.size .grade').textContent()).toBe('every layer fits, as far as known');
});

test.each([
  ['layer', { layer: 'pool', pass: 'forward', stage: 'pool', step: 30 }],
  ['network', {}],
] as const)(
  'a link to a %s has the size that is tried: it is tried again where the link is followed',
  async (view, at) => {
    const { page, host } = await harness.open({ show: { path, text: text('pool') } });
    await page.getByRole('slider').fill('13');
    await page.locator('.size output', { hasText: '13' }).waitFor();
    await page.getByRole('button', { name: 'Back to the file’s' }).waitFor();
    await host.panel.call('goTo', { view, ...at });
    await host.panel.call('describe', {});
    await page.locator('select.export').first().selectOption({ label: 'Copy a link to here' });
    await expect.poll(() => host.links.length).toBe(1);
    const [link] = host.links;
    if (!link) throw new Error('There is no link.');
    expect(link).toMatchObject({ view, sizes: [{ size: 13 }], ...at });

    const other = await harness.open({ show: { path, text: text('pool') } });
    await other.page.locator('h1.title').waitFor();
    await other.host.panel.call('goTo', link);
    const size = other.page.locator('.tried, .size output').last();
    await expect.poll(() => size.textContent()).toContain('13');
    const { step, planes } = await other.host.panel.call('describe', {});
    if (view === 'layer') expect([step, planes[0]?.cells.length]).toEqual([30, 13 * 13]);
    // One without a size leads back to the file's.
    await other.host.panel.call('goTo', { ...link, sizes: [] });
    await expect.poll(() => other.page.getByRole('button', { name: 'Back to the file’s' }).count()).toBe(0);
  },
);

test.each(['Table', 'Gradient flow'])('a link that is copied from the %s leads to it', async (form) => {
  const { page, host } = await harness.open({ show: { path, text: text('pool') } });
  await page.getByRole('button', { name: form, exact: true }).click();
  await page.locator('select.export').first().selectOption({ label: 'Copy a link to here' });
  await expect.poll(() => host.links.length).toBe(1);
  const [link] = host.links;
  if (!link) throw new Error('There is no link.');

  const other = await harness.open({ show: { path, text: text('pool') } });
  await other.page.locator('h1.title').waitFor();
  await other.host.panel.call('goTo', link);
  await other.page.locator('.choice [aria-pressed="true"]', { hasText: form }).waitFor();
});
