import { equal, match, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './harness.ts';
import { diagnosticsOf, openFile, rangeOf } from './support/editor.ts';
import { waitFor } from './support/wait.ts';

const stem = 'resnet-stem.convlens.yaml';
const { Error: error } = vscode.DiagnosticSeverity;

test('a finding links to its explanation and to the line that gave the input size', async () => {
  const { document } = await openFile(stem);
  const [first] = await diagnosticsOf(document.uri, 'two misfits', ({ length }) => length === 2);
  ok(typeof first?.code === 'object');
  equal(first.code.target.toString(true), 'command:convlens.explainProblem?["padding-unused"]');
  equal(first.relatedInformation?.[0]?.location.range.start.line, rangeOf(document, 'input:').start.line);
});

test('a finding is explained in a preview of docs/problems.md', async () => {
  await vscode.commands.executeCommand('convlens.explainProblem', 'padding-unused');
  const labels = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
  await waitFor('the preview', labels, (found) => found.some((label) => label.includes('problems.md')));
});

test('lenses above a model open its layout and choose its input size', async () => {
  const { document } = await openFile('lenet.convlens.yaml');
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
    10,
  );
  const commands = lenses.map(({ command }) => command?.command);
  equal(commands.join(), 'convlens.showLayout,convlens.chooseInputSize');
  match(lenses[0]?.command?.title ?? '', /61\.7 k parameters|61,706 parameters/);
});

test('the outline lists the layers with their shapes', async () => {
  const { document } = await openFile(stem);
  const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
    'vscode.executeDocumentSymbolProvider',
    document.uri,
  );
  const layers = symbols.map(({ name, detail }) => `${name}: ${detail}`);
  ok(layers.includes('conv1: conv 64×112×112'), layers.join());
});

test('the severity of a finding is a setting', async () => {
  const { document } = await openFile(stem);
  const settings = vscode.workspace.getConfiguration('convlens');
  const set = (value: object | undefined) =>
    settings.update('severity', value, vscode.ConfigurationTarget.Global);
  try {
    await set({ 'padding-unused': 'error' });
    await diagnosticsOf(
      document.uri,
      'errors',
      (found) => found.length === 2 && found.every(({ severity }) => severity === error),
    );
    await set({ 'padding-unused': 'off' });
    await diagnosticsOf(document.uri, 'none', ({ length }) => length === 0);
  } finally {
    await set(undefined);
  }
  await diagnosticsOf(document.uri, 'the usual two', ({ length }) => length === 2);
});

test('a file above the size limit gets one finding at its first line', async () => {
  const { document } = await openFile(stem);
  const settings = vscode.workspace.getConfiguration('convlens');
  const set = (value: number | undefined) =>
    settings.update('analysis.maxFileSize', value, vscode.ConfigurationTarget.Global);
  try {
    await set(0.0001);
    const [only] = await diagnosticsOf(
      document.uri,
      'one finding',
      (found) => found.length === 1 && found.every(({ range }) => range.start.line === 0),
    );
    match(only?.message ?? '', /MB/);
  } finally {
    await set(undefined);
  }
});
