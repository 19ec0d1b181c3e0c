import { expect, test } from 'vitest';
import { Newest } from '../../../../src/host/workers/newest.ts';
import { RpcError } from '../../../../src/protocol/rpc/error.ts';
import type { CancellationToken } from '../../../../src/util/cancellation.ts';

const outcome = (task: Promise<string>) =>
  task.catch((error: unknown) => (error instanceof RpcError ? error.code : String(error)));

/** Fails when it is cancelled, as calls do; else answers when told to. */
function task() {
  let answer: (value: string) => void = () => undefined;
  const run = (token: CancellationToken) =>
    new Promise<string>((resolve, reject) => {
      answer = resolve;
      token.onCancellationRequested(() => reject(new RpcError('cancelled', 'gone')));
    });
  return { run, answer: (value: string) => answer(value) };
}

test('a newer task of the same kind supersedes the older one; other kinds go on', async () => {
  const newest = new Newest<string>();
  const [first, second, other] = [task(), task(), task()];
  const results = [
    outcome(newest.run('layer', first.run)),
    outcome(newest.run('example', other.run)),
    outcome(newest.run('layer', second.run)),
  ];
  second.answer('second');
  other.answer('other');
  expect(await Promise.all(results)).toEqual(['superseded', 'other', 'second']);
});

test('a task that fails by itself keeps its error', async () => {
  const newest = new Newest<string>();
  const failing = () => Promise.reject(new RpcError('refused', 'too large'));
  expect(await outcome(newest.run('layer', failing))).toBe('refused');
});
