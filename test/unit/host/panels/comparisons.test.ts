import { describe, expect, test } from 'vitest';
import { knownFormats } from '../../../../src/formats/known-formats.ts';
import { comparables, type Compared } from '../../../../src/host/panels/comparisons.ts';
import type { WorkerClient } from '../../../../src/host/workers/supervisor.ts';
import type { AnalysisWorker, Choices } from '../../../../src/protocol/analysis.ts';
import { Transfer } from '../../../../src/protocol/rpc/channel.ts';
import { compareNetworks } from '../../../../src/scene/network/compare.ts';
import { CancellationSource } from '../../../../src/util/cancellation.ts';
import { analysisHandlers } from '../../../../src/worker/analysis/handlers.ts';

/** The analysis worker's own handlers, in this thread. */
function worker(): WorkerClient<AnalysisWorker> {
  const handlers = analysisHandlers(knownFormats(() => performance.now()));
  return {
    async call(method, argument) {
      const answer = await handlers[method](argument, { token: new CancellationSource().token });
      return answer instanceof Transfer ? answer.value : answer;
    },
  };
}

async function analyzed(client: WorkerClient<AnalysisWorker>, path: string, text: string, choices: Choices) {
  const of = { uri: `file:///${path}`, version: 1 };
  const content = { kind: 'text', text } as const;
  const answer = await client.call('analyze', { ...of, path, content, choices, severities: {} });
  if (answer.kind !== 'analysis') throw new Error(answer.kind);
  const models = answer.models.map(({ name }) => name);
  return { ...of, path, text, choices, model: 0, models, variants: answer.variants } satisfies Compared;
}

const cnn = (channels: number) =>
  `input: [3, 16, 16]\nlayers:\n  - conv: {name: a, out_channels: ${channels}, kernel_size: 3}\n  - relu: {name: r}\n`;
const never = () => Promise.resolve({ kind: 'absent', reason: 'no-repository' } as const);
const committed = (text: string) => () => Promise.resolve({ kind: 'text', text } as const);

describe('a model is compared with', () => {
  test('the committed text, read at the input size that was chosen for the file', async () => {
    const client = worker();
    const choices: Choices = { inputs: [{ dims: [1, 3, 20, 20], origin: 'memory' }] };
    const compared = await analyzed(client, 'net.convlens.yaml', cnn(8), choices);
    const [head] = await comparables(client, compared, committed(cnn(4)));
    expect(head).toMatchObject({ kind: 'head', label: 'HEAD' });
    const before = await head?.network();
    const now = await client.call('network', { ...compared, model: 0 });
    expect(before?.layers.at(-1)?.outputShapes).toEqual([[1, 4, 18, 18]]);
    const { layers, removed } = compareNetworks(before ?? now, now);
    expect([...layers].map(([id, { kind }]) => `${id} ${kind}`)).toEqual(['a changed', 'r changed']);
    expect(removed).toEqual([]);
  });

  test('a committed text that holds no network: there is none', async () => {
    const client = worker();
    const compared = await analyzed(client, 'net.convlens.yaml', cnn(8), { inputs: [] });
    const [head] = await comparables(client, compared, committed('# nothing yet\n'));
    const network = await head?.network();
    expect(network?.layers ?? []).toEqual([]);
  });

  test('another scale of an Ultralytics model', async () => {
    const client = worker();
    const text = `nc: 2
scales:
  n: [0.5, 0.25, 1024]
  s: [0.5, 0.5, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [-1, 1, Conv, [128, 3, 1]]
`;
    const compared = await analyzed(client, 'tiny.yaml', text, { inputs: [] });
    const choices = await comparables(client, compared, never);
    expect(choices.map(({ kind, label }) => `${kind} ${label}`)).toEqual(['head HEAD', 'scale s']);
    const larger = await choices[1]?.network();
    const now = await client.call('network', { ...compared, model: 0 });
    const channels = (network: typeof now | null | undefined) =>
      network?.layers.map(({ outputShapes }) => outputShapes[0]?.[1]);
    expect(channels(now)?.at(-1)).toBe(32);
    expect(channels(larger)?.at(-1)).toBe(64);
  });

  test.each(['no-git', 'git-off', 'unopened-repository', 'no-repository', 'not-committed'] as const)(
    'no committed text, %s: the choice stays and says why',
    async (reason) => {
      const client = worker();
      const compared = await analyzed(client, 'net.convlens.yaml', cnn(8), { inputs: [] });
      const [head] = await comparables(client, compared, () => Promise.resolve({ kind: 'absent', reason }));
      expect(head).toMatchObject({ kind: 'head', label: 'HEAD', absent: reason });
      expect(await head?.network()).toBeNull();
    },
  );
});
