import { equal, match, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './harness.ts';
import {
  codeOf,
  diagnosticsOf,
  hoverAt,
  openFile,
  openText,
  rangeOf,
  replaceText,
} from './support/editor.ts';
import { acceptBox } from './support/accept-box.ts';
import { waitFor } from './support/wait.ts';

/** Four times four numbers of each of eight channels are what an image of 16×16 leaves. */
const net = `from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, padding=1)
        self.pool = nn.MaxPool2d(4)
        self.fc = nn.Linear(8 * 4 * 4, 10)

    def forward(self, x):
        return self.fc(self.pool(self.conv(x)).flatten(1))
`;

async function inputLens({ uri }: vscode.TextDocument): Promise<vscode.Command | undefined> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uri,
    10,
  );
  return lenses
    .map(({ command }) => command)
    .find((command) => command?.command === 'convlens.chooseInputSize');
}

const lensSays = (document: vscode.TextDocument, text: RegExp) =>
  waitFor(
    `the lens that says ${text.source}`,
    async () => (await inputLens(document))?.title ?? '',
    (title) => text.test(title),
  );

test('the size that was worked out is said so, and one that was chosen instead is remembered', async () => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  ok(folder);
  const place = vscode.Uri.joinPath(folder.uri, 'input-of-a-test');
  await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(place, 'net.py'), new TextEncoder().encode(net));
  try {
    const editor = await openFile('input-of-a-test/net.py');
    const { document } = editor;
    await lensSays(document, /^Input 1×3×16×16, inferred: fc \(Linear\) takes 128 values/);

    // The box that asks begins with the size as it is.
    const lens = await inputLens(document);
    ok(lens);
    await acceptBox(vscode.commands.executeCommand(lens.command, ...((lens.arguments ?? []) as unknown[])));
    await lensSays(document, /^Input 1×3×16×16, chosen earlier/);

    // Another size would be worked out now: the one that was chosen stays, and so the layer does not fit.
    await replaceText(editor, '8 * 4 * 4', '8 * 8 * 8');
    const [misfit] = await diagnosticsOf(document.uri, 'a misfit', ([first]) => first !== undefined);
    ok(misfit);
    equal(codeOf(misfit), 'features-mismatch');
    match(misfit.message, /expects 512 features, its input has 8·4·4 = 128/);
    await document.save();
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    const again = await openFile('input-of-a-test/net.py');
    await lensSays(again.document, /^Input 1×3×16×16, chosen earlier/);
  } finally {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.workspace.fs.delete(place, { recursive: true });
  }
});

test('a size that the file gives is changed there: the action selects it', async () => {
  const called = `import torch\n${net}\n\nNet()(torch.randn(1, 3, 16, 16))\n`;
  const editor = await openText(called, 'python');
  const { document } = editor;
  await lensSays(document, /^Input 1×3×16×16, from the file/);
  await vscode.commands.executeCommand('convlens.chooseInputSize', document.uri);
  match(document.getText(editor.selection), /1, 3, 16, 16/);
  await replaceText(editor, '1, 3, 16, 16', '2, 3, 16, 16');
  await lensSays(document, /^Input 2×3×16×16, from the file/);
});

test('the hover of a layer whose size is not known says which construct is to blame, and its line', async () => {
  const { document } = await openText(
    net
      .replace('from torch import nn', 'from torch import nn\nfrom elsewhere import mix')
      .replace('self.pool(self.conv(x))', 'self.pool(mix(self.conv(x), 2))'),
    'python',
  );
  const text = await waitFor(
    'the hover',
    () => hoverAt(document.uri, rangeOf(document, 'nn.MaxPool2d').start),
    (hover) => hover.includes('Not known'),
  );
  match(text, /Not known: elsewhere is not read: it is not in the workspace.*line 2/s);
});
