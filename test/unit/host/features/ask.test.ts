import { expect, test } from 'vitest';
import { ask } from '../../../../src/host/features/ask.ts';
import type { Analysis } from '../../../../src/protocol/analysis.ts';
import { RpcError, type RpcErrorCode } from '../../../../src/protocol/rpc/error.ts';

const analysis = (version: number): Analysis => ({
  kind: 'analysis',
  version,
  problems: [],
  models: [],
  unfinished: false,
  variants: [],
});

const document = { uri: 'file:///a.cfg' };

/** Asks a document whose analyses are these, one after the other; failures by the version that is asked about. */
async function asked(
  versions: readonly number[],
  failures: Readonly<Record<number, RpcErrorCode>>,
  cancelledBefore = Infinity,
) {
  let place = 0;
  const token = {
    get isCancellationRequested() {
      return place > cancelledBefore;
    },
  };
  const current = () => {
    const version = versions[Math.min(place++, versions.length - 1)];
    return Promise.resolve(version === undefined ? null : analysis(version));
  };
  const seen: number[] = [];
  const answer = await ask({ current }, document, token, (_, { uri, version }) => {
    seen.push(version);
    const failure = failures[version];
    return failure ? Promise.reject(new RpcError(failure, '')) : Promise.resolve(`${uri} ${version}`);
  });
  return { answer, seen };
}

test('no model: nothing is asked', async () => {
  expect(await asked([], {})).toEqual({ answer: undefined, seen: [] });
});

test('a text that changes while it is asked about: asked again about the new one', async () => {
  const answer = await asked([1, 2, 3], { 1: 'outdated', 2: 'outdated' });
  expect(answer).toEqual({ answer: 'file:///a.cfg 3', seen: [1, 2, 3] });
});

test('a text that is outdated although it has not changed: not asked again', async () => {
  expect(await asked([1, 1], { 1: 'outdated' })).toEqual({ answer: undefined, seen: [1] });
});

test('nobody waits after the first answer: not asked again', async () => {
  expect(await asked([1, 2], { 1: 'outdated' }, 1)).toEqual({ answer: undefined, seen: [1] });
});

test.each<RpcErrorCode>(['cancelled', 'superseded', 'timeout', 'disposed', 'worker-lost'])(
  'an answer that failed with %s: none, until VS Code asks again',
  async (code) => {
    expect(await asked([1, 2], { 1: code })).toEqual({ answer: undefined, seen: [1] });
  },
);

test('an answer that failed for want of a rule is an error', async () => {
  await expect(asked([1, 2], { 1: 'failed' })).rejects.toThrow(RpcError);
});
