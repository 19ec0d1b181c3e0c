import { expect, test } from 'vitest';
import { configFormats } from '../../../../src/formats/config-formats.ts';
import type { Content, ShownModel } from '../../../../src/protocol/analysis.ts';
import { CancellationSource } from '../../../../src/util/cancellation.ts';
import { analysisHandlers } from '../../../../src/worker/analysis/handlers.ts';

const uri = 'file:///a.cfg';
const convolution = '[convolutional]\nfilters=2\nsize=3\n';
const text = `[net]\nwidth=8\nheight=8\nchannels=3\n${convolution}`;

const { token } = new CancellationSource();

/** A worker that is sent one version after the other. */
function open() {
  const handlers = analysisHandlers(configFormats());
  let version = 0;
  return {
    handlers,
    send: async (content: Content, shown?: readonly ShownModel[]) =>
      handlers.analyze(
        {
          uri,
          version: ++version,
          path: 'a.cfg',
          content,
          choices: { inputs: [] },
          severities: {},
          ...(shown && { shown }),
        },
        { token },
      ),
    network: async () => handlers.network({ uri, version, model: 0 }, { token }),
  };
}

const whole = (written: string): Content => ({ kind: 'text', text: written });

test.each([
  { shown: undefined, comes: false },
  { shown: [], comes: false },
  { shown: [1], comes: false },
  { shown: [0], comes: true },
])(
  'where panels show the models $shown, the network of model 0 comes with the analysis: $comes',
  async ({ shown, comes }) => {
    const { send, network } = open();
    const answer = await send(
      whole(text),
      shown?.map((model) => ({ model, held: true })),
    );
    expect(answer).toMatchObject({
      kind: 'analysis',
      models: [{ network: comes ? { kind: 'whole', network: await network() } : null }],
    });
  },
);

test('to whom holds the network of the last answer comes what has changed: channels, parameters and sizes', async () => {
  const { send } = open();
  await send(whole(text), [{ model: 0, held: false }]);
  const answer = await send(whole(text.replace('filters=2', 'filters=4')), [{ model: 0, held: true }]);
  expect(answer).toMatchObject({
    models: [
      {
        network: {
          kind: 'change',
          change: {
            layers: [[1, { outputShapes: [[1, 4, 6, 6]], params: 112, macs: 3888, outputElements: 144 }]],
          },
        },
      },
    ],
  });
});

test.each([
  { what: 'it is not held', held: false, next: text },
  { what: 'a layer was added', held: true, next: text + convolution },
])('the network comes whole where $what', async ({ held, next }) => {
  const { send, network } = open();
  await send(whole(text), [{ model: 0, held: false }]);
  const answer = await send(whole(next), [{ model: 0, held }]);
  expect(answer).toMatchObject({ models: [{ network: { kind: 'whole', network: await network() } }] });
});

test('the network comes whole after an analysis for which no panel showed it', async () => {
  const { send } = open();
  await send(whole(text), [{ model: 0, held: false }]);
  await send(whole(text));
  expect(await send(whole(text), [{ model: 0, held: true }])).toMatchObject({
    models: [{ network: { kind: 'whole' } }],
  });
});
