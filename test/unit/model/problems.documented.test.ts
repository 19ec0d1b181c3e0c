import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { defaultSeverities } from '../../../src/model/problems/severities.ts';

const page = readFileSync(new URL('../../../docs/problems.md', import.meta.url), 'utf8');
const documented = [...page.matchAll(/^### (\S+)\n\nDefault: (\w+)\./gm)].map(([, code, severity]) => [
  code,
  severity,
]);

test('docs/problems.md names the default severity of every code', () => {
  expect(Object.fromEntries(documented)).toEqual(defaultSeverities);
});
