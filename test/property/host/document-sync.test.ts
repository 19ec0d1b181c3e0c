import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DocumentSync } from '../../../src/host/documents/document-sync.ts';
import type { WorkerClient } from '../../../src/host/workers/supervisor.ts';
import type { AnalysisWorker, AnalyzeAnswer, AnalyzeRequest } from '../../../src/protocol/analysis.ts';
import { RpcError } from '../../../src/protocol/rpc/error.ts';
import { DocumentCopies } from '../../../src/worker/analysis/document-copies.ts';
import { manualSchedule } from '../../support/schedule.ts';

/** What happens to a document and to the worker that follows it. */
const event = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('edit' as const),
      at: fc.nat(),
      cut: fc.nat(5),
      text: fc.string({ maxLength: 6 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait' as const), milliseconds: fc.nat(30) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('answer' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('die' as const) }) },
);

/** A worker that keeps copies, answers when it is told to, and may die; its analysis is the text. */
class FakeWorker implements WorkerClient<AnalysisWorker> {
  copies = new DocumentCopies();
  readonly requests: AnalyzeRequest['content']['kind'][] = [];
  #waiting: { readonly answer: () => void; readonly die: () => void }[] = [];

  call(method: string, argument: unknown): Promise<never> {
    if (method !== 'analyze') return Promise.resolve(null as never);
    const { uri, path, version, content } = argument as AnalyzeRequest;
    this.requests.push(content.kind);
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        answer: () => {
          if (content.kind === 'bytes') return;
          const text = 'head' in content ? content.head : this.copies.update(uri, path, version, content);
          resolve((text === null ? { kind: 'resend' } : analysisOf(text, version)) as never);
        },
        die: () => reject(new RpcError('worker-lost', 'gone')),
      });
    });
  }

  answer(): void {
    this.#waiting.shift()?.answer();
  }

  die(): void {
    this.copies = new DocumentCopies();
    for (const { die } of this.#waiting.splice(0)) die();
  }
}

const analysisOf = (text: string, version: number): AnalyzeAnswer => ({
  unfinished: false,
  kind: 'analysis',
  version,
  problems: [],
  variants: [],
  models: [
    {
      name: text,
      layerCount: 0,
      inputs: [],
      inputRange: null,
      network: null,
      totals: {
        params: 0,
        macs: 0,
        complete: true,
        whole: { params: true, macs: true, memory: true },
        forwardBytes: 0,
        trainingBytes: 0,
      },
    },
  ],
});

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test("the newest analysis is of the editor's text in the end, whatever is edited, forgotten or lost between", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ maxLength: 20 }),
      fc.array(event, { maxLength: 30 }),
      async (start, events) => {
        let content = start;
        const text = {
          uri: 'file:///a.convlens.yaml',
          path: '/a.convlens.yaml',
          version: 1,
          isDoubtful: false,
          length: () => content.length,
          getText: (from: number, to: number) => content.slice(from, to),
        };
        const worker = new FakeWorker();
        const clock = manualSchedule();
        const sync = new DocumentSync(text, {
          worker,
          schedule: clock.schedule,
          settings: () => ({
            delay: 15,
            sizeLimit: 1_000,
            choices: { inputs: [] },
            severities: {},
            shown: [],
          }),
          onAnalyzed: () => undefined,
          onError: () => undefined,
        });
        for (const step of events) {
          if (step.kind === 'edit') {
            const offset = step.at % (content.length + 1);
            const length = Math.min(step.cut, content.length - offset);
            content = content.slice(0, offset) + step.text + content.slice(offset + length);
            text.version++;
            sync.change([{ offset, length, text: step.text }]);
          } else if (step.kind === 'wait') clock.advance(step.milliseconds);
          else if (step.kind === 'answer') worker.answer();
          else if (step.kind === 'forget') worker.copies = new DocumentCopies();
          else worker.die();
          await turn();
        }
        // A last keystroke: after a double loss there may be nothing under way until the next one.
        text.version++;
        content += '.';
        sync.change([{ offset: content.length - 1, length: 0, text: '.' }]);
        const current = sync.current();
        for (let round = 0; round < 8; round++) {
          worker.answer();
          await turn();
        }
        expect((await current)?.models[0]?.name).toBe(content);
      },
    ),
    { numRuns: 300 },
  );
});
