import { deepEqual, equal, match, notEqual } from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import * as vscode from 'vscode';
import type { ModelPanel } from '../../src/host/panels/model-panel.ts';
import type { PanelDescription } from '../../src/protocol/panel.ts';
import { formulaTensor } from '../support/oracle.ts';
import { test } from './harness.ts';
import { convlens } from './support/convlens.ts';
import { openFile, rangeOf } from './support/editor.ts';
import { waitFor } from './support/wait.ts';

async function panelOf(path: string): Promise<ModelPanel> {
  const { document } = await openFile(path);
  return (await convlens()).panels.show({ document, model: 0 });
}

const described = (panel: ModelPanel, what: string, accept: (shown: PanelDescription) => boolean) =>
  waitFor(what, () => panel.describe(), accept, { timeoutSeconds: 30, everyMilliseconds: 100 });

const cellsOf = (shown: PanelDescription, tensor: string) =>
  shown.planes.find((plane) => plane.tensor === tensor)?.cells.map((cell) => Number(cell.replace('−', '-')));

test('the command opens a panel beside the editor', async () => {
  await openFile('resnet-stem.convlens.yaml');
  await vscode.commands.executeCommand('convlens.showLayout');
  await waitFor(
    'a panel of its own group',
    () =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => isPanel(input)).length,
    (count) => count === 1,
  );
});

const isPanel = (input: unknown) =>
  input instanceof vscode.TabInputWebview && input.viewType.endsWith('convlens.panel');

test('edge-detector: the panel draws the numbers that the file writes down, and their sums', async () => {
  const panel = await panelOf('edge-detector.convlens.yaml');
  await described(panel, 'the network', ({ view }) => view === 'network');
  panel.goTo({ view: 'layer', layer: 'vertical edges', pass: 'forward', stage: 'correlate', step: 15 });
  const shown = await described(panel, 'the cells of the output', (now) => now.step === 15);
  deepEqual(cellsOf(shown, 'X')?.slice(0, 6), [10, 10, 10, 0, 0, 0]);
  deepEqual(cellsOf(shown, 'W'), [1, 0, -1, 1, 0, -1, 1, 0, -1]);
  deepEqual(
    cellsOf(shown, 'Z'),
    [1, 2, 3, 4].flatMap(() => [0, 30, 30, 0]),
  );
});

test('the panel lives on after its workers were restarted', async () => {
  const panel = await panelOf('edge-detector.convlens.yaml');
  await described(panel, 'the network', ({ view }) => view !== 'example');
  await vscode.commands.executeCommand('convlens.restartWorkers');
  panel.goTo({ view: 'layer', layer: 'vertical edges', pass: 'forward' });
  const shown = await described(panel, 'the cells of the output', (now) => cellsOf(now, 'Z') !== undefined);
  equal(cellsOf(shown, 'Z')?.length, 16);
});

test('a panel that others had covered goes where it is asked to go while it loads again', async () => {
  const covered = await panelOf('edge-detector.convlens.yaml');
  await described(covered, 'the network', ({ view }) => view !== 'example');
  const above = await panelOf('textbook.convlens.yaml');
  await described(above, 'the network above', ({ view }) => view === 'network');
  const again = await panelOf('edge-detector.convlens.yaml');
  equal(again, covered);
  again.goTo({ view: 'layer', layer: 'vertical edges', pass: 'backward-data' });
  const shown = await described(again, 'the backward pass', ({ pass }) => pass === 'backward-data');
  equal(shown.layer, 'vertical edges');
});

test('a link that was copied in the panel leads back to its place', async () => {
  const panel = await panelOf('edge-detector.convlens.yaml');
  panel.goTo({ view: 'layer', layer: 'vertical edges', pass: 'forward', stage: 'correlate', step: 9 });
  await described(panel, 'the step', ({ step }) => step === 9);
  equal(
    await panel.copyLink({
      view: 'layer',
      layer: 'vertical edges',
      pass: 'forward',
      stage: 'correlate',
      step: 9,
      sizes: [{ axes: [0, 1], size: 20 }],
    }),
    true,
  );
  const link = vscode.Uri.parse(await vscode.env.clipboard.readText());
  equal(link.authority, 'convlens.convlens');
  panel.view.dispose();
  await (await convlens()).openLink(link);
  const again = await panelOf('edge-detector.convlens.yaml');
  const shown = await described(again, 'the step again', ({ step }) => step === 9);
  deepEqual([shown.layer, shown.pass, shown.stage], ['vertical edges', 'forward', 'correlate']);
  // With the size that the link has, and the file has not.
  deepEqual(shown.planes[0]?.columns, 20);
});

test('a pinned panel stays on its layer, and another one of the same model follows the cursor', async () => {
  const editor = await openFile('lenet.convlens.yaml');
  const { document } = editor;
  const { panels } = await convlens();
  const cursorTo = (text: string) => {
    const { start } = rangeOf(document, text);
    editor.selection = new vscode.Selection(start, start);
  };
  const pinned = panels.show({ document, model: 0 });
  pinned.goTo({ view: 'layer', layer: 'conv1', pass: 'forward' });
  await described(pinned, 'conv1', ({ layer }) => layer === 'conv1');
  pinned.pin(true);
  const follower = panels.show({ document, model: 0 });
  notEqual(follower, pinned);
  equal(panels.show({ document, model: 0 }), follower);
  match(pinned.view.title, /\(pinned\)$/);
  follower.goTo({ view: 'layer', layer: 'conv1', pass: 'forward' });
  await described(follower, 'conv1 too', ({ layer }) => layer === 'conv1');
  cursorTo('out_channels: 16');
  await described(follower, 'the layer at the cursor', ({ layer }) => layer === 'conv2');
  pinned.view.reveal(undefined, true);
  equal((await described(pinned, 'the pinned panel', ({ view }) => view === 'layer')).layer, 'conv1');
  pinned.pin(false);
  await described(pinned, 'the layer at the cursor', ({ layer }) => layer === 'conv2');
  pinned.view.dispose();
});

/** The fields of a convolution case that the test writes into a config (test/fixtures/oracle). */
interface OracleCase {
  readonly id: string;
  readonly spatial: readonly [number, number];
  readonly kernel: readonly [number, number];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly bias: boolean;
  readonly salts: { readonly x: number; readonly w: number; readonly b: number };
  readonly outshape: readonly number[];
  readonly scale: { readonly z: number };
  readonly z: readonly number[];
}

const valuesOf = (shape: readonly number[], salt: number) => [...formulaTensor(shape, salt).data];

/** A case of one channel in and out, as a file of ConvLens' own format. */
function configOf({ spatial, kernel, stride, padding, bias, salts }: OracleCase): string {
  const rows = ([height, width]: readonly [number, number], salt: number) =>
    Array.from({ length: height }, (_, row) =>
      valuesOf([height, width], salt).slice(row * width, (row + 1) * width),
    );
  const weight = rows(kernel, salts.w);
  const layer = { name: 'case', weight, stride, padding, ...(bias && { bias: valuesOf([1], salts.b) }) };
  return JSON.stringify({
    rounding: 'floor',
    input: { values: rows(spatial, salts.x) },
    layers: [{ conv: layer }],
  });
}

for (const id of ['conv2d-028', 'conv2d-085', 'conv2d-095']) {
  test(`${id}: the output cells that the panel draws are PyTorch's`, async () => {
    const oracle = vscode.Uri.joinPath(extensionFolder(), 'test/fixtures/oracle/conv-seed1.json.gz');
    const file = gunzipSync(await vscode.workspace.fs.readFile(oracle)).toString('utf8');
    const found = (JSON.parse(file) as { conv: OracleCase[] }).conv.find((candidate) => candidate.id === id);
    if (!found) throw new Error(`no case ${id}`);
    const options = { language: 'convlens-json', content: configOf(found) };
    const document = await vscode.workspace.openTextDocument(options);
    await vscode.window.showTextDocument(document);
    const panel = (await convlens()).panels.show({ document, model: 0 });
    await described(panel, 'the network', ({ view }) => view === 'network');
    const last = found.z.length - 1;
    panel.goTo({ view: 'layer', layer: 'case', pass: 'forward', stage: 'correlate', step: last });
    const shown = await described(panel, 'the cells of the output', (now) => now.step === last);
    const cells = cellsOf(shown, 'Z') ?? [];
    equal(cells.length, found.z.length);
    // Cells show one decimal.
    const misses = cells.filter(
      (cell, place) => Math.abs(cell - (found.z[place] ?? NaN) / found.scale.z) > 0.0501,
    );
    deepEqual(misses, []);
  });
}

function extensionFolder(): vscode.Uri {
  const extension = vscode.extensions.getExtension('convlens.convlens');
  if (!extension) throw new Error('the extension is not installed');
  return extension.extensionUri;
}
