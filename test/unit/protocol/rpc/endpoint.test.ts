import { describe, expect, test } from 'vitest';
import {
  Transfer,
  type Guards,
  type Handlers,
  type NoMethods,
} from '../../../../src/protocol/rpc/channel.ts';
import { Endpoint } from '../../../../src/protocol/rpc/endpoint.ts';
import { RpcError } from '../../../../src/protocol/rpc/error.ts';
import { CancellationSource } from '../../../../src/util/cancellation.ts';
import { drain, memoryWire } from '../../../support/memory-port.ts';
import { manualSchedule } from '../../../support/schedule.ts';

interface Arithmetic {
  double(value: number): number;
  fail(reason: string): number;
  fill(size: number): Float64Array;
  wait(key: string): string;
}

const isNumber = (value: unknown): value is number => typeof value === 'number';
const isAny = (_value: unknown): _value is never => true;

function conversation(
  handlers: Partial<Handlers<Arithmetic>> = {},
  guards: { server?: Guards<Arithmetic, NoMethods>; client?: Guards<NoMethods, Arithmetic> } = {},
) {
  const wire = memoryWire();
  const clock = manualSchedule();
  const reported: RpcError[] = [];
  const server = new Endpoint<Arithmetic, NoMethods>(wire.far, {
    handlers: {
      double: (value) => value * 2,
      fail: (reason) => {
        throw new Error(reason);
      },
      fill: (size) => {
        const data = new Float64Array(size).fill(1);
        return new Transfer(data, [data.buffer]);
      },
      wait: () => new Promise(() => undefined),
      ...handlers,
    },
    schedule: clock.schedule,
    report: (error) => reported.push(error),
    ...(guards.server && { guards: guards.server }),
  });
  const client = new Endpoint<NoMethods, Arithmetic>(wire.near, {
    handlers: {},
    schedule: clock.schedule,
    ...(guards.client && { guards: guards.client }),
  });
  return { ...wire, clock, client, server, reported };
}

/** The value, or the code of the error. */
const outcome = (call: Promise<unknown>) =>
  call.catch((error: unknown) => (error instanceof RpcError ? error.code : error));

async function settled(call: Promise<unknown>, flush: () => void): Promise<unknown> {
  const result = outcome(call);
  await drain(flush);
  return Promise.race([result, Promise.resolve('pending')]);
}

describe('a call', () => {
  test('is answered with the value', async () => {
    const { client, flush } = conversation();
    expect(await settled(client.call('double', 21), flush)).toBe(42);
  });

  test('is answered with the error code and message of the handler', async () => {
    const { client, flush } = conversation();
    const call = client.call('fail', 'no more room');
    call.catch(() => undefined);
    await drain(flush);
    await expect(call).rejects.toMatchObject({ code: 'failed', message: 'no more room' });
  });

  test('keeps the code that the handler chose', async () => {
    const { client, flush } = conversation({
      fail: (reason) => Promise.reject(new RpcError('outdated', reason)),
    });
    expect(await settled(client.call('fail', 'version 3'), flush)).toBe('outdated');
  });

  test('moves the buffers of the answer', async () => {
    const kept: Float64Array[] = [];
    const { client, flush } = conversation({
      fill: (size) => {
        const data = new Float64Array(size).fill(7);
        kept.push(data);
        return new Transfer(data, [data.buffer]);
      },
    });
    expect(await settled(client.call('fill', 3), flush)).toEqual(new Float64Array([7, 7, 7]));
    expect(kept.map(({ length }) => length)).toEqual([0]);
  });

  test.each(['constructor', '__proto__', 'toString', 'missing'])(
    '%s is an unknown method',
    async (method) => {
      const { client, flush } = conversation();
      expect(await settled(client.call(method as 'double', 1), flush)).toBe('unknown-method');
    },
  );

  test('fails when its argument cannot be copied', async () => {
    const { client, flush } = conversation();
    const argument = (() => 1) as unknown as number;
    expect(await settled(client.call('double', argument), flush)).toBe('invalid-message');
  });

  test('fails when the answer cannot be copied', async () => {
    const { client, flush } = conversation({ double: () => (() => 1) as unknown as number });
    expect(await settled(client.call('double', 1), flush)).toBe('failed');
  });
});

describe('guards', () => {
  const server = { arguments: { double: isNumber, fail: isAny, fill: isNumber, wait: isAny } };
  const client = { answers: { double: isNumber, fail: isAny, fill: isAny, wait: isAny } };

  test('refuse a malformed argument before the handler sees it', async () => {
    const seen: unknown[] = [];
    const talk = conversation({ double: (value) => seen.push(value) }, { server });
    expect(await settled(talk.client.call('double', 'two' as unknown as number), talk.flush)).toBe(
      'invalid-message',
    );
    expect(seen).toEqual([]);
  });

  test('refuse a malformed answer', async () => {
    const talk = conversation({ double: () => 'four' as unknown as number }, { client });
    expect(await settled(talk.client.call('double', 2), talk.flush)).toBe('invalid-message');
  });

  test.each([
    null,
    7,
    'call',
    {},
    { type: 'call', id: 'one', method: 'double' },
    { type: 'call', id: 1, method: 3 },
    { type: 'notice' },
    { type: 'reply', id: 1.5 },
    { type: 'reply', id: 1, err: { code: 'no-such-code', message: 'x' } },
    { type: 'reply', id: 1, err: 'boom' },
  ])('ignore %j, which is no message', async (message) => {
    const { client, near, far, flush } = conversation();
    const call = client.call('wait', 'a');
    near.post(message, []);
    far.post(message, []);
    expect(await settled(call, flush)).toBe('pending');
  });
});

describe('cancellation', () => {
  test('rejects the caller at once and tells the handler', async () => {
    const told: string[] = [];
    const { client, flush } = conversation({
      wait: (key, { token }) =>
        new Promise(() => void token.onCancellationRequested(() => void told.push(key))),
    });
    const source = new CancellationSource();
    const call = outcome(client.call('wait', 'a', { token: source.token }));
    await drain(flush);
    source.cancel();
    expect(await call).toBe('cancelled');
    await drain(flush);
    expect(told).toEqual(['a']);
  });

  test('before the call sends nothing', async () => {
    const seen: number[] = [];
    const { client, flush } = conversation({ double: (value) => seen.push(value) });
    const source = new CancellationSource();
    source.cancel();
    expect(await settled(client.call('double', 1, { token: source.token }), flush)).toBe('cancelled');
    expect(seen).toEqual([]);
  });

  test('after the answer changes nothing', async () => {
    const { client, flush } = conversation();
    const source = new CancellationSource();
    const call = client.call('double', 4, { token: source.token });
    expect(await settled(call, flush)).toBe(8);
    source.cancel();
    expect(await call).toBe(8);
  });
});

describe('timeout', () => {
  test.each([
    [99, 'pending'],
    [100, 'timeout'],
  ])('of 100 ms after %i ms: %s', async (passed, expected) => {
    const { client, clock, flush } = conversation();
    const call = client.call('wait', 'a', { timeout: 100 });
    const result = settled(call, flush);
    clock.advance(passed);
    expect(await result).toBe(expected);
  });
});

describe('the end', () => {
  test('rejects what is pending and what comes later, with the reason given', async () => {
    const { client, flush } = conversation();
    const calls = [client.call('wait', 'a'), client.call('wait', 'b')].map(outcome);
    client.dispose(new RpcError('worker-lost', 'The worker has ended.'));
    client.dispose();
    calls.push(outcome(client.call('double', 1)));
    await drain(flush);
    expect(await Promise.all(calls)).toEqual(['worker-lost', 'worker-lost', 'worker-lost']);
  });

  test('cancels what is running', async () => {
    const told: string[] = [];
    const { client, server, flush } = conversation({
      wait: (key, { token }) =>
        new Promise(() => void token.onCancellationRequested(() => void told.push(key))),
    });
    client.call('wait', 'a').catch(() => undefined);
    await drain(flush);
    server.dispose();
    expect(told).toEqual(['a']);
  });
});

describe('a notice', () => {
  test('is handled', async () => {
    const seen: number[] = [];
    const { client, flush } = conversation({ double: (value) => seen.push(value) });
    client.notify('double', 5);
    await drain(flush);
    expect(seen).toEqual([5]);
  });

  test('that fails is reported', async () => {
    const { client, flush, reported } = conversation();
    client.notify('fail', 'nobody waits');
    await drain(flush);
    expect(reported.map(({ code, message }) => [code, message])).toEqual([['failed', 'nobody waits']]);
  });
});
