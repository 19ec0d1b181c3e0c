import { mkdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './processes.mjs';

/**
 * Runs `body` while no other process holds the lock file. A lock whose process has died is taken over.
 *
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} body
 * @param {{ onWait?: (pid: number) => void, pollMilliseconds?: number }} [options]
 * @returns {Promise<T>}
 */
export async function withLock(path, body, { onWait, pollMilliseconds = 500 } = {}) {
  await mkdir(dirname(path), { recursive: true });
  let told = false;
  while (!(await create(path))) {
    const holder = await holderOf(path);
    if (holder === undefined) continue;
    if (!isAlive(holder)) {
      await removeStale(path);
      continue;
    }
    if (!told) onWait?.(holder);
    told = true;
    await sleep(pollMilliseconds);
  }
  try {
    return await body();
  } finally {
    await rm(path, { force: true });
  }
}

/** @param {string} path */
async function create(path) {
  try {
    await writeFile(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * @param {string} path
 * @returns {Promise<number | undefined>} undefined when the lock has just gone; NaN, which is no process, when its
 *   writer died between creating and filling it
 */
async function holderOf(path) {
  for (let attempt = 0; attempt < 20; attempt++) {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    if (text !== '') return Number(text);
    await sleep(50);
  }
  return Number.NaN;
}

/**
 * Only one process at a time may remove a dead lock, else it could remove the lock that another one has just taken.
 *
 * @param {string} path
 */
async function removeStale(path) {
  const guard = `${path}.takeover`;
  try {
    await mkdir(guard);
  } catch {
    const age = Date.now() - ((await stat(guard).catch(() => undefined))?.mtimeMs ?? Date.now());
    if (age > 60_000) await rmdir(guard).catch(() => undefined);
    await sleep(50);
    return;
  }
  try {
    const holder = await holderOf(path);
    if (holder !== undefined && !isAlive(holder)) await rm(path, { force: true });
  } finally {
    await rmdir(guard);
  }
}
