import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { configFormats } from '../../../src/formats/config-formats.ts';
import { DocumentSync } from '../../../src/host/documents/document-sync.ts';
import { shownChange } from '../../../src/host/panels/shown-change.ts';
import type { WorkerClient } from '../../../src/host/workers/supervisor.ts';
import type { AnalysisWorker, AnalyzeRequest } from '../../../src/protocol/analysis.ts';
import { changedNetwork } from '../../../src/protocol/network-change.ts';
import type { PanelContent } from '../../../src/protocol/panel.ts';
import { RpcError } from '../../../src/protocol/rpc/error.ts';
import { CancellationSource } from '../../../src/util/cancellation.ts';
import { analysisHandlers } from '../../../src/worker/analysis/handlers.ts';
import { manualSchedule } from '../../support/schedule.ts';

const example = readFileSync(new URL('../../../examples/lenet.prototxt', import.meta.url), 'utf8');
const file = { uri: 'file:///lenet.prototxt', path: '/lenet.prototxt' };
type NetworkContent = Extract<PanelContent, { state: 'network' }>;

const { token } = new CancellationSource();

const event = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('edit' as const),
      at: fc.nat(),
      cut: fc.nat(2),
      piece: fc.constantFrom('', '1', '3', '7', '\n', 'x', ' '),
    }),
  },
  // What happens to the next answer: it is lost on its way, or with the worker.
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('late' as const, 'lost' as const) }) },
  // What happens to the panel: the model is shown or not, the page is loaded again.
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('hide' as const, 'reload' as const) }) },
);

/** A worker with the real handlers, whose answers may be lost; what passes is copied as between threads. */
class LossyWorker implements WorkerClient<AnalysisWorker> {
  #handlers = analysisHandlers(configFormats());
  failure: 'late' | 'lost' | null = null;

  async call(method: string, argument: unknown): Promise<never> {
    if (method !== 'analyze') return null as never;
    const request = structuredClone(argument as AnalyzeRequest);
    const answer = structuredClone(await this.#handlers.analyze(request, { token }));
    const failure = this.failure;
    this.failure = null;
    if (failure === null) return answer as never;
    if (failure === 'lost') this.#handlers = analysisHandlers(configFormats());
    throw new RpcError(failure === 'lost' ? 'worker-lost' : 'timeout', failure);
  }
}

async function networkOf(text: string) {
  const handlers = analysisHandlers(configFormats());
  const content = { kind: 'text', text } as const;
  const request = { ...file, version: 1, content, choices: { inputs: [] }, severities: {} };
  await handlers.analyze(request, { token });
  return handlers.network({ uri: file.uri, version: 1, model: 0 }, { token });
}

test('the page shows the network of the text, whatever is edited, lost, hidden or loaded again between', async () => {
  let [changes, wholes] = [0, 0];
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 4, maxLength: 16 }), async (events) => {
      let content = example;
      const text = {
        ...file,
        version: 1,
        isDoubtful: false,
        length: () => content.length,
        getText: (from: number, to: number) => content.slice(from, to),
      };
      const worker = new LossyWorker();
      let shown: readonly number[] = [0];
      const sync = new DocumentSync(text, {
        worker,
        schedule: manualSchedule().schedule,
        settings: () => ({ delay: 0, sizeLimit: 1e6, choices: { inputs: [] }, severities: {}, shown }),
        onAnalyzed: () => undefined,
        onError: () => undefined,
      });
      // What the host believes that the page shows, and what it does show.
      const panel: Record<'told' | 'page', NetworkContent | null> = { told: null, page: null };
      for (const step of events) {
        if (step.kind === 'edit') {
          const offset = step.at % (content.length + 1);
          const length = Math.min(step.cut, content.length - offset);
          content = content.slice(0, offset) + step.piece + content.slice(offset + length);
          text.version++;
          sync.change([{ offset, length, text: step.piece }]);
        } else if (step.kind === 'hide') shown = shown.length > 0 ? [] : [0];
        else if (step.kind === 'reload') panel.told = panel.page = null;
        else worker.failure = step.kind;
        const analysis = await sync.current();
        const held = sync.network(0);
        if (!analysis || !held) continue;
        const now: NetworkContent = {
          state: 'network',
          document: { uri: file.uri, name: 'lenet.prototxt' },
          hasText: true,
          version: analysis.version,
          models: analysis.models.map(({ name }) => name),
          model: 0,
          network: held.network,
          selected: null,
        };
        const change = shownChange(panel.told, now, held);
        const { page } = panel;
        if (change && page) {
          changes++;
          expect(page.version).toBe(change.since);
          const network = changedNetwork(page.network, structuredClone(change.change));
          panel.page = { ...page, version: change.version, network };
        } else {
          wholes++;
          panel.page = structuredClone(now);
        }
        panel.told = now;
        expect(panel.page.network).toEqual(await networkOf(content));
      }
      sync.dispose();
    }),
    { numRuns: 40 },
  );
  expect(changes).toBeGreaterThan(20);
  expect(wholes).toBeGreaterThan(20);
});
