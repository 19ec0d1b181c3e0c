import { expect, test } from 'vitest';
import { committedText, type GitApi } from '../../../../src/host/panels/committed-text.ts';

const uri = { fsPath: '/models/net.cfg' };

/** Git's extension of a window that has just opened: it knows of its repositories once they are found. */
class OpeningGit implements GitApi {
  state: GitApi['state'] = 'uninitialized';
  readonly listeners = new Set<(state: GitApi['state']) => void>();

  readonly onDidChangeState: GitApi['onDidChangeState'] = (listener) => {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  };

  getRepository() {
    if (this.state === 'uninitialized') return null;
    return { show: (ref: string, path: string) => Promise.resolve(`${path} at ${ref}`) };
  }

  open(): void {
    this.state = 'initialized';
    for (const listener of this.listeners) listener(this.state);
  }
}

const never = () => ({ dispose: () => undefined });

test('repositories are still looked for: the text comes once they are found', async () => {
  const git = new OpeningGit();
  const text = committedText(git, uri, never);
  git.open();
  expect(await text).toBe('/models/net.cfg at HEAD');
  expect(git.listeners.size).toBe(0);
  expect(await committedText(git, uri, never)).toBe('/models/net.cfg at HEAD');
});

test('repositories are looked for longer than five seconds: there is no committed text', async () => {
  const git = new OpeningGit();
  const waits: number[] = [];
  const text = await committedText(git, uri, (milliseconds, task) => {
    waits.push(milliseconds);
    queueMicrotask(task);
    return { dispose: () => undefined };
  });
  expect(text).toBeNull();
  expect(waits).toEqual([5_000]);
  expect(git.listeners.size).toBe(0);
});
