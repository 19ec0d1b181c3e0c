import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import type { ICruiseResult } from 'dependency-cruiser';
import { afterEach, describe, expect, test } from 'vitest';
import config from '../../../.dependency-cruiser.mjs';

let root = '';

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** The names of the rules that a tree of files breaks, given as path to text. */
async function broken(files: Readonly<Record<string, string>>): Promise<string[]> {
  root = mkdtempSync(join(tmpdir(), 'convlens-layers-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const { tsConfig: _, ...options } = config.options ?? {};
  const result = await cruise(Object.keys(files), {
    ...options,
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: config.forbidden ?? [] },
  });
  const { summary } = result.output as ICruiseResult;
  return [...new Set(summary.violations.map(({ rule }) => rule.name))];
}

const value = (path: string) => `import { a } from '${path}';\nexport const b = a;\n`;
const type = (path: string) => `import type { A } from '${path}';\nexport type B = A;\n`;
const target = 'export const a = 1;\nexport type A = 1;\n';

describe('an import that a layer must not have is reported', () => {
  test.each([
    ['src/util/x.ts', 'src/engine/y.ts', ['util-imports']],
    ['src/engine/x.ts', 'src/model/y.ts', ['engine-imports']],
    ['src/model/x.ts', 'src/engine/kernels/y.ts', ['model-imports']],
    ['src/formats/darknet/x.ts', 'src/language/y.ts', ['formats-imports']],
    ['src/scene/x.ts', 'src/engine/trace/y.ts', ['scene-imports-types-only']],
    ['src/protocol/x.ts', 'src/model/y.ts', ['protocol-imports-types-only']],
    ['src/worker/x.ts', 'src/host/y.ts', ['worker-imports']],
    ['src/worker/entry.node.ts', 'src/engine/y.ts', ['worker-entry-imports']],
    ['src/host/x.ts', 'src/engine/geometry/y.ts', ['host-imports-types-only']],
    ['src/extension.ts', 'src/worker/y.ts', ['extension-imports']],
    ['src/cli/x.ts', 'src/protocol/y.ts', ['cli-imports']],
    ['webview/app/x.tsx', 'src/engine/kernels/y.ts', ['webview-imports-types-only']],
    ['src/elsewhere/x.ts', 'src/util/y.ts', ['every-file-has-a-layer']],
  ])('%s imports %s', async (from, to, rules) => {
    const path = `${'../'.repeat(from.split('/').length - 1)}${to}`;
    expect(await broken({ [from]: value(path), [to]: target })).toEqual(rules);
  });

  test('src/engine/x.ts imports node:fs', async () => {
    expect(await broken({ 'src/engine/x.ts': "import 'node:fs';\n" })).toEqual(['engine-without-node']);
  });

  test('two files import each other', async () => {
    const files = { 'src/util/a.ts': value('./b.ts'), 'src/util/b.ts': value('./a.ts') };
    expect(await broken(files)).toEqual(['no-cycle']);
  });
});

describe('an import that a layer may have passes', () => {
  test.each([
    ['src/model/x.ts', 'src/engine/geometry/y.ts', value],
    ['src/scene/x.ts', 'src/engine/trace/y.ts', type],
    ['src/protocol/x.ts', 'src/model/y.ts', type],
    ['src/host/x.ts', 'src/engine/y.ts', type],
    ['webview/app/x.tsx', 'src/scene/y.ts', value],
    ['test/unit/x.ts', 'src/host/y.ts', value],
  ])('%s imports %s', async (from, to, text) => {
    const path = `${'../'.repeat(from.split('/').length - 1)}${to}`;
    expect(await broken({ [from]: text(path), [to]: target })).toEqual([]);
  });
});
