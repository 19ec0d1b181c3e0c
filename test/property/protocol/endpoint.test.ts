import { MessageChannel } from 'node:worker_threads';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Transfer, type NoMethods } from '../../../src/protocol/rpc/channel.ts';
import { Endpoint } from '../../../src/protocol/rpc/endpoint.ts';
import { RpcError } from '../../../src/protocol/rpc/error.ts';
import { eventPort } from '../../../src/protocol/rpc/event-port.ts';
import type { Port } from '../../../src/protocol/rpc/port.ts';
import { CancellationSource } from '../../../src/util/cancellation.ts';
import { drain, memoryWire } from '../../support/memory-port.ts';
import { manualSchedule } from '../../support/schedule.ts';

interface Echo {
  echo(value: { readonly key: number; readonly data: Float64Array }): Float64Array;
}

/** What a history does with one call, before or after the other side has answered. */
const action = fc.constantFrom('answer', 'fail', 'cancel', 'expire', 'leave');
type Action = 'answer' | 'fail' | 'cancel' | 'expire' | 'leave';

const expected: Readonly<Record<Action, string>> = {
  answer: 'ok',
  fail: 'refused',
  cancel: 'cancelled',
  expire: 'timeout',
  leave: 'disposed',
};

async function play(
  actions: readonly Action[],
  order: readonly number[],
  near: Port,
  far: Port,
  step: () => Promise<void>,
) {
  const clock = manualSchedule();
  const gates = new Map<number, (action: Action) => void>();
  const server = new Endpoint<Echo, NoMethods>(far, {
    handlers: {
      echo: ({ key, data }) =>
        new Promise((resolve, reject) => {
          gates.set(key, (choice) => {
            if (choice === 'fail') reject(new RpcError('refused', `${key}`));
            else resolve(new Transfer(data, [data.buffer as ArrayBuffer]));
          });
        }),
    },
    schedule: clock.schedule,
  });
  const client = new Endpoint<NoMethods, Echo>(near, { handlers: {}, schedule: clock.schedule });
  const sources = actions.map(() => new CancellationSource());
  const settlements = actions.map(() => 0);
  const calls = actions.map((choice, key) => {
    const data = Float64Array.of(key, key / 3);
    return client
      .call(
        'echo',
        { key, data },
        {
          token: sources[key]?.token ?? new CancellationSource().token,
          buffers: [data.buffer],
          ...(choice === 'expire' && { timeout: 50 }),
        },
      )
      .then((answer) => (answer[0] === key && answer[1] === key / 3 ? 'ok' : 'wrong value'))
      .catch((error: unknown) => (error instanceof RpcError ? error.code : String(error)))
      .finally(() => (settlements[key] = (settlements[key] ?? 0) + 1));
  });
  await step();
  for (const key of order) {
    const choice = actions[key];
    if (choice === 'answer' || choice === 'fail') gates.get(key)?.(choice);
    if (choice === 'cancel') sources[key]?.cancel();
  }
  clock.advance(50);
  await step();
  client.dispose();
  // Late answers to calls that were given up arrive at nobody.
  for (const [key, open] of gates) if (actions[key] !== 'answer' && actions[key] !== 'fail') open('answer');
  await step();
  server.dispose();
  return { outcomes: await Promise.all(calls), settlements };
}

const history = fc
  .array(action, { minLength: 1, maxLength: 12 })
  .chain((actions) =>
    fc.tuple(fc.constant(actions), fc.shuffledSubarray([...actions.keys()], { minLength: actions.length })),
  );

test('every call settles once, with its own answer or error, whatever the order: in one thread', async () => {
  await fc.assert(
    fc.asyncProperty(history, async ([actions, order]) => {
      const { near, far, flush } = memoryWire();
      const { outcomes, settlements } = await play(actions, order, near, far, () => drain(flush));
      expect(outcomes).toEqual(actions.map((choice) => expected[choice]));
      expect(settlements).toEqual(actions.map(() => 1));
    }),
  );
});

test('every call settles once, with its own answer or error, whatever the order: over a MessageChannel', async () => {
  await fc.assert(
    fc.asyncProperty(history, async ([actions, order]) => {
      const { port1, port2 } = new MessageChannel();
      try {
        const step = () => drain(() => undefined);
        const { outcomes } = await play(actions, order, eventPort(port1), eventPort(port2), step);
        expect(outcomes).toEqual(actions.map((choice) => expected[choice]));
      } finally {
        port1.close();
        port2.close();
      }
    }),
    { numRuns: 50 },
  );
});
