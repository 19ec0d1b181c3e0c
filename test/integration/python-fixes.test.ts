import { equal, ok } from 'node:assert/strict';
import type * as vscode from 'vscode';
import { test } from './harness.ts';
import { applyFix, codeOf, diagnosticsOf, openText, quickFixesAt } from './support/editor.ts';

const header = `import torch
from torch import nn


# convlens: input=2x3x112x112
class Net(nn.Module):
`;

/** Takes the first fix of the one problem, after which there is none, and gives the text. */
async function fixed(text: string, code: string): Promise<string> {
  const { document } = await openText(header + text, 'python');
  const [problem] = await diagnosticsOf(document.uri, 'one problem', ({ length }) => length === 1);
  ok(problem);
  equal(codeOf(problem), code);
  const [fix, ...others]: readonly vscode.CodeAction[] = await quickFixesAt(document.uri, problem.range);
  ok(fix, others.map(({ title }) => title).join());
  equal(fix.isPreferred, true);
  await applyFix(fix);
  await diagnosticsOf(document.uri, 'no problem', ({ length }) => length === 0);
  return document.getText();
}

test('a shape comment that is no longer true is brought up to date by its fix', async () => {
  const text = await fixed(
    `    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 64, 2, stride=2)

    def forward(self, x):
        x = self.stem(x)  # [B, 64, 112, 112]
        return x
`,
    'stale-shape-comment',
  );
  ok(text.includes('x = self.stem(x)  # [B, 64, 56, 56]'), text);
});

test('a flatten that takes the batch along is written as it was meant', async () => {
  const text = await fixed(
    `    def __init__(self):
        super().__init__()
        self.pool = nn.AdaptiveAvgPool2d(4)
        self.fc = nn.Linear(48, 10)

    def forward(self, x):
        x = torch.flatten(self.pool(x))
        return self.fc(x)
`,
    'features-mismatch',
  );
  ok(text.includes('x = torch.flatten(self.pool(x), 1)'), text);
});
