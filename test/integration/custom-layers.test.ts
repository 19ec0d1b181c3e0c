import { deepEqual, equal, match, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './harness.ts';
import {
  applyFix,
  codeOf,
  diagnosticsOf,
  inlayHintsOf,
  openText,
  quickFixesAt,
  rangeOf,
} from './support/editor.ts';
import { acceptBox } from './support/accept-box.ts';
import { waitFor } from './support/wait.ts';

const text = `# convlens: layers=layers input=1x3x14x14
layers:
  - {type: my_attention, stride: 2}
  - {type: conv, filters: 4, kernel_size: 1}
`;

const setRules = (rules: object | undefined) =>
  vscode.workspace.getConfiguration('convlens').update('layers', rules, vscode.ConfigurationTarget.Workspace);

test('a layer that is not known has a quick fix that declares its rule, and then it has sizes', async () => {
  const { document } = await openText(text, 'yaml');
  const place = rangeOf(document, 'my_attention');
  const hintAt = async (part: string) =>
    (await inlayHintsOf(document)).get(rangeOf(document, part).start.line);
  try {
    const [unknown] = await diagnosticsOf(document.uri, 'the unknown layer', ({ length }) => length === 1);
    ok(unknown);
    equal(codeOf(unknown), 'unknown-layer');
    equal(unknown.severity, vscode.DiagnosticSeverity.Hint);
    const fixes = await quickFixesAt(document.uri, place);
    const declare = fixes.find(({ title }) => title === 'Declare the rule of my_attention…');
    ok(declare, fixes.map(({ title }) => title).join());

    // The box that asks begins with `same`.
    await acceptBox(applyFix(declare));
    deepEqual(vscode.workspace.getConfiguration('convlens').get('layers'), { my_attention: 'same' });
    await diagnosticsOf(document.uri, 'no problem', ({ length }) => length === 0);
    await waitFor(
      'the sizes',
      () => hintAt('my_attention'),
      (hint) => hint === '3×14×14',
    );

    await setRules({ my_attention: 'N, 5, H/{stride}, W/{stride}' });
    await waitFor(
      'other sizes',
      () => hintAt('type: conv'),
      (hint) => hint === '4×7×7',
    );
    await setRules({ my_attention: 'N, 5, H/4, W' });
    const [misfit] = await diagnosticsOf(document.uri, 'a misfit', ([first]) => first !== undefined);
    ok(misfit);
    equal(codeOf(misfit), 'layer-rule');
    equal(misfit.severity, vscode.DiagnosticSeverity.Error);
    equal(misfit.range.start.line, place.start.line);
    match(misfit.message, /H\/4 = 14\/4 = 3\.5/);
  } finally {
    await setRules(undefined);
  }
});
