import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { download } from '../../vscode/desktop.mjs';

const folder = mkdtempSync(join(tmpdir(), 'convlens-download-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test.each([
  ['comes', `process.send({ executable: '/code' });`, '/code', undefined],
  ['never says anything', `setInterval(() => {}, 1000);`, undefined, 'no bytes came for 1 s'],
  [
    'goes silent after its first bytes',
    `process.send({ silentSeconds: 0.1 }); setInterval(() => {}, 1000);`,
    undefined,
    'no bytes came for 0.1 s',
  ],
  ['fails', `process.send({ failed: 'ENOTFOUND' });`, undefined, 'downloaded: ENOTFOUND'],
  ['dies', `process.exit(3);`, undefined, 'it ended with 3'],
])('a download that %s', async (title, text, executable, reason) => {
  const script = join(folder, `${title.replaceAll(' ', '-')}.mjs`);
  writeFileSync(script, text);
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  expect(await download(folder, log, { script, silentSeconds: 1 })).toBe(executable);
  expect(lines.join('\n')).toContain(reason ?? '');
});
