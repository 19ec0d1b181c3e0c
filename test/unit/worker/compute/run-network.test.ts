import { afterEach, describe, expect, test } from 'vitest';
import type { NetworkChoices } from '../../../../src/engine/session/network-run.ts';
import { schedule } from '../../../../src/host/schedule.ts';
import type { ComputeProgress, ComputeWorker, NetworkProgress } from '../../../../src/protocol/compute.ts';
import { Endpoint } from '../../../../src/protocol/rpc/endpoint.ts';
import { eventPort } from '../../../../src/protocol/rpc/event-port.ts';
import { CancellationSource } from '../../../../src/util/cancellation.ts';
import { serve } from '../../../../src/worker/serve.ts';
import { convlensNetwork, exampleNetwork } from '../../../support/network.ts';

const choices: NetworkChoices = {
  arithmetic: 'fast',
  weights: 'kaiming',
  input: { kind: 'filling', filling: 'noise' },
  seed: 1,
  loss: { kind: 'sum' },
};

const limits = { run: 7, layer: null, maximumBytes: 1e9 };

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** Both sides of the compute worker's channel, over a real message channel with its own turns. */
function connect(told: (notice: NetworkProgress) => void = () => undefined, language = 'en') {
  const { port1, port2 } = new MessageChannel();
  serve('compute', eventPort(port2 as never), schedule, {
    clock: () => performance.now(),
    webAssembly: WebAssembly,
    language,
  });
  const endpoint = new Endpoint<ComputeProgress, ComputeWorker>(eventPort(port1 as never), {
    handlers: {
      progress: (notice) => {
        told(notice);
        return null;
      },
    },
    schedule,
  });
  open.push(() => {
    endpoint.dispose();
    port1.close();
  });
  return endpoint;
}

describe('the compute worker runs a network', () => {
  test('and hands over its statistics and the tensors of one layer', async () => {
    const network = exampleNetwork('lenet.convlens.yaml');
    const answer = await connect().call('runNetwork', { ...limits, network, choices, layer: 'conv1' });
    expect(answer.layers.length).toBe(network.layers.length);
    expect(answer.tensors?.output.data.constructor).toBe(Float32Array);
    expect(answer.tensors?.output.shape).toEqual(network.program.steps[0]?.shape);
  });

  test('and refuses one that would take too much memory', async () => {
    const network = exampleNetwork('lenet.convlens.yaml');
    const call = connect().call('runNetwork', { ...limits, network, choices, maximumBytes: 400_000 });
    await expect(call).rejects.toMatchObject({
      code: 'refused',
      message:
        'This run needs about 0.6 MB, and 0.4 MB are allowed. What fits: a forward pass alone takes 0.3 MB.',
    });
  });

  test.each([
    ['en', 'Class 5 is none of an output of [1, 3, 8, 8].'],
    ['zh-cn', '输出 [1, 3, 8, 8] 没有类别 5。'],
  ])('and refuses choices that do not fit: %s', async (language, message) => {
    const network = convlensNetwork('- relu');
    const loss = { kind: 'cross-entropy', target: 5 } as const;
    const work = { ...limits, network, choices: { ...choices, loss } };
    const call = connect(undefined, language).call('runNetwork', work);
    await expect(call).rejects.toMatchObject({ code: 'refused', message });
  });

  test.each([
    ['en', 'rms_norm1 (rms_norm) is not run: the engine has no rms normalisation.'],
    ['zh-cn', 'rms_norm1（rms_norm）没有运行：引擎没有 rms 归一化。'],
  ])('and says which layers do not run: %s', async (language, note) => {
    const work = { ...limits, network: convlensNetwork('- relu\n- rms_norm: 3'), choices };
    const { notes } = await connect(undefined, language).call('runNetwork', work);
    expect(notes).toEqual([note]);
  });

  test('and stops inside of a long layer once nobody waits for it', async () => {
    // 1.5 GFLOP in one step: several seconds of the plain kernels.
    const network = convlensNetwork('- { conv: { out_channels: 256, kernel_size: 3 } }', '[128, 72, 72]');
    const source = new CancellationSource();
    const notices: NetworkProgress[] = [];
    const endpoint = connect((notice) => {
      notices.push(notice);
      if (notices.length === 2) source.cancel();
    });
    const work = { ...limits, network, choices: { ...choices, arithmetic: 'exact' as const } };
    await expect(endpoint.call('runNetwork', work, { token: source.token })).rejects.toMatchObject({
      code: 'cancelled',
    });
    // The worker turns to the next request, and the cancelled run tells nothing more.
    await endpoint.call('runNetwork', { ...limits, network: exampleNetwork('lenet.convlens.yaml'), choices });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(notices.filter(({ total }) => total === 2).length).toBeLessThanOrEqual(3);
    expect(notices[0]).toEqual({ run: 7, done: 0, total: 2, layer: 'conv1' });
  });
});
