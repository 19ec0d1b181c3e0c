import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fuzzedFormats } from './formats.ts';

/** The bundle of `npm run fuzz`, for a few seconds and always the same files. */
const project = join(import.meta.dirname, '../..');

test.each(fuzzedFormats)('200 changed files of $name', ({ name }) => {
  const args = [join(project, 'dist/test/fuzz.cjs'), '--format', name, '--runs', '200', '--seed', '1'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toMatch(new RegExp(`^${name}: 200 changed files, 0 failures \\(`));
  expect(status).toBe(0);
});
