/** The panel in a real workbench: first picture, keystrokes, frames while it plays and is moved, memory, exports. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand, startWorkbench, webview } from '../../vscode/workbench.mjs';
import { emptyWebviewTitle, lengthWebviewTitle, writeEmptyWebview } from './empty-webview.mjs';
import { openTable, pan, scrollTable, sortTable } from './network-acts.mjs';
import { frameTimes } from './trace.mjs';

/** @typedef {import('playwright-core').Page} Page */

const project = join(import.meta.dirname, '../../..');
const showLayout = 'ConvLens: Show Layout';

/** Milliseconds; memory in megabytes. */
const limits = { frame: 8, task: 50, firstPicture: 300, keystroke: 100, growth: 4 };
const runs = 5;
const keystrokes = 40;
const playSeconds = 8;
const memorySeconds = 6;
const memorySamples = 4;

const sweep = `input: [64, 224, 224]
rounding: floor
layers:
  - conv: {name: conv, out_channels: 64, kernel_size: 3, padding: 1}
`;

const manyLayers = (/** @type {number} */ layers) =>
  ['input: [3, 256, 256]', 'rounding: floor', 'layers:']
    .concat(
      Array.from({ length: layers - 1 }, (_, layer) =>
        layer % 3 === 2
          ? '  - relu'
          : `  - conv: {out_channels: ${8 + (layer % 7)}, kernel_size: 3, padding: 1}`,
      ),
    )
    .join('\n');

/** What is measured; each part opens a workbench page of its own. */
export const panelParts = /** @type {const} */ (['open', 'type', 'play', 'pan', 'table', 'export']);

/** @typedef {(typeof panelParts)[number]} PanelPart */

/**
 * @param {(line: string) => void} log
 * @param {readonly PanelPart[]} parts
 * @returns {Promise<boolean>} within all limits
 */
export async function measurePanel(log, parts = panelParts) {
  const folder = await mkdtemp(join(tmpdir(), 'convlens-bench-panel-'));
  const file = (/** @type {string} */ name) => join(folder, name);
  await writeFile(file('sweep.convlens.yaml'), sweep);
  await writeFile(file('thousand.convlens.yaml'), manyLayers(1000));
  await writeFile(file('three-thousand.convlens.yaml'), manyLayers(3000));
  const resnet = await readFile(join(project, 'examples/resnet18.convlens.yaml'));
  await writeFile(file('resnet.convlens.yaml'), resnet);
  await writeFile(file('resnet.txt'), resnet);
  const workbench = await startWorkbench({
    folder,
    extensionDevelopmentPath: project,
    install: writeEmptyWebview,
    log: () => undefined,
  });
  const open = (/** @type {string} */ name) =>
    workbench.open({ file: file(name), width: 1600, height: 1000, reducedMotion: false });
  /** @type {boolean[]} */
  const held = [];
  /** @type {Report} */
  const report = (what, value, limit, unit) => {
    const within = value <= limit;
    held.push(within);
    log(
      `  ${what.padEnd(58)} ${value.toFixed(1).padStart(7)} ${unit} (at most ${limit})${within ? '' : '  MISSED'}`,
    );
  };
  try {
    log('The panel in a workbench of 1600×1000:');
    for (const part of parts) await measure[part](open, report, log);
  } finally {
    await workbench.close();
    await rm(folder, { recursive: true, force: true });
  }
  const failed = held.filter((within) => !within).length;
  log(`${held.length - failed} passed, ${failed} failed`);
  return failed === 0;
}

/**
 * @typedef {(what: string, value: number, limit: number, unit: string) => void} Report
 * @typedef {(file: string) => Promise<Page>} Open
 * @typedef {(open: Open, report: Report, log: (line: string) => void) => Promise<void>} Measure
 */

/** @type {Readonly<Record<PanelPart, Measure>>} */
const measure = {
  async open(open, report, log) {
    const page = await open('resnet.convlens.yaml');
    const { empty, panel } = await firstPictures(page);
    log(
      `  ${'an empty webview, from the command to its first frame'.padEnd(58)} ${median(empty).toFixed(1).padStart(7)} ms`,
    );
    const later = median(panel) - median(empty);
    report('first picture of ResNet-18, later than that', later, limits.firstPicture, 'ms');
    await page.close();
  },
  async type(open, report, log) {
    const least = await open('resnet.txt');
    await runCommand(least, lengthWebviewTitle);
    const { median: leastMedian, p95: leastP95 } = spread(await keystrokeTimes(least, '.length'));
    await least.close();
    log(
      `  ${"a keystroke's way to a webview that only shows the text's length".padEnd(58)} ${leastMedian.toFixed(1)} ms, p95 ${leastP95.toFixed(1)} ms`,
    );
    const page = await open('resnet.convlens.yaml');
    await showPanel(page);
    const panel = spread(await keystrokeTimes(page, '.view canvas.picture'));
    report('keystroke to picture, ResNet-18, median', panel.median, limits.keystroke, 'ms');
    report('keystroke to picture, ResNet-18, p95', panel.p95, limits.keystroke, 'ms');
    await page.close();
  },
  async play(open, report, log) {
    const page = await open('sweep.convlens.yaml');
    await openLayer(page);
    await webview(page).locator('.play').click();
    const { frames, longestTask } = await traced(page, () => page.waitForTimeout(playSeconds * 1000));
    log(`  playing a 3×3 convolution of 64×224×224 with the lens, ${frames.length} frames:`);
    report('  script and layout of a frame, p95', quantile(frames, 0.95), limits.frame, 'ms');
    report('  longest task', longestTask, limits.task, 'ms');
    const heaps = await heapSizes(page);
    log(`  heap while playing on, in MB: ${heaps.map((size) => size.toFixed(1)).join(', ')}`);
    report('  its growth', (heaps.at(-1) ?? NaN) - (heaps[0] ?? NaN), limits.growth, 'MB');
    await page.close();
  },
  async pan(open, report, log) {
    const page = await open('thousand.convlens.yaml');
    await showPanel(page);
    await page.waitForTimeout(1500);
    const { frames, longestTask } = await traced(page, () => pan(page));
    log(`  panning and zooming a network of 1,000 layers, ${frames.length} frames:`);
    report('  script and layout of a frame, p95', quantile(frames, 0.95), limits.frame, 'ms');
    report('  longest task', longestTask, limits.task, 'ms');
    await page.close();
  },
  async table(open, report) {
    const page = await open('three-thousand.convlens.yaml');
    await showPanel(page);
    await page.waitForTimeout(1500);
    const steps = { opening: openTable, sorting: sortTable, scrolling: scrollTable };
    for (const [step, act] of Object.entries(steps)) {
      const { longestTask } = await traced(page, () => act(page));
      report(`${step} the table of 3,000 layers, longest task`, longestTask, limits.task, 'ms');
    }
    await page.close();
  },
  async export(open, report, log) {
    const page = await open('sweep.convlens.yaml');
    await openLayer(page);
    for (const tab of ['Forward', 'Backward dX', 'im2col']) {
      await webview(page).getByRole('tab', { name: tab, exact: true }).click();
      await page.waitForTimeout(1500);
      const { longestTask } = await traced(page, () => exportAnimation(page));
      log(`  exporting the animation of a 3×3 convolution of 64×224×224, ${tab}:`);
      report('  longest task', longestTask, limits.task, 'ms');
    }
    await page.close();
  },
};

/** @param {Page} page */
async function showPanel(page) {
  await runCommand(page, showLayout);
  await webview(page).locator('canvas.picture[data-painted]').first().waitFor();
}

/**
 * Both webviews in turn, each from the command to its first picture.
 *
 * @param {Page} page
 */
async function firstPictures(page) {
  const [empty, panel] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([])];
  // The first of each also wakes the extensions up.
  for (let run = -1; run < runs; run++) {
    const emptyTime = await timeToPicture(page, emptyWebviewTitle, 'body[data-painted]');
    const panelTime = await timeToPicture(page, showLayout, 'canvas.picture[data-painted]');
    if (run < 0) continue;
    empty.push(emptyTime);
    panel.push(panelTime);
  }
  return { empty, panel };
}

/**
 * @param {Page} page
 * @param {string} command
 * @param {string} painted what carries the time of its first picture
 */
async function timeToPicture(page, command, painted) {
  // The command's own start, not the palette's: the last key press before the webview is there.
  await page.evaluate(() => {
    const times = /** @type {{ pressed?: number }} */ (globalThis);
    addEventListener('mousedown', () => (times.pressed = performance.timeOrigin + performance.now()), {
      capture: true,
    });
  });
  await runCommand(page, command);
  const canvas = webview(page).locator(painted).first();
  await canvas.waitFor({ state: 'attached' });
  const drawn = Number(await canvas.getAttribute('data-painted'));
  const pressed = await page.evaluate(() => /** @type {{ pressed?: number }} */ (globalThis).pressed ?? NaN);
  await page.waitForTimeout(300);
  // The webview's group is the last one; the text keeps the focus.
  await page.locator('.tab[aria-label$="Editor Group 2"] .tab-actions .action-label').click();
  await page.locator('iframe.webview').waitFor({ state: 'detached' });
  return drawn - pressed;
}

/**
 * One digit is typed over and over; a time is from the key's own time, which its event carries however late it is heard,
 * to the frame in which the webview shows what follows.
 *
 * @param {Page} page
 * @param {string} shown what changes in the webview with every keystroke: a canvas when it draws other texts, anything
 *   else when its own text is another one
 */
async function keystrokeTimes(page, shown) {
  const line = page
    .locator('.view-line')
    .filter({ hasText: /out_channels:\s64/ })
    .first();
  await line.click();
  await page.keyboard.press('Home');
  await page.evaluate(() => {
    const times = /** @type {{ pressed?: number }} */ (globalThis);
    addEventListener('keydown', ({ timeStamp }) => (times.pressed = performance.timeOrigin + timeStamp), {
      capture: true,
    });
  });
  const element = webview(page).locator(shown).first();
  // The cursor goes behind the last digit of the channels.
  const text = (await line.textContent()) ?? '';
  // Home goes to the first letter.
  const column = text.indexOf('64') + 2 - text.search(/\S/);
  for (let step = 0; step < column; step++) await page.keyboard.press('ArrowRight');
  await element.evaluate(watchFrames);
  const times = [];
  for (let stroke = -4; stroke < keystrokes; stroke++) {
    await page.keyboard.press(stroke % 2 === 0 ? 'Backspace' : '4');
    const pressed = await page.evaluate(
      () => /** @type {{ pressed?: number }} */ (globalThis).pressed ?? NaN,
    );
    // What does not come by then has missed the limit by far.
    await page.waitForTimeout(400);
    const drawn = await element.evaluate(() => {
      const seen = /** @type {Seen} */ (globalThis);
      seen.hasChanged = false;
      return seen.shown ?? NaN;
    });
    if (stroke >= 0) times.push(drawn >= pressed ? drawn - pressed : Infinity);
  }
  return times;
}

/** @typedef {{ hasChanged?: boolean, shown?: number }} Seen since the last frame; when the frame began that shows it */

/**
 * Notes when the frame began that first shows another content. Runs in the webview, where it asks for frames only from a
 * message until what it watches has changed: some messages change nothing.
 *
 * @param {Element} element
 */
function watchFrames(element) {
  const seen = /** @type {Seen} */ (globalThis);
  if (element instanceof HTMLCanvasElement) {
    const context = element.getContext('2d');
    if (context === null) throw new Error('The picture has another context.');
    const drawing = CanvasRenderingContext2D.prototype;
    let [before, now] = [new Set(), new Set()];
    context.clearRect = (...place) => {
      [before, now] = [now, new Set()];
      drawing.clearRect.apply(context, place);
    };
    context.fillText = (text, ...place) => {
      now.add(text);
      // Before the first picture that is watched nothing is known.
      if (before.size > 0 && !before.has(text)) seen.hasChanged = true;
      drawing.fillText.call(context, text, ...place);
    };
  } else {
    const changes = new MutationObserver(() => (seen.hasChanged = true));
    changes.observe(element, { childList: true, characterData: true, subtree: true });
  }
  const { port1, port2 } = new MessageChannel();
  const mostFrames = 12;
  let frames = 0;
  let began = 0;
  const frame = () => {
    began = performance.timeOrigin + performance.now();
    // Heard after the frame: all that draws in it has drawn.
    port2.postMessage(null);
  };
  port1.onmessage = () => {
    frames = seen.hasChanged ? 0 : frames - 1;
    if (seen.hasChanged) [seen.hasChanged, seen.shown] = [false, began];
    if (frames > 0) requestAnimationFrame(frame);
  };
  addEventListener('message', () => {
    if (frames === 0) requestAnimationFrame(frame);
    frames = mostFrames;
  });
}

/** @param {Page} page */
async function openLayer(page) {
  await runCommand(page, showLayout);
  const panel = webview(page);
  const list = panel.getByRole('listbox');
  for (const key of ['Home', 'ArrowDown', 'Enter']) await list.press(key);
  await panel.getByRole('tab', { selected: true }).waitFor({ timeout: 60_000 });
}

/**
 * Until the host asks where to write the file, which is then not written.
 *
 * @param {Page} page
 */
async function exportAnimation(page) {
  await webview(page).locator('select.export').selectOption('animation');
  const dialog = page.locator('.quick-input-widget');
  await dialog.waitFor({ timeout: 120_000 });
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
}

/**
 * @param {Page} page
 * @param {() => Promise<unknown>} act
 */
async function traced(page, act) {
  const browser = page.context().browser();
  if (browser === null) throw new Error('This page has no browser to trace.');
  await browser.startTracing(page, {
    categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'toplevel'],
  });
  await act();
  return frameTimes(await browser.stopTracing(), /\/panel\.js/);
}

/**
 * Megabytes of heap after a collection, while the pass is played again and again.
 *
 * @param {Page} page
 */
async function heapSizes(page) {
  const session = await page.context().newCDPSession(page);
  const play = webview(page).locator('.play');
  // Eight times as fast: each sweep is over in three seconds.
  for (let step = 0; step < 3; step++) await play.press('+');
  const sizes = [];
  for (let sample = 0; sample < memorySamples; sample++) {
    const until = Date.now() + memorySeconds * 1000;
    while (Date.now() < until) {
      if ((await play.getAttribute('aria-label')) === 'Play') await play.click();
      await page.waitForTimeout(250);
    }
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    sizes.push(usedSize / 1e6);
  }
  return sizes;
}

/**
 * @param {readonly number[]} values
 * @param {number} q
 */
function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * q) - 1] ?? NaN;
}

const median = (/** @type {readonly number[]} */ values) => quantile(values, 0.5);

const spread = (/** @type {readonly number[]} */ values) => ({
  median: median(values),
  p95: quantile(values, 0.95),
});
