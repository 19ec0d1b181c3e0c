import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { exported, textOf } from '../support/panel/exported.ts';
import { usePanelHarness } from '../support/panel/harness.ts';
import { strided } from '../support/panel/panel-views.ts';

const harness = usePanelHarness();

async function openStrided() {
  const { page, host } = await harness.open({ show: strided });
  await page.locator('h1.title').waitFor();
  await host.panel.call('goTo', { view: 'layer', layer: 'conv', pass: 'forward' });
  await host.panel.call('describe', {});
  return { page, host };
}

/** A layer whose tensors are heat maps. */
async function openLarge() {
  const text =
    'rounding: floor\ninput: [3, 224, 224]\nlayers:\n  - conv: {name: conv, out_channels: 8, kernel_size: 7, stride: 2, padding: 3}\n';
  const { page, host } = await harness.open({ show: { path: 'heat-maps.convlens.yaml', text } });
  await page.locator('h1.title').waitFor();
  await host.panel.call('goTo', { view: 'layer', layer: 'conv', pass: 'forward' });
  await host.panel.call('describe', {});
  return { page, host };
}

test('exports of a layer: SVG, PNG at 1× to 4×, the animation alone in one file', async () => {
  const { page, host } = await openStrided();
  const svg = String(await exported(page, host, 'svg'));
  expect(host.saved.at(-1)?.name).toBe('conv.svg');
  const [, width = '0', height = '0'] = /<svg[^>]* width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
  const at = async (scale: number) => {
    const png = PNG.sync.read(Buffer.from(await exported(page, host, `png-${scale}`)));
    return [png.width / scale, png.height / scale].map(Math.round);
  };
  for (const scale of [1, 2, 3, 4]) expect(await at(scale)).toEqual([Number(width), Number(height)]);
  const animation = textOf(await exported(page, host, 'animation'));
  expect(animation).toContain('<animate');
  expect(animation).not.toMatch(/href=|url\(http|<script/);
});

/** Of each colour how many pixels of all there are of it, in tenths of a percent, the most frequent first. */
function shares({ data, width, height }: PNG): readonly number[] {
  const counts = new Map<number, number>();
  const pixels = new Uint32Array(Uint8Array.from(data).buffer);
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  return [...counts.values()].sort((a, b) => b - a).map((n) => Math.round((1000 * n) / (width * height)));
}

test.each([1, 1.5, 3])(
  'on a screen of %d device pixels a pixel, PNGs of layer and network are as large as they say, opaque, and show the same at 1× to 4×',
  async (deviceScale) => {
    const { page, host } = await harness.open({ show: strided, scale: deviceScale });
    await page.locator('canvas.picture[data-painted]').first().waitFor();
    for (const place of [
      { view: 'network' },
      { view: 'layer', layer: 'conv', pass: 'forward', stage: 'correlate', step: 4 },
      { view: 'layer', layer: 'conv', field: { row: 1, column: 1 } },
    ] as const) {
      await host.panel.call('goTo', place);
      await host.panel.call('describe', {});
      const [, width = '', height = ''] =
        /<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(textOf(await exported(page, host, 'svg'))) ?? [];
      const pictures = [];
      for (const scale of [1, 2, 3, 4]) {
        const png = PNG.sync.read(Buffer.from(await exported(page, host, `png-${scale}`)));
        expect([png.width, png.height]).toEqual([
          Math.ceil(Number(width) * scale),
          Math.ceil(Number(height) * scale),
        ]);
        expect(png.data.every((value, place) => place % 4 !== 3 || value === 255)).toBe(true);
        pictures.push(shares(png));
      }
      for (const colours of pictures) {
        expect(colours.length).toBeGreaterThan(15);
        // The surface; a blank picture would be nothing else.
        expect(colours[0]).toBeLessThan(970);
        expect(Math.abs((colours[0] ?? 0) - (pictures[0]?.[0] ?? 0))).toBeLessThan(40);
      }
    }
  },
);

test('a picture of 300 layers is no larger than a canvas can be, and not blank', async () => {
  const layers = Array.from(
    { length: 300 },
    (_, place) => `  - conv: {out_channels: ${2 + (place % 7) + place}, kernel_size: 1}\n`,
  );
  const text = `input: [3, 8, 8]\nlayers:\n${layers.join('')}`;
  const { page, host } = await harness.open({ show: { path: 'long.convlens.yaml', text } });
  await page.locator('canvas.picture[data-painted]').first().waitFor();
  const png = PNG.sync.read(Buffer.from(await exported(page, host, 'png-4')));
  expect(Math.max(png.width, png.height)).toBeGreaterThan(10_000);
  expect(Math.max(png.width, png.height)).toBeLessThanOrEqual(16_384);
  expect(shares(png).length).toBeGreaterThan(15);
});

test('the animation of 224×224 cells has every leap of its sweep, each heat map once, and all that it shows in itself', async () => {
  const { page, host } = await openLarge();
  const animation = textOf(await exported(page, host, 'animation'));
  // Input, Pad, Slide and sum: 1, 1 and 49 stills at rest, and eight between each of them.
  expect(animation.match(/<animate /g)).toHaveLength(67);
  const addresses = [...animation.matchAll(/href="([^"]*)"/g)].map(([, address = '']) =>
    address.slice(0, 22),
  );
  expect(new Set(addresses)).toEqual(
    new Set(['#raster-0', '#raster-1', '#raster-2', 'data:image/png;base64,']),
  );
  const images = [...animation.matchAll(/<image [^>]*href="data:image\/png;base64,([^"]*)"/g)].map(
    ([, data = '']) => PNG.sync.read(Buffer.from(data, 'base64')),
  );
  // Four pixels a side for each of 224×224 and of 230×230 values, eight for 112×112: all of one colour, whatever a viewer smooths.
  expect(images.map(({ width, height }) => [width, height])).toEqual([
    [896, 896],
    [920, 920],
    [896, 896],
  ]);
  for (const [image, side] of [
    [images[0], 4],
    [images[1], 4],
    [images[2], 8],
  ] as const)
    expect(image && unequalSquares(image, side)).toBe(0);
  for (const { data } of images)
    expect(new Set(new Uint32Array(Uint8Array.from(data).buffer)).size).toBeGreaterThan(50);
  expect(animation.length).toBeLessThan(5_000_000);
  const broken = await page.evaluate(
    (text) =>
      new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror')?.textContent,
    animation,
  );
  expect(broken).toBeUndefined();
});

test('while an animation is made the menu says how far it is; stopped, it writes nothing, and another file can be made', async () => {
  const { page, host } = await openLarge();
  const menu = page.getByLabel('Export …');
  // The page notes what it shows by itself: from here it would be seen too late.
  await menu.evaluate((select) => {
    const seen = new Set<string>();
    const note = () => seen.add(select.querySelector('option')?.textContent ?? '');
    new MutationObserver(note).observe(select, { subtree: true, characterData: true, childList: true });
    Object.assign(globalThis, { seen });
  });
  await exported(page, host, 'animation');
  const seen = await page.evaluate(() => [...(globalThis as unknown as { seen: Set<string> }).seen]);
  expect(seen[0]).toBe('Exporting …');
  expect(seen.filter((text) => /^Exporting … \d+ %$/.test(text)).length).toBeGreaterThan(3);
  await expect.poll(() => seen.length > 0 && menu.isEnabled()).toBe(true);
  // Pressed by the page as soon as it is there.
  await page.evaluate(() => {
    const press = new MutationObserver(() => {
      const stop = [...document.querySelectorAll('button')].find((button) => button.textContent === 'Stop');
      if (!stop) return;
      press.disconnect();
      stop.click();
    });
    press.observe(document.body, { subtree: true, childList: true });
  });
  await menu.selectOption('animation');
  await page.getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
  await expect.poll(() => menu.isEnabled()).toBe(true);
  expect(await menu.locator('option').first().textContent()).toBe('Export …');
  expect(host.saved).toHaveLength(1);
  expect(textOf(await exported(page, host, 'svg'))).toContain('<svg');
});

test('the picture of the Code tab has its listing, with the line that makes it lit and what comes out of it', async () => {
  const { page, host } = await openStrided();
  const place = { view: 'layer', layer: 'conv', pass: 'code-formula', stage: 'spread' } as const;
  await host.panel.call('goTo', place);
  await host.panel.call('describe', {});
  const svg = textOf(await exported(page, host, 'svg'));
  const written = await page.locator('.listing.running li code').allTextContents();
  expect(written.length).toBeGreaterThan(10);
  const texts = await page.evaluate((source) => {
    const document = new DOMParser().parseFromString(source, 'image/svg+xml');
    return [...document.querySelectorAll('text')].map((each) => each.textContent);
  }, svg);
  for (const line of written) if (line.trim()) expect(texts).toContain(line.trim());
  const [, height = ''] = /<svg[^>]* height="([\d.]+)"/.exec(svg) ?? [];
  const shown = await page.locator('.layer canvas.picture').boundingBox();
  expect(Number(height)).toBeGreaterThan((shown?.height ?? 0) + 18 * written.length);
});

test('of the gradient flow its chart is exported, not the table that it is not', async () => {
  const { page } = await harness.open({ show: strided });
  await page.locator('h1.title').waitFor();
  await page.getByRole('button', { name: 'Gradient flow' }).click();
  const kinds = () =>
    page
      .getByLabel('Export …')
      .locator('option:not([hidden])')
      .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
  await expect.poll(kinds).toEqual(['svg', 'png-1', 'png-2', 'png-3', 'png-4', 'link']);
});

/** A layer that the strict rule refuses: (6 − 3)/2 is no integer. */
const refused =
  'input: [1, 6, 6]\nlayers:\n  - conv: {name: conv, out_channels: 1, kernel_size: 3, stride: 2}\n';

test('what is exported is what is shown: the table as Markdown alone, the windows of a layer that is refused as a picture', async () => {
  const { page, host } = await harness.open({ show: { path: 'refused.convlens.yaml', text: refused } });
  await page.locator('h1.title').waitFor();
  const offered = () =>
    page
      .getByLabel('Export …')
      .locator('option:not([hidden])')
      .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
  const pictures = ['svg', 'png-1', 'png-2', 'png-3', 'png-4'];
  expect(await offered()).toEqual([...pictures, 'markdown', 'link']);
  await page.getByRole('button', { name: 'Table' }).click();
  await expect.poll(offered).toEqual(['markdown', 'link']);
  await host.panel.call('goTo', { view: 'layer', layer: 'conv' });
  await page.locator('.strip canvas').first().waitFor();
  await expect.poll(offered).toEqual([...pictures, 'link']);
  const [, description = ''] =
    /<title>([^<]+)<\/title>/.exec(textOf(await exported(page, host, 'svg'))) ?? [];
  expect(description).toBe(
    (await page.locator('.strip canvas').first().getAttribute('aria-label'))?.slice(0, description.length),
  );
});

test('the exported animation plays by itself in a page without scripts, and asks for nothing', async () => {
  const { page, host } = await openStrided();
  const animation = textOf(await exported(page, host, 'animation'));
  const asked: string[] = [];
  const context = await page.context().browser()?.newContext({ javaScriptEnabled: false });
  if (!context) throw new Error('no browser');
  const alone = await context.newPage();
  alone.on('request', (request) => asked.push(request.url()));
  await alone.setContent(`<body style="margin:0">${animation}</body>`);
  const pictures = new Set<string>();
  const seen = async () => pictures.add((await alone.screenshot()).toString('base64')).size;
  await expect.poll(seen, { interval: 300 }).toBeGreaterThan(2);
  expect(asked).toEqual([]);
  // Who wants no motion sees its last picture.
  await alone.emulateMedia({ reducedMotion: 'reduce' });
  pictures.clear();
  for (let look = 0; look < 4; look++) {
    await alone.waitForTimeout(300);
    await seen();
  }
  expect(pictures.size).toBe(1);
  expect(await alone.locator('svg .last text').first().isVisible()).toBe(true);
  expect(await alone.locator('svg .still text').first().isVisible()).toBe(false);
  await context.close();
});

/** Squares of `side` pixels that are not of one colour. */
function unequalSquares({ data, width, height }: PNG, side: number): number {
  const colors = new Uint32Array(Uint8Array.from(data).buffer);
  let unequal = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const corner = (y - (y % side)) * width + x - (x % side);
      if (colors[y * width + x] !== colors[corner]) unequal++;
    }
  }
  return unequal;
}
