import { deepEqual, equal, match, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ModelPanel } from '../../src/host/panels/model-panel.ts';
import { test } from './harness.ts';
import { convlens } from './support/convlens.ts';
import {
  codeOf,
  diagnosticsOf,
  inlayHintsOf,
  openFile,
  openText,
  rangeOf,
  replaceText,
} from './support/editor.ts';
import { waitFor } from './support/wait.ts';

const hintAt = async (document: vscode.TextDocument, text: string) =>
  (await inlayHintsOf(document)).get(rangeOf(document, text).start.line);

test('a Caffe prototxt has its language, shapes and problems', async () => {
  const editor = await openFile('lenet.prototxt');
  const { document } = editor;
  equal(document.languageId, 'prototxt');
  equal(await hintAt(document, '"Pooling"\n  bottom: "conv2"'), '50×4×4');
  await replaceText(editor, 'kernel_size: 3', 'kernel_size: 9');
  const isError = ({ severity }: vscode.Diagnostic) => severity === vscode.DiagnosticSeverity.Error;
  const found = await diagnosticsOf(document.uri, 'a problem', (all) =>
    all.some(({ range }) => document.getText(range) === '9'),
  );
  ok(found.length > 0 && !found.some(isError), found.map(codeOf).join());
  await replaceText(editor, 'kernel_size: 9', 'kernel_size: 3');
});

test("a Keras model.json is recognised by its content, and keeps JSON's language", async () => {
  const { document } = await openFile('keras-cnn.json');
  equal(document.languageId, 'json');
  equal(await hintAt(document, '"name": "pool"'), '64×6×6');
});

test('an unsaved Keras model, pasted as JSON, is read', async () => {
  const text =
    '{"class_name": "Sequential", "config": {"name": "a", "layers": [\n{"class_name": "InputLayer", "config": {"batch_shape": [null, 8, 8, 1], "name": "i"}},\n{"class_name": "Conv2D", "config": {"name": "c", "filters": 4, "kernel_size": [3, 3]}}\n]}}';
  const { document } = await openText(text, 'json');
  ok([...(await inlayHintsOf(document)).values()].some((label) => label.includes('4×6×6')));
});

test('a row of an Ultralytics file that takes the wrong rows is marked where it says so', async () => {
  const editor = await openFile('detector.yaml');
  const { document } = editor;
  equal(await hintAt(document, 'C2f, [256, True]'), '64×80×80');
  await replaceText(editor, '[[-1, 2], 1, Concat', '[[-1, 0], 1, Concat');
  const isError = ({ severity }: vscode.Diagnostic) => severity === vscode.DiagnosticSeverity.Error;
  const found = await diagnosticsOf(document.uri, 'an error', (all) => all.some(isError));
  const [error] = found.filter(isError);
  ok(error);
  equal(codeOf(error), 'join-mismatch');
  equal(error.range.start.line, rangeOf(document, 'Concat').start.line);
  await replaceText(editor, '[[-1, 0], 1, Concat', '[[-1, 2], 1, Concat');
  await diagnosticsOf(document.uri, 'no error', (all) => !all.some(isError));
});

test('lists of layers in other YAML are read once the file says so', async () => {
  const list =
    'model:\n  layers:\n    - {type: conv, filters: 8, kernel_size: 3}\n    - {type: maxpool, kernel_size: 2, stride: 2}\n';
  const editor = await openText(list, 'yaml');
  const { document } = editor;
  equal((await inlayHintsOf(document)).size, 0);
  await replaceText(editor, 'model:', '# convlens: layers=model.layers input=1x3x33x33\nmodel:');
  await waitFor(
    'shapes',
    () => hintAt(document, 'maxpool'),
    (hint) => hint === '8×15×15',
  );
  const found = await diagnosticsOf(document.uri, 'the lost row', ({ length }) => length > 0);
  deepEqual(found.map(codeOf), ['pixels-lost']);
  await replaceText(editor, 'layers=model.layers ', '');
  await diagnosticsOf(document.uri, 'no problem', ({ length }) => length === 0);
  equal((await inlayHintsOf(document)).size, 0);
});

for (const [what, language, text] of [
  ['JSON', 'json', '{"class_name": "button", "kernel_size": 3, "layers": [1, 2]}'],
  ['long JSON', 'json', `{"kernel_size": [${'3, '.repeat(10_000)}3]}`],
  ['JSON with comments', 'jsonc', '// a\n{"kernel_size": 3}'],
  ['YAML', 'yaml', 'services:\n  conv:\n    kernel_size: 3\n    layers: [1]\n'],
] as const) {
  test(`${what} of another program is left alone`, async () => {
    const { document } = await openText(text, language);
    equal((await inlayHintsOf(document)).size, 0);
    deepEqual(
      vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'ConvLens'),
      [],
    );
    equal(document.languageId, language);
  });
}

async function onnxPanel(uri: vscode.Uri): Promise<ModelPanel> {
  const { panels } = await convlens();
  await vscode.commands.executeCommand('vscode.open', uri);
  const panel = await waitFor(
    'the editor of an ONNX file',
    () => panels.of(uri),
    (found) => found !== undefined,
  );
  ok(panel);
  return panel;
}

const inWorkspace = (name: string) => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  ok(folder);
  return vscode.Uri.joinPath(folder.uri, name);
};

test('an ONNX file opens in its own editor, and its layers run', async () => {
  const panel = await onnxPanel(inWorkspace('small-cnn.onnx'));
  panel.goTo({ view: 'layer', layer: '/4/MaxPool' });
  const shown = await waitFor(
    'the pool',
    () => panel.describe(),
    ({ planes }) => planes.length > 0,
  );
  equal(shown.layer, '/4/MaxPool');
  deepEqual(
    shown.planes.slice(0, 1).map(({ rows, columns }) => [rows, columns]),
    [[12, 12]],
  );
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  ok(input instanceof vscode.TabInputCustom);
  equal(input.viewType, 'convlens.onnx');
});

test('an ONNX file that is written anew is read anew', async () => {
  const uri = inWorkspace('rewritten.onnx');
  const bytes = await vscode.workspace.fs.readFile(inWorkspace('small-cnn.onnx'));
  await vscode.workspace.fs.writeFile(uri, new Uint8Array([1, 2, 3]));
  try {
    await onnxPanel(uri);
    const { panels } = await convlens();
    await vscode.workspace.fs.writeFile(uri, bytes);
    const panel = panels.of(uri);
    ok(panel);
    panel.goTo({ view: 'layer', layer: '/0/Conv' });
    const shown = await waitFor(
      'the first layer',
      () => panel.describe(),
      ({ planes }) => planes.length > 0,
    );
    match(shown.layer ?? '', /^\/0\/Conv$/);
  } finally {
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.workspace.fs.delete(uri);
  }
});

test('a link into an ONNX file opens its editor at the layer', async () => {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  const { openLink, panels } = await convlens();
  const query = 'path=small-cnn.onnx&view=layer&layer=%2F4%2FMaxPool&pass=forward';
  await openLink(vscode.Uri.from({ scheme: 'vscode', authority: 'convlens.convlens', path: '/show', query }));
  const panel = panels.of(inWorkspace('small-cnn.onnx'));
  ok(panel);
  const shown = await waitFor(
    'the pool',
    () => panel.describe(),
    ({ planes }) => planes.length > 0,
  );
  deepEqual([shown.layer, shown.pass], ['/4/MaxPool', 'forward']);
});

test('the layers of an ONNX file run after the workers were restarted', async () => {
  const panel = await onnxPanel(inWorkspace('small-cnn.onnx'));
  panel.goTo({ view: 'layer', layer: '/4/MaxPool' });
  await waitFor(
    'the pool',
    () => panel.describe(),
    ({ layer, planes }) => layer === '/4/MaxPool' && planes.length > 0,
  );
  await vscode.commands.executeCommand('convlens.restartWorkers');
  panel.goTo({ view: 'layer', layer: '/0/Conv' });
  const shown = await waitFor(
    'the convolution, from new workers',
    () => panel.describe(),
    ({ layer, planes }) => layer === '/0/Conv' && planes.length > 0,
  );
  equal(shown.planes[0]?.tensor, 'X');
});
