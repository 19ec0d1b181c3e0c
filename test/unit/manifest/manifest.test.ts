import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const texts = (path: string) => JSON.parse(read(path)) as Readonly<Record<string, string>>;

interface Manifest {
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly languages: readonly {
      readonly id: string;
      readonly configuration: string;
      readonly icon: Icon;
    }[];
    readonly grammars: readonly { readonly path: string }[];
    readonly jsonValidation: readonly { readonly url: string }[];
    readonly yamlValidation: readonly { readonly url: string }[];
    /** A command's icon is of ours, or one that VS Code has, `$(pin)`. */
    readonly commands: readonly { readonly command: string; readonly icon?: Icon | string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, object>> };
  };
}

interface Icon {
  readonly light: string;
  readonly dark: string;
}

const manifestText = read('package.json');
const manifest = JSON.parse(manifestText) as Manifest;
const { contributes } = manifest;
const source = readdirSync(join(root, 'src/host'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => read(join('src/host', path)))
  .join('\n');
const captured = (pattern: RegExp, text: string) =>
  [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))].sort();

test('the extension is never activated by everything', () => {
  expect(manifest.activationEvents).not.toContain('*');
  expect(manifest.activationEvents).not.toContain('onStartupFinished');
});

test('every command that package.json offers is registered, and no other', () => {
  const offered = contributes.commands.map(({ command }) => command).sort();
  expect(captured(/\bregister\('(\w+)'/g, source).map((name) => `convlens.${name}`)).toEqual(offered);
});

test('every setting that package.json offers is read, and no other', () => {
  const offered = Object.keys(contributes.configuration.properties).map((key) =>
    key.replace('convlens.', ''),
  );
  const settings = read('src/host/settings.ts');
  expect(captured(/(?:get<unknown>|flag|size)\('([\w.]+)'/g, settings)).toEqual(offered.sort());
});

test.each([
  manifest.icon,
  ...contributes.languages.flatMap(({ configuration, icon }) => [configuration, icon.light, icon.dark]),
  ...contributes.grammars.map(({ path }) => path),
  ...contributes.commands.flatMap(({ icon }) => (typeof icon === 'object' ? [icon.light, icon.dark] : [])),
])('%s is there', (path) => {
  expect(existsSync(join(root, path))).toBe(true);
});

describe('texts', () => {
  test.each(['package.nls.json', 'package.nls.zh-cn.json'])(
    '%s has those of package.json, and no other',
    (path) => {
      expect(Object.keys(texts(path)).sort()).toEqual(captured(/"%([^%"]+)%"/g, manifestText));
    },
  );

  test('l10n/bundle.l10n.zh-cn.json has those of the host, and no other', () => {
    const said = captured(/l10n\.t\(\s*'((?:[^'\\]|\\.)*)'/g, source);
    expect(Object.keys(texts('l10n/bundle.l10n.zh-cn.json')).sort()).toEqual(said);
  });

  test('a translation names the same values as its original', () => {
    const values = (text: string) => captured(/(\{\d\})/g, text);
    for (const [original, translated] of Object.entries(texts('l10n/bundle.l10n.zh-cn.json'))) {
      expect(values(translated), original).toEqual(values(original));
    }
  });
});

test('docs/problems.md explains every problem code, and no other', () => {
  const codes = captured(/^ {2}\| '([a-z-]+)'/gm, read('src/model/problems/problem.ts'));
  expect(captured(/^### ([a-z-]+)$/gm, read('docs/problems.md'))).toEqual(codes);
});
