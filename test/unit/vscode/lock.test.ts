import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { withLock } from '../../vscode/lock.mjs';

const folder = mkdtempSync(join(tmpdir(), 'convlens-lock-'));
const fast = { pollMilliseconds: 5 };

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('one holder at a time', async () => {
  const path = join(folder, 'one');
  let inside = 0;
  const seen = await Promise.all(
    [1, 2, 3].map(() =>
      withLock(
        path,
        async () => {
          const now = ++inside;
          await sleep(10);
          inside--;
          return now;
        },
        fast,
      ),
    ),
  );
  expect(seen).toEqual([1, 1, 1]);
  expect(existsSync(path)).toBe(false);
});

test.each([
  ['a process that has died', String(spawnSync(process.execPath, ['--version']).pid)],
  ['a process that died while taking it', ''],
])('the lock of %s is taken over', async (_, holder) => {
  const path = join(folder, 'stale');
  writeFileSync(path, holder);
  expect(await withLock(path, () => Promise.resolve('held'), fast)).toBe('held');
});

test('an error inside frees the lock', async () => {
  const path = join(folder, 'error');
  await expect(withLock(path, () => Promise.reject(new Error('inside')), fast)).rejects.toThrow('inside');
  expect(existsSync(path)).toBe(false);
});
