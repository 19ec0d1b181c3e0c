import { equal, match, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './harness.ts';
import {
  applyFix,
  codeOf,
  diagnosticsOf,
  inlayHintsOf,
  openFile,
  openText,
  quickFixesAt,
  rangeOf,
  replaceText,
} from './support/editor.ts';
import { waitFor } from './support/wait.ts';

const { Error: error } = vscode.DiagnosticSeverity;

const hintAt = async (document: vscode.TextDocument, text: string) =>
  (await inlayHintsOf(document)).get(rangeOf(document, text).start.line);

test('each line of a PyTorch model shows what comes out, every time that it runs', async () => {
  const { document } = await openFile('residual.py');
  equal(document.languageId, 'python');
  equal(await hintAt(document, 'self.conv1 = '), '16×32×32 ×2 → 32×16×16 ×2 → 64×8×8 ×2');
  equal(await hintAt(document, 'self.pool = '), '64×1×1');
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    rangeOf(document, 'nn.Conv2d(channels_in, channels, 3').start,
  );
  const text = hovers.flatMap(({ contents }) =>
    contents.map((content) => (content as vscode.MarkdownString).value),
  );
  ok(
    text.some((each) => each.includes('`stages.2.conv1`: 1×16×32×32 → 1×32×16×16')),
    text.join('\n'),
  );
});

test('the lens above a model says where its input size came from', async () => {
  const { document } = await openFile('residual.py');
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
    10,
  );
  match(lenses[1]?.command?.title ?? '', /^Input 1×3×32×32, from the file: the call in line \d+$/);
});

test('a wrong number of features is an error at its number, and its fix is applied', async () => {
  const editor = await openFile('residual.py');
  const { document } = editor;
  await replaceText(editor, 'nn.Linear(channels, num_classes)', 'nn.Linear(1050, num_classes)');
  const isError = ({ severity }: vscode.Diagnostic) => severity === error;
  const all = await diagnosticsOf(document.uri, 'an error', (findings) => findings.some(isError));
  const found = all.find(isError);
  ok(found);
  equal(codeOf(found), 'features-mismatch');
  equal(document.getText(found.range), '1050');
  const [fix] = await quickFixesAt(document.uri, found.range);
  ok(fix);
  await applyFix(fix);
  ok(document.getText().includes('nn.Linear(64, num_classes)'));
  await diagnosticsOf(document.uri, 'no error', (findings) => !findings.some(isError));
  await replaceText(editor, 'nn.Linear(64, num_classes)', 'nn.Linear(channels, num_classes)');
});

test('imports are followed, and followed again when the other file changes', async () => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  ok(folder);
  const place = vscode.Uri.joinPath(folder.uri, 'imports-of-a-test');
  const write = (name: string, text: string) =>
    vscode.workspace.fs.writeFile(vscode.Uri.joinPath(place, name), new TextEncoder().encode(text));
  const blocks = (channels: number) =>
    `from torch import nn\n\ndef stem():\n    return nn.Conv2d(3, ${channels}, 3)\n`;
  try {
    await write('blocks.py', blocks(8));
    await write(
      'net.py',
      'from torch import nn\nfrom .blocks import stem\n\nmodel = nn.Sequential(\n    stem(),\n    nn.Conv2d(8, 4, 3),\n)\n',
    );
    const { document } = await openFile('imports-of-a-test/net.py');
    equal(await hintAt(document, 'nn.Conv2d(8'), '4×220×220');
    await write('blocks.py', blocks(16));
    const [found] = await diagnosticsOf(document.uri, 'a mismatch', ({ length }) => length === 1);
    equal(found && codeOf(found), 'channel-mismatch');
  } finally {
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.workspace.fs.delete(place, { recursive: true });
  }
});

test('Python that has no model is left alone', async () => {
  const { document } = await openText('import json\n\nprint(json.dumps({"kernel_size": 3}))\n', 'python');
  await waitFor(
    'no hints',
    async () => (await inlayHintsOf(document)).size,
    (count) => count === 0,
  );
  equal(vscode.languages.getDiagnostics(document.uri).length, 0);
});
