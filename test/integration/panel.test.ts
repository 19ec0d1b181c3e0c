import { deepEqual, equal } from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ModelPanel } from '../../src/host/panels/model-panel.ts';
import type { PanelDescription } from '../../src/protocol/panel.ts';
import { test } from './harness.ts';
import { convlens } from './support/convlens.ts';
import { openFile } from './support/editor.ts';
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

test('edge-detector: every output cell that is drawn is the sum of the drawn products', async () => {
  const panel = await panelOf('edge-detector.convlens.yaml');
  await described(panel, 'the network', ({ view }) => view === 'network');
  panel.goTo({ view: 'layer', layer: 'vertical edges', pass: 'forward', stage: 'correlate', step: 15 });
  const shown = await described(panel, 'the cells of the output', (now) => now.step === 15);
  const [x = [], w = [], z] = ['X', 'W', 'Z'].map((tensor) => cellsOf(shown, tensor));
  deepEqual(w, [1, 0, -1, 1, 0, -1, 1, 0, -1]);
  const sums = Array.from({ length: 16 }, (_, cell) => {
    const from = Math.floor(cell / 4) * 6 + (cell % 4);
    return w.reduce((sum, value, k) => sum + value * (x[from + Math.floor(k / 3) * 6 + (k % 3)] ?? NaN), 0);
  });
  const round = (value: number) => value.toFixed(1);
  deepEqual(z?.map(round), sums.map(round));
});

test('the panel lives on after its workers were restarted', async () => {
  const panel = await panelOf('edge-detector.convlens.yaml');
  await described(panel, 'the network', ({ view }) => view !== 'example');
  await vscode.commands.executeCommand('convlens.restartWorkers');
  panel.goTo({ view: 'layer', layer: 'vertical edges', pass: 'forward' });
  const shown = await described(panel, 'the cells of the output', (now) => cellsOf(now, 'Z') !== undefined);
  equal(cellsOf(shown, 'Z')?.length, 16);
});
