import { expect, test } from 'vitest';
import { DocumentSync, type SyncSettings } from '../../../../src/host/documents/document-sync.ts';
import type { WorkerClient } from '../../../../src/host/workers/supervisor.ts';
import type {
  Analysis,
  AnalysisWorker,
  AnalyzeAnswer,
  AnalyzeRequest,
} from '../../../../src/protocol/analysis.ts';
import { RpcError } from '../../../../src/protocol/rpc/error.ts';
import { manualSchedule } from '../../../support/schedule.ts';

const analysis = (version: number, unfinished = false): Analysis => ({
  kind: 'analysis',
  version,
  problems: [],
  models: [],
  unfinished,
  variants: [],
});

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

function open(content: string, settings: Partial<SyncSettings> = {}, isDoubtful = false) {
  const text = {
    uri: 'file:///a.cfg',
    path: '/a.cfg',
    version: 1,
    isDoubtful,
    length: () => content.length,
    getText: (from: number, to: number) => content.slice(from, to),
  };
  const asked: AnalyzeRequest[] = [];
  const answers: ((answer: AnalyzeAnswer | RpcError) => void)[] = [];
  const worker = {
    call: (method: string, argument: unknown) =>
      new Promise<never>((resolve, reject) => {
        if (method !== 'analyze') return;
        asked.push(argument as AnalyzeRequest);
        answers.push((answer) => (answer instanceof RpcError ? reject(answer) : resolve(answer as never)));
      }),
  } as WorkerClient<AnalysisWorker>;
  const clock = manualSchedule();
  const seen: (number | null)[] = [];
  const errors: string[] = [];
  const sync = new DocumentSync(text, {
    worker,
    schedule: clock.schedule,
    settings: () => ({
      delay: 15,
      sizeLimit: 100,
      choices: { inputs: [] },
      severities: {},
      shown: [],
      ...settings,
    }),
    onAnalyzed: (result) => seen.push(result?.version ?? null),
    onError: ({ code }) => errors.push(code),
  });
  return {
    sync,
    asked,
    seen,
    errors,
    advance: clock.advance,
    type: (insertion: string) => {
      text.version++;
      content += insertion;
      sync.change([{ offset: content.length - insertion.length, length: 0, text: insertion }]);
    },
    answer: async (answer: AnalyzeAnswer | RpcError) => {
      answers.shift()?.(answer);
      await turn();
    },
  };
}

test('the whole text goes first, then all edits of a burst together, counted from the first', async () => {
  const { asked, advance, type, answer } = open('[net]');
  advance(15);
  await answer(analysis(1));
  type('\n');
  advance(14);
  type('w');
  expect(asked).toHaveLength(1);
  advance(1);
  expect(asked.map(({ version, content }) => ({ version, content }))).toEqual([
    { version: 1, content: { kind: 'text', text: '[net]' } },
    {
      version: 3,
      content: {
        kind: 'edits',
        base: 1,
        edits: [
          { offset: 5, length: 0, text: '\n' },
          { offset: 6, length: 0, text: 'w' },
        ],
        length: 7,
      },
    },
  ]);
});

test('a document is asked for once at a time; what was typed meanwhile follows', async () => {
  const { asked, advance, type, answer, seen } = open('[net]');
  advance(15);
  type('a');
  type('b');
  advance(100);
  expect(asked).toHaveLength(1);
  await answer(analysis(1));
  advance(15);
  expect(asked).toHaveLength(2);
  await answer(analysis(3));
  expect(seen).toEqual([1, 3]);
});

test('a text above the limit is not sent, only its head', () => {
  const { asked, advance } = open('x'.repeat(11_000), { sizeLimit: 10_999 });
  advance(15);
  expect(asked.map(({ content }) => content)).toEqual([
    { kind: 'too-large', head: 'x'.repeat(10_000), length: 11_000, limit: 10_999 },
  ]);
});

test('a lost worker is asked again with the whole text, once', async () => {
  const { asked, advance, answer, errors, seen } = open('[net]');
  advance(15);
  await answer(new RpcError('worker-lost', 'gone'));
  await answer(new RpcError('worker-lost', 'gone again'));
  advance(1_000);
  expect(asked.map(({ content }) => content.kind)).toEqual(['text', 'text']);
  expect({ errors, seen }).toEqual({ errors: ['worker-lost'], seen: [null] });
});

test('after an error the next edit is answered, from the whole text', async () => {
  const { asked, advance, answer, type, seen } = open('[net]');
  advance(15);
  await answer(new RpcError('timeout', 'late'));
  type('!');
  advance(15);
  expect(asked.at(-1)?.content).toEqual({ kind: 'text', text: '[net]!' });
  await answer(analysis(2));
  expect(seen).toEqual([null, 2]);
});

test('what depends on settings is asked anew, also when they change under way', async () => {
  const { asked, advance, answer, sync, seen } = open('[net]');
  advance(15);
  sync.refresh();
  await answer(analysis(1));
  advance(15);
  expect(asked).toHaveLength(2);
  await answer(analysis(1));
  expect(seen).toEqual([1, 1]);
});

test('a closed document answers nobody', async () => {
  const { advance, answer, sync, seen } = open('[net]');
  advance(15);
  const current = sync.current();
  sync.dispose();
  await answer(analysis(1));
  expect({ current: await current, seen }).toEqual({ current: null, seen: [] });
});

test('of a long text that is probably no model only the head is sent, at each change', async () => {
  const { asked, advance, type, answer, seen } = open('x'.repeat(20_000), { sizeLimit: 1e6 }, true);
  advance(15);
  await answer({ kind: 'unrecognized' });
  type('y');
  advance(15);
  await answer({ kind: 'unrecognized' });
  expect(asked.map(({ content }) => content)).toEqual(
    Array.from({ length: 2 }, () => ({ kind: 'head', head: 'x'.repeat(10_000) })),
  );
  expect(seen).toEqual([null, null]);
});

test('a head that is recognised is followed by the whole text, and that by edits', async () => {
  const { asked, advance, type, answer, seen } = open('x'.repeat(20_000), { sizeLimit: 1e6 }, true);
  advance(15);
  await answer({ kind: 'resend' });
  await answer(analysis(1));
  type('y');
  advance(15);
  await answer(analysis(2));
  expect(asked.map(({ content }) => content.kind)).toEqual(['head', 'text', 'edits']);
  expect(seen).toEqual([1, 2]);
});

test('an analysis that ended for want of time is asked for again, three times at most', async () => {
  const { asked, advance, answer, seen } = open('import torch');
  advance(15);
  await answer(analysis(1, true));
  for (const round of [2, 3, 4]) {
    advance(399);
    expect(asked).toHaveLength(round - 1);
    advance(1);
    advance(15);
    expect(asked).toHaveLength(round);
    await answer(analysis(1, true));
  }
  advance(5000);
  expect(asked).toHaveLength(4);
  expect(seen).toEqual([1, 1, 1, 1]);
});

test('a text that has changed meanwhile is asked for once', async () => {
  const { asked, advance, answer, type } = open('import torch');
  advance(15);
  await answer(analysis(1, true));
  type('\n');
  advance(15);
  await answer(analysis(2, false));
  advance(5000);
  expect(asked.map(({ version }) => version)).toEqual([1, 2]);
});

test('a text whose worker was lost is analysed anew from its whole, twice at most until it changes', async () => {
  const { sync, asked, seen, advance, type, answer } = open('[net]');
  advance(15);
  await answer(analysis(1));
  for (let loss = 1; loss <= 3; loss++) {
    sync.workerLost();
    advance(15);
    await answer(analysis(1));
  }
  expect(asked.map(({ content }) => content.kind)).toEqual(['text', 'text', 'text']);
  expect(seen).toEqual([1, 1, 1]);
  type('\n');
  advance(15);
  await answer(analysis(2));
  sync.workerLost();
  advance(15);
  expect(asked.map(({ content }) => content.kind)).toEqual(['text', 'text', 'text', 'edits', 'text']);
});

test('without a delay a change is asked for at once, those that come meanwhile together after the answer', async () => {
  const { asked, advance, type, answer } = open('[net]', { delay: 0 });
  advance(0);
  await answer(analysis(1));
  for (const letter of 'abc') type(letter);
  expect(asked.map(({ version }) => version)).toEqual([1, 2]);
  await answer(analysis(2));
  advance(0);
  expect(asked.map(({ version }) => version)).toEqual([1, 2, 4]);
});
