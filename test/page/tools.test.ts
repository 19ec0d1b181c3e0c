import { PNG } from 'pngjs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { writeNpy } from '../../src/engine/numpy/npy-writer.ts';
import { readLink, writeLink } from '../../src/host/panels/panel-link.ts';
import { usualValues } from '../../src/protocol/usual-choices.ts';
import { exported } from '../support/panel/exported.ts';
import { usePanelHarness } from '../support/panel/harness.ts';
import { example, strided } from '../support/panel/panel-views.ts';
import { unreached } from '../support/panel/further-views.ts';

const harness = usePanelHarness();

async function openAt(pass: 'forward' | 'backward-data') {
  const { page, host } = await harness.open({ show: strided });
  await page.locator('h1.title').waitFor();
  await host.panel.call('goTo', { view: 'layer', layer: 'conv', pass });
  await host.panel.call('describe', {});
  return { page, host };
}

/** The choice that stands beside a label. */
const picker = (page: Page, label: string) =>
  page.locator('.picker', { has: page.locator(`span:text-is("${label}")`) }).locator('select');

const dropFile = (page: Page, name: string, type: string, bytes: Uint8Array) =>
  page.locator('.layer .stage').evaluate(
    (stage, file) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([Uint8Array.from(file.bytes)], file.name, { type: file.type }));
      stage.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    },
    { name, type, bytes: [...bytes] },
  );

test('a picture that is dropped in is the input: red, green and blue of three channels, cut to the middle', async () => {
  const text =
    'input: [3, 4, 4]\nlayers:\n  - conv: {name: conv, out_channels: 1, kernel_size: 3, padding: 1}\n';
  const { page, host } = await harness.open({ show: { path: 'colours.convlens.yaml', text } });
  await page.locator('h1.title').waitFor();
  await host.panel.call('goTo', { view: 'layer', layer: 'conv', pass: 'forward', stage: 'input' });
  await host.panel.call('describe', {});
  // Twice as wide as high: red on the left quarter, green in the middle, blue on the right quarter.
  const png = new PNG({ width: 8, height: 4 });
  for (let i = 0; i < 8 * 4; i++) {
    const column = i % 8;
    png.data.set(column < 2 ? [255, 0, 0, 255] : column < 6 ? [0, 255, 0, 255] : [0, 0, 255, 255], 4 * i);
  }
  await dropFile(page, 'scene.png', 'image/png', PNG.sync.write(png));
  await page.getByRole('button', { name: 'Reset values' }).waitFor();
  const channel = async (name: string) => {
    await picker(page, 'in').selectOption(name);
    const { planes } = await host.panel.call('describe', {});
    return new Set(planes[0]?.cells);
  };
  expect(await channel('0')).toEqual(new Set(['0']));
  expect(await channel('1')).toEqual(new Set(['1']));
  expect(await channel('2')).toEqual(new Set(['0']));
});

test('a JPEG that is dropped in is the input too: bright above, dark below', async () => {
  const text =
    'input: [1, 8, 8]\nlayers:\n  - conv: {name: conv, out_channels: 1, kernel_size: 3, padding: 1}\n';
  const { page, host } = await harness.open({ show: { path: 'grey.convlens.yaml', text } });
  await page.locator('h1.title').waitFor();
  await host.panel.call('goTo', { view: 'layer', layer: 'conv', pass: 'forward', stage: 'input' });
  await host.panel.call('describe', {});
  const jpeg = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(64, 64);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.fillStyle = 'white';
    context.fillRect(0, 0, 64, 32);
    context.fillStyle = 'black';
    context.fillRect(0, 32, 64, 32);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 1 });
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  expect(jpeg.slice(0, 2)).toEqual([0xff, 0xd8]);
  await dropFile(page, 'scene.jpg', 'image/jpeg', Uint8Array.from(jpeg));
  await page.getByRole('button', { name: 'Reset values' }).waitFor();
  const { planes } = await host.panel.call('describe', {});
  const cells = (planes[0]?.cells ?? []).map(Number);
  expect(cells).toHaveLength(64);
  expect(Math.min(...cells.slice(0, 24))).toBeGreaterThan(0.95);
  expect(Math.max(...cells.slice(40))).toBeLessThan(0.05);
});

test('a .npy that is dropped into the example is its input', async () => {
  const { page, host } = await harness.open({ show: { state: 'example' } });
  await page.locator('.transport').waitFor();
  await host.panel.call('goTo', { view: 'example', pass: 'forward', stage: 'input' });
  const { planes: before } = await host.panel.call('describe', {});
  const [channels, side] = [2, Math.sqrt(before[0]?.cells.length ?? 0)];
  const data = Float64Array.from({ length: channels * side * side }, (_, i) => (i % 7) - 3);
  await dropFile(page, 'x.npy', '', writeNpy({ shape: [1, channels, side, side], data }));
  await page.getByRole('button', { name: 'Reset values' }).waitFor();
  const { planes } = await host.panel.call('describe', {});
  const shown = planes[0]?.cells.map((cell) => Number(cell.replace('−', '-')));
  expect(shown).toEqual([...data.slice(0, side * side)]);
});

test('a file that does not fit says so, and one is let go of with a click', async () => {
  const { page, host } = await openAt('forward');
  await dropFile(page, 'x.npy', '', writeNpy({ shape: [2, 2], data: Float64Array.of(1, 2, 3, 4) }));
  const message = page.locator('.layer .message');
  await message.getByText('x.npy has shape [2, 2]. X is [1, 2, 8, 8].').waitFor();
  await message.getByRole('button', { name: 'Reset values' }).click();
  await page.locator('.transport').waitFor();
  await dropFile(page, 'notes.txt', 'text/plain', Uint8Array.of(65));
  await page.getByText('notes.txt is neither a .npy file nor a picture').waitFor();
  expect((await host.panel.call('describe', {})).pass).toBe('forward');
});

/** A file is dragged over the page to a place of it, and dropped there. */
const dragTo = (page: Page, x: number, y: number, name: string, type: string, bytes: Uint8Array) =>
  page.evaluate(
    (file) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([Uint8Array.from(file.bytes)], file.name, { type: file.type }));
      for (const kind of ['dragenter', 'dragover', 'drop'])
        document.elementFromPoint(file.x, file.y)?.dispatchEvent(
          new DragEvent(kind, {
            dataTransfer,
            bubbles: true,
            cancelable: true,
            clientX: file.x,
            clientY: file.y,
          }),
        );
    },
    { x, y, name, type, bytes: [...bytes] },
  );

test('a .npy goes to the tensor that it is dropped onto; a broken picture is not taken', async () => {
  const { page, host } = await openAt('forward');
  await host.panel.call('goTo', { view: 'layer', layer: 'conv', pass: 'forward', stage: 'correlate' });
  await host.panel.call('describe', {});
  const svg = String(await exported(page, host, 'svg'));
  const [, x = 0, y = 0] = (/id="plane-1">\s*<rect x="([\d.]+)" y="([\d.]+)"/.exec(svg) ?? []).map(Number);
  const picture = await page.locator('.layer canvas.picture').boundingBox();
  const at = [(picture?.x ?? 0) + x + 8, (picture?.y ?? 0) + y + 8] as const;
  const data = Float64Array.from({ length: 2 * 2 * 3 * 3 }, (_, i) => i);
  await dragTo(page, ...at, 'w.npy', '', writeNpy({ shape: [2, 2, 3, 3], data }));
  await page.getByRole('button', { name: 'Reset values' }).waitFor();
  const { planes } = await host.panel.call('describe', {});
  expect(planes[1]?.cells).toEqual([...data.slice(0, 9)].map(String));
  await dragTo(page, ...at, 'broken.png', 'image/png', Uint8Array.of(1, 2, 3));
  await page.getByText('broken.png is neither a .npy file nor a picture').waitFor();
});

test('every preset of X, W and dZ is what the layer computes with', async () => {
  const { page, host } = await openAt('forward');
  await host.panel.call('goTo', { view: 'layer', layer: 'conv', pass: 'forward', stage: 'correlate' });
  const cells = async (label: string, preset: string, plane: number) => {
    await picker(page, label).selectOption({ label: preset });
    const { planes } = await host.panel.call('describe', {});
    return planes[plane]?.cells ?? [];
  };
  expect((await cells('W', 'Sobel', 1)).join(' ')).toBe('−1 0 1 −2 0 2 −1 0 1');
  expect(new Set(await cells('W', 'box blur', 1)).size).toBe(1);
  expect((await cells('W', 'one hot', 1)).join(' ')).toBe('0 0 0 0 1 0 0 0 0');
  expect((await cells('X', 'ramp', 0)).slice(10, 14).join(' ')).toBe('0 0 1 2');
  expect(new Set(await cells('X', 'edge', 0))).toEqual(new Set(['0', '1']));
  expect((await cells('X', 'one hot', 0)).filter((cell) => cell !== '0')).toEqual(['1']);
});

test('the gradient of the cell under the pointer agrees with its finite difference', async () => {
  const { page, host } = await openAt('backward-data');
  await host.panel.call('goTo', { view: 'layer', layer: 'conv', pass: 'backward-data', stage: 'crop' });
  await page.getByLabel('Check gradients').check();
  const canvas = page.locator('.layer canvas.picture');
  const { width = 0, height = 0 } = (await canvas.boundingBox()) ?? {};
  await canvas.hover({ position: { x: width / 2, y: height / 2 } });
  await page.locator('.check.agrees').waitFor();
  expect(await page.locator('.check.agrees').textContent()).toMatch(
    /^✓ dX\[\d, \d\] = .+, finite difference .+/,
  );
});

test('by keyboard, the gradient of the cell that one steps to is checked, and another one after each step', async () => {
  const { page, host } = await openAt('backward-data');
  await host.panel.call('goTo', {
    view: 'layer',
    layer: 'conv',
    pass: 'backward-data',
    stage: 'sweep',
    step: 11,
  });
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('c');
  const said = (cell: string) => page.locator('.check.agrees').getByText(`dX[${cell}] = `).waitFor();
  await said('0, 0');
  await page.keyboard.press('ArrowRight');
  await said('0, 1');
  // Of other numbers it is checked anew.
  const before = await page.locator('.check.agrees').textContent();
  await picker(page, 'dZ').selectOption({ label: 'ones' });
  await expect.poll(() => page.locator('.check.agrees').textContent()).not.toBe(before);
  await said('0, 1');
});

test('a letter that counts zeros and those zeros in the picture light each other', async () => {
  const { page, host } = await openAt('backward-data');
  const canvas = page.locator('.layer canvas.picture');
  const { width = 0, height = 0 } = (await canvas.boundingBox()) ?? {};
  for (const [stage, letter] of [
    ['spread', 'S'],
    ['tail', 't'],
    ['border', 'F′'],
  ] as const) {
    await host.panel.call('goTo', { view: 'layer', layer: 'conv', pass: 'backward-data', stage });
    await page.mouse.move(0, 0);
    const letters = page.locator(`mi[data-letter=${letter}]`);
    const dark = (await canvas.screenshot()).toString('base64');
    await letters.first().hover();
    await expect.poll(async () => (await canvas.screenshot()).toString('base64')).not.toBe(dark);
    await page.mouse.move(0, 0);
    // Somewhere on the way through the middle of the picture there are such zeros.
    const lit = page.locator(`mi.lit[data-letter=${letter}]`);
    for (let x = 4; x < width && (await lit.count()) === 0; x += 6)
      await canvas.hover({ position: { x, y: height / 2 } });
    expect(await lit.first().textContent()).toBe(letter);
  }
});

test('the input-size slider: shapes and totals follow, the exported table too, and all comes back', async () => {
  const { page, host } = await harness.open({ show: example('lenet.convlens.yaml') });
  await page.locator('h1.title').waitFor();
  await page.getByRole('button', { name: 'Table' }).click();
  const slider = page.getByRole('slider');
  await slider.waitFor();
  const total = () => page.locator('table.table tfoot').textContent();
  const shapeOf = (layer: string) =>
    page.locator('table.table tbody tr', { hasText: layer }).locator('.shape').first().textContent();
  const before = await total();
  expect(await shapeOf('conv2')).toBe('16×10×10');
  await slider.fill('40');
  await expect.poll(() => shapeOf('conv2')).toBe('16×16×16');
  expect(await total()).not.toBe(before);
  expect(await exported(page, host, 'markdown')).toContain('| conv2 | conv | 16×16×16 |');
  await page.getByRole('button', { name: 'Back to the file’s' }).click();
  await expect.poll(() => shapeOf('conv2')).toBe('16×10×10');
  expect(await total()).toBe(before);
});

test('the table sorts by a column, greatest first, and is exported with its totals', async () => {
  const { page, host } = await harness.open({ show: example('resnet18.convlens.yaml') });
  await page.locator('h1.title').waitFor();
  await page.getByRole('button', { name: 'Table' }).click();
  const first = () => page.locator('table.table tbody tr th').first().textContent();
  expect(await first()).toBe('input');
  await page.getByRole('button', { name: 'Parameters' }).click();
  await expect.poll(first).toBe('layer4a.conv2');
  const markdown = String(await exported(page, host, 'markdown'));
  expect(markdown).toContain('| conv1 | conv | 64×112×112 | 9,408 | 118 M | 7×7 |');
  expect(markdown.trimEnd().split('\n').at(-1)).toBe(
    '| 69 layers |  |  | 11.7 M | 1.81 G |  | 32.0 MiB |  |',
  );
});

test('an edit reaches the picture as what has changed; a page that is behind is shown the whole', async () => {
  const text = (channels: number) =>
    `input: [3, 8, 8]\nlayers:\n  - conv: {name: first, out_channels: ${channels}, kernel_size: 3}\n  - relu: {name: last}\n`;
  const path = 'typed.convlens.yaml';
  const { page, host } = await harness.open({ show: { path, text: text(2) } });
  const facts = page.locator('.network .facts').first();
  await facts.getByText('56 parameters').waitFor();
  const heard: string[] = [];
  await page.exposeFunction('heard', (method: string) => heard.push(method));
  await page.evaluate(() =>
    window.addEventListener('message', ({ data }: MessageEvent<{ method?: string }>) => {
      const { heard: tell } = globalThis as unknown as { heard: (method: string) => void };
      if (data.method) tell(data.method);
    }),
  );
  await host.show({ path, text: text(4) });
  await facts.getByText('112 parameters').waitFor();
  await page.getByRole('option', { name: /first.*4×6×6/ }).waitFor({ state: 'attached' });
  expect(heard).toEqual(['changeNetwork']);
  const nothing = { layers: [], others: {} };
  host.panel.notify('changeNetwork', { since: 77, version: 78, change: nothing });
  await expect.poll(() => heard).toEqual(['changeNetwork', 'changeNetwork', 'showContent']);
});

test('a link takes fills, switches and edited cells along: another page shows the same numbers', async () => {
  const place = {
    view: 'layer',
    layer: 'conv',
    pass: 'forward',
    stage: 'correlate',
    step: 3,
    sizes: [],
    values: { ...usualValues, input: 'ramp', kernel: 'noise', seed: 5 },
    options: {
      samples: 2,
      trueConvolution: true,
      faults: [],
      edits: [
        { tensor: 'X', index: 0, value: 2.5 },
        { tensor: 'W', index: 4, value: -3 },
      ],
    },
  } as const;
  const { page, host } = await openAt('forward');
  const plain = await host.panel.call('describe', {});
  await host.panel.call('goTo', place);
  await page.getByLabel('Export …').selectOption({ label: 'Copy a link to here' });
  await expect.poll(() => host.links).toEqual([place]);
  const shown = await host.panel.call('describe', {});
  expect(shown.planes).not.toEqual(plain.planes);
  const file = { folder: '', path: 'strided.convlens.yaml', model: 0 };
  const read = readLink(writeLink({ file, place: host.links[0] ?? { view: 'network' } }));
  if (read.kind !== 'link') throw new Error(`${read.part} cannot be read.`);
  const other = await openAt('forward');
  await other.host.panel.call('goTo', read.link.place);
  await expect.poll(() => other.host.panel.call('describe', {})).toEqual(shown);
});

test('a file can be chosen in the list of what a tensor is filled with, by keyboard too', async () => {
  const { page, host } = await openAt('forward');
  await host.panel.call('goTo', { view: 'layer', layer: 'conv', pass: 'backward-data', stage: 'kernel' });
  await host.panel.call('describe', {});
  const data = Float64Array.from({ length: 2 * 2 * 3 * 3 }, (_, i) => 36 - i);
  const chooser = page.waitForEvent('filechooser');
  await picker(page, 'W').focus();
  await page.keyboard.press('End');
  const file = { name: 'w.npy', mimeType: '', buffer: Buffer.from(writeNpy({ shape: [2, 2, 3, 3], data })) };
  await (await chooser).setFiles(file);
  await page.getByRole('button', { name: 'Reset values' }).waitFor();
  const { planes } = await host.panel.call('describe', {});
  expect(planes[1]?.cells).toEqual([...data.slice(0, 9)].map(String));
  const shown = () =>
    picker(page, 'W').evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.text);
  expect(await shown()).toBe('w.npy');
  await picker(page, 'W').selectOption('ones');
  await expect
    .poll(async () => (await host.panel.call('describe', {})).planes[1]?.cells)
    .toEqual(Array<string>(9).fill('1'));
  expect(await shown()).toBe('ones');
  expect(await page.getByRole('button', { name: 'Reset values' }).count()).toBe(0);
});

test('the map beside a large network: the frame is dragged, a press beside it goes there', async () => {
  const { page } = await harness.open({ show: example('resnet18.convlens.yaml') });
  const map = page.locator('.minimap');
  await map.waitFor();
  const { x = 0, y = 0, width = 0, height = 0 } = (await map.boundingBox()) ?? {};
  /** What the map shows once it shows the same twice. */
  const seen = async () => {
    let last = '';
    await expect
      .poll(async () => {
        const before = last;
        last = (await map.screenshot()).toString('base64');
        return last === before;
      })
      .toBe(true);
    return last;
  };
  const [middle, end] = [
    [x + width / 2, y + height / 2],
    [x + width / 2, y + height - 4],
  ] as const;
  const first = await seen();
  await page.mouse.click(...end);
  const there = await seen();
  expect(there).not.toBe(first);
  // What is seen already is a frame: it does not jump.
  await page.mouse.click(...end);
  expect(await seen()).toBe(there);
  await page.mouse.move(...end);
  await page.mouse.down();
  await page.mouse.move(...middle, { steps: 4 });
  await page.mouse.up();
  expect(await seen()).not.toBe(there);
});

test('a network whose layers are not reached from its input does not say that it has none: it counts their parameters', async () => {
  const { page } = await harness.open({ show: unreached });
  const message = page.locator('.message');
  expect(await message.textContent()).toContain('No layer of this network is reached from its input');
  expect(await message.textContent()).toContain('Its 16 parameters are those of the layers that it creates.');
  await message.getByRole('button', { name: 'Choose another input size' }).waitFor();
});
