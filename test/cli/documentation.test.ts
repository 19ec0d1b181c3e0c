import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const project = join(import.meta.dirname, '../..');
const page = readFileSync(join(project, 'docs/cli.md'), 'utf8');

/** `$ convlens …` and what it prints, as the page shows it. */
const shown = [...page.matchAll(/^```\n\$ convlens (.*)\n([^]*?)^```$/gm)].map(
  ([, command = '', output = '']) => [command, output] as const,
);

test.each(shown)('docs/cli.md shows what `convlens %s` prints', (command, output) => {
  const args = [join(project, 'dist/cli.cjs'), ...command.split(' ')];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toBe(output);
});

test('docs/cli.md has examples', () => {
  expect(shown.length).toBeGreaterThan(2);
});

test('`convlens grad` prints the tensors that docs/cli.md names', () => {
  const args = ['grad', 'examples/edge-detector.convlens.yaml', 'vertical edges'];
  const { stdout, status } = spawnSync(process.execPath, [join(project, 'dist/cli.cjs'), ...args], {
    cwd: project,
    encoding: 'utf8',
  });
  expect([...stdout.matchAll(/^(\w+) \[/gm)].map(([, name]) => name)).toEqual([
    'X',
    'W',
    'Z',
    'dZ',
    'dX',
    'dW',
  ]);
  expect(status).toBe(0);
});
