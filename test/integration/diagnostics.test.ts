import { deepEqual, equal, match, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './harness.ts';
import {
  applyFix,
  codeOf,
  diagnosticsOf,
  hoverAt,
  inlayHintsOf,
  openFile,
  openText,
  quickFixesAt,
  rangeOf,
  replaceText,
} from './support/editor.ts';
import { waitFor } from './support/wait.ts';

const some = (found: readonly vscode.Diagnostic[]) => found.length > 0;
const none = (found: readonly vscode.Diagnostic[]) => found.length === 0;

test('resnet-stem: a rounded stride is an information with the formula and its numbers, on the stride', async () => {
  const { document } = await openFile('resnet-stem.convlens.yaml');
  const [first, ...rest] = await diagnosticsOf(document.uri, 'the misfit of the stem', some);
  ok(first);
  match(first.message, /\(224 − 7 \+ 2·3\)\/2 \+ 1 = 112\.5/);
  equal(first.severity, vscode.DiagnosticSeverity.Information);
  equal(codeOf(first), 'padding-unused');
  equal(document.getText(first.range), '2');
  equal(first.range.start.line, rangeOf(document, 'conv: {').start.line);
  ok(rest.every(({ severity }) => severity === vscode.DiagnosticSeverity.Information));
});

test('textbook: the same misfit is an error under the strict rule', async () => {
  const { document } = await openFile('textbook.convlens.yaml');
  const found = await diagnosticsOf(document.uri, 'the error of the textbook rule', some);
  deepEqual(
    found.map(({ severity }) => severity),
    [vscode.DiagnosticSeverity.Error],
  );
  match(found[0]?.message ?? '', /112\.5/);
});

test('the squiggle follows while one types', async () => {
  const editor = await openFile('textbook.convlens.yaml');
  const { uri } = editor.document;
  await diagnosticsOf(uri, 'the misfit', some);
  await replaceText(editor, 'stride: 2', 'stride: 1');
  await diagnosticsOf(uri, 'no misfit with stride 1', none);
  await replaceText(editor, 'stride: 1', 'stride: 4');
  const found = await diagnosticsOf(uri, 'a misfit with stride 4', some);
  match(found[0]?.message ?? '', /\/4 \+ 1 = 56\.75/);
  await replaceText(editor, 'stride: 4', 'stride: 2');
  await diagnosticsOf(uri, 'the first misfit', ([first]) => first?.message.includes('112.5') === true);
});

test('every quick fix of the textbook misfit removes it', async () => {
  const editor = await openFile('textbook.convlens.yaml');
  const { document } = editor;
  const before = document.getText();
  const [misfit] = await diagnosticsOf(document.uri, 'the misfit', some);
  ok(misfit);
  const titles = (await quickFixesAt(document.uri, misfit.range)).map(({ title }) => title);
  ok(titles.length > 0, 'there is a quick fix');
  for (const title of titles) {
    const fix = (await quickFixesAt(document.uri, misfit.range)).find((action) => action.title === title);
    ok(fix, title);
    await applyFix(fix);
    // A fix that rounds leaves the information that it rounds.
    await diagnosticsOf(document.uri, `no error after "${title}"`, (found) =>
      found.every(({ severity }) => severity !== vscode.DiagnosticSeverity.Error),
    );
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    await editor.edit((edit) => edit.replace(all, before));
    await diagnosticsOf(document.uri, 'the misfit again', some);
  }
});

test('text that does not parse gives a problem, and the rest is still analysed', async () => {
  const { document } = await openText(
    'input: [3, 224, 224]\nlayers:\n  - conv: {out_channels: 8, kernel_size: 7, stride: 2}\n  - conv: {kernel_size: }\n  - [',
    'convlens-yaml',
  );
  const found = await diagnosticsOf(document.uri, 'a problem', some);
  ok(found.every(({ range }) => range.end.line < document.lineCount));
});

test('inlay hints: the output shape stands at the end of each layer', async () => {
  const { document } = await openFile('resnet-stem.convlens.yaml');
  const hints = await waitFor(
    'inlay hints',
    () => inlayHintsOf(document),
    (found) => found.size > 0,
  );
  match(hints.get(rangeOf(document, 'conv: {').start.line) ?? '', /64\D+112\D+112/);
  match(hints.get(rangeOf(document, 'max_pool').start.line) ?? '', /64\D+56\D+56/);
});

test('hover: formula, shapes, parameters and multiply-adds of a layer', async () => {
  const { document } = await openFile('resnet-stem.convlens.yaml');
  await diagnosticsOf(document.uri, 'the analysis', some);
  const text = await hoverAt(document.uri, rangeOf(document, 'conv: {').start);
  match(text, /112\.5/);
  match(text, /9[,.  ]?408/);
  match(text, /118 M multiply-adds/);
});

test('darknet: a stride that does not divide is marked in tiny-detector.cfg', async () => {
  const editor = await openFile('tiny-detector.cfg');
  const { uri } = editor.document;
  await replaceText(editor, 'size=2\nstride=2', 'size=2\nstride=3');
  await diagnosticsOf(uri, 'a misfit in the pool', some);
  await replaceText(editor, 'size=2\nstride=3', 'size=2\nstride=2');
});
