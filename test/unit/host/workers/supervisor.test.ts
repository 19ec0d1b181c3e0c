import { afterEach, describe, expect, test } from 'vitest';
import { startNodeThread } from '../../../../src/host/workers/node-thread.ts';
import { schedule } from '../../../../src/host/schedule.ts';
import { Supervisor } from '../../../../src/host/workers/supervisor.ts';
import { RpcError } from '../../../../src/protocol/rpc/error.ts';
import { CancellationSource } from '../../../../src/util/cancellation.ts';

interface Work {
  add(values: readonly number[]): number;
  spin(milliseconds: number): string;
  never(argument: null): string;
  exit(code: number): string;
  crash(message: string): string;
  exhaust(argument: null): string;
}

/** The protocol's other side by hand, in a real thread: what is tested is what happens when it stops answering. */
const script = `
const { parentPort } = require('node:worker_threads');
const work = {
  add: (values) => values.reduce((sum, value) => sum + value, 0),
  spin: (ms) => { const end = Date.now() + ms; while (Date.now() < end); return 'done'; },
  exit: (code) => process.exit(code),
  crash: (message) => { setImmediate(() => { throw new Error(message); }); },
  exhaust: () => { const all = []; for (;;) all.push(new Array(1e5).fill(all.length)); },
};
parentPort.on('message', ({ type, id, method, argument }) => {
  if (type === 'probe') parentPort.postMessage({ type: 'reply', id, ok: null });
  if (type !== 'call' || method === 'never') return;
  const ok = work[method](argument);
  if (method !== 'crash') parentPort.postMessage({ type: 'reply', id, ok });
});`;

let supervisor: Supervisor<Work> | undefined;

function supervise(grace = 50) {
  const log: string[] = [];
  supervisor = new Supervisor<Work>({
    name: 'test',
    start: () =>
      startNodeThread(script, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 24 }, stderr: true }),
    schedule,
    grace,
    handlers: {},
    log: (message) => log.push(message),
  });
  return { supervisor, log };
}

afterEach(() => supervisor?.dispose());

const code = (call: Promise<unknown>) =>
  call.catch((error: unknown) => (error instanceof RpcError ? error.code : String(error)));

test('starts no thread before the first call, and one for all calls', async () => {
  const { supervisor, log } = supervise();
  expect(log).toEqual([]);
  expect(await Promise.all([supervisor.call('add', [1, 2]), supervisor.call('add', [3, 4])])).toEqual([3, 7]);
  expect(log).toEqual(['The test worker has started.']);
});

describe('a thread that ends takes its calls with it, and the next call works', () => {
  test.each([
    ['exit', 3],
    ['exit', 0],
    ['crash', 'out of luck'],
    ['exhaust', null],
  ] as const)('%s %s', async (method, argument) => {
    const { supervisor } = supervise();
    const calls = [code(supervisor.call('never', null)), code(supervisor.call(method, argument as never))];
    expect(await Promise.all(calls)).toEqual(['worker-lost', 'worker-lost']);
    expect(await supervisor.call('add', [20, 22])).toBe(42);
  });

  test('restart', async () => {
    const { supervisor, log } = supervise();
    const call = code(supervisor.call('spin', 60_000));
    supervisor.restart();
    expect(await call).toBe('worker-lost');
    expect(await supervisor.call('add', [1])).toBe(1);
    expect(log).toEqual([
      'The test worker has started.',
      'The test worker has ended: it was restarted.',
      'The test worker has started.',
    ]);
  });
});

describe('a thread that hangs is replaced', () => {
  test('after a timeout', async () => {
    const { supervisor, log } = supervise();
    const call = code(supervisor.call('spin', 60_000, { timeout: 20 }));
    const waiting = code(supervisor.call('add', [1]));
    expect(await Promise.all([call, waiting])).toEqual(['timeout', 'worker-lost']);
    expect(await supervisor.call('add', [5])).toBe(5);
    expect(log[1]).toBe('The test worker has ended: it did not answer for 50 ms.');
  });

  test('after a cancelled call that it does not leave', async () => {
    const { supervisor } = supervise();
    const source = new CancellationSource();
    const call = code(supervisor.call('spin', 60_000, { token: source.token }));
    source.cancel();
    const waiting = code(supervisor.call('add', [1]));
    expect(await Promise.all([call, waiting])).toEqual(['cancelled', 'worker-lost']);
    expect(await supervisor.call('add', [5])).toBe(5);
  });
});

test('a thread that is only slow to answer one call is kept', async () => {
  const { supervisor, log } = supervise(5_000);
  expect(await code(supervisor.call('never', null, { timeout: 20 }))).toBe('timeout');
  expect(await supervisor.call('add', [5])).toBe(5);
  expect(log).toEqual(['The test worker has started.']);
});

test('after dispose every call fails', async () => {
  const { supervisor } = supervise();
  const call = code(supervisor.call('never', null));
  supervisor.dispose();
  expect([await call, await code(supervisor.call('add', [1]))]).toEqual(['worker-lost', 'disposed']);
});
