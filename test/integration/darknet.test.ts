import { deepEqual, equal } from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { test } from './harness.ts';
import { convlens } from './support/convlens.ts';
import { diagnosticsOf, inlayHintsOf, openFile, openText } from './support/editor.ts';

const ours = (uri: vscode.Uri) =>
  vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'ConvLens');

test('a Darknet cfg is recognised by its content, and keeps its language', async () => {
  const { document } = await openFile('tiny-detector.cfg');
  const hints = await inlayHintsOf(document);
  equal([...hints.values()][0], '16×416×416');
  equal(document.languageId, 'properties');
});

test('a cfg of another program is left alone', async () => {
  const text = '[server]\nport = 8080\nkernel_size = 7\n\n[convolutional]\nsize = -1\n';
  const { document } = await openText(text, 'properties');
  equal((await inlayHintsOf(document)).size, 0);
  deepEqual(ours(document.uri), []);
  equal(document.languageId, 'properties');
});

const corpus = process.env['CONVLENS_CORPUS'];
const folder = corpus === undefined ? null : join(corpus, 'darknet');
const files = folder === null ? [] : readdirSync(folder).filter((name) => name.endsWith('.cfg'));
if (folder === null) console.log('- Darknet files of the corpus: skipped, CONVLENS_CORPUS is not set');

for (const name of files) {
  test(`${name} opens without an error`, async () => {
    const { onDidAnalyze } = await convlens();
    const uri = vscode.Uri.file(join(folder ?? '', name));
    const analyzed = new Promise<void>((resolve) => {
      const subscription = onDidAnalyze(({ document, analysis }) => {
        if (document.uri.toString() !== uri.toString() || !analysis) return;
        subscription.dispose();
        resolve();
      });
    });
    const document = await vscode.workspace.openTextDocument(uri);
    await analyzed;
    const errors = (await diagnosticsOf(document.uri, name, () => true)).filter(
      ({ severity }) => severity === vscode.DiagnosticSeverity.Error,
    );
    deepEqual(
      errors.map(({ message, range }) => `line ${range.start.line + 1}: ${message}`),
      [],
    );
  });
}
