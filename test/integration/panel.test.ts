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
  shown.planes.find((plane) => plane.tensor === tensor)?.cells.map(Number);

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

test('edge-detector: the panel draws the numbers that the worked example gives', async () => {
  const panel = await panelOf('edge-detector.convlens.yaml');
  await described(panel, 'the network', ({ view }) => view === 'network');
  panel.goTo({ view: 'layer', layer: 'vertical edges', pass: 'forward' });
  const shown = await described(panel, 'the cells of the output', (now) => cellsOf(now, 'Z') !== undefined);
  deepEqual(cellsOf(shown, 'X')?.slice(0, 6), [10, 10, 10, 0, 0, 0]);
  deepEqual(
    cellsOf(shown, 'Z'),
    [1, 2, 3, 4].flatMap(() => [0, 30, 30, 0]),
  );
});

test('the panel lives on after its workers were restarted', async () => {
  const panel = await panelOf('edge-detector.convlens.yaml');
  await vscode.commands.executeCommand('convlens.restartWorkers');
  panel.goTo({ view: 'layer', layer: 'vertical edges', pass: 'forward' });
  const shown = await described(panel, 'the cells of the output', (now) => cellsOf(now, 'Z') !== undefined);
  equal(cellsOf(shown, 'Z')?.length, 16);
});
