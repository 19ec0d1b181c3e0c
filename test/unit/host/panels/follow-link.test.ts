import { expect, test } from 'vitest';
import { followLink, type LinkEditor } from '../../../../src/host/panels/follow-link.ts';
import type { PanelContent } from '../../../../src/protocol/panel.ts';
import { knownFormats } from '../../../../src/formats/known-formats.ts';
import { analysisHandlers } from '../../../../src/worker/analysis/handlers.ts';
import { Transfer } from '../../../../src/protocol/rpc/channel.ts';
import { CancellationSource } from '../../../../src/util/cancellation.ts';
import { usualOptions, usualValues } from '../../../../src/protocol/usual-choices.ts';

const text = 'input: [3, 16, 16]\nlayers:\n  - conv: {name: a, out_channels: 8, kernel_size: 3}\n';

/** An editor whose workspace holds one network, in a.convlens.yaml, and notes.txt. */
async function editor() {
  const handlers = analysisHandlers(knownFormats(() => performance.now()));
  const { token } = new CancellationSource();
  const of = { uri: 'file:///a.convlens.yaml', version: 1 };
  await handlers.analyze(
    {
      ...of,
      path: 'a.convlens.yaml',
      content: { kind: 'text', text },
      choices: { inputs: [] },
      severities: {},
    },
    { token },
  );
  const answer = await handlers.network({ ...of, model: 0 }, { token });
  const network = answer instanceof Transfer ? answer.value : answer;
  const did: unknown[] = [];
  const fake: LinkEditor<string> = {
    find: ({ path }) => Promise.resolve(['a.convlens.yaml', 'notes.txt'].includes(path) ? path : null),
    content: (path): Promise<PanelContent> =>
      Promise.resolve(
        path === 'notes.txt'
          ? { state: 'empty', document: { uri: path, name: path }, message: 'No model.' }
          : {
              state: 'network',
              document: { uri: path, name: path },
              hasText: true,
              version: 1,
              models: ['a'],
              model: 0,
              network,
              selected: null,
            },
      ),
    open: (...opened) => Promise.resolve(void did.push(opened)),
    openExample: (place) => void did.push(place),
  };
  return { fake, did };
}

const { given: _, ...options } = usualOptions;
const usual = { values: usualValues, options };
const inLayer = { view: 'layer', layer: 'a', ...usual };

test.each([
  [
    'path=a.convlens.yaml&view=layer&layer=a&pass=forward&stage=correlate&step=5&row=2&column=3&inChannel=1',
    { kind: 'open' },
    [
      [
        'a.convlens.yaml',
        0,
        {
          ...inLayer,
          pass: 'forward',
          stage: 'correlate',
          step: 5,
          field: { row: 2, column: 3 },
          selection: { inChannel: 1 },
          sizes: [],
        },
        2,
      ],
    ],
  ],
  [
    'path=a.convlens.yaml&view=network',
    { kind: 'open' },
    [['a.convlens.yaml', 0, { view: 'network', form: 'graph', sizes: [] }, null]],
  ],
  [
    'path=a.convlens.yaml&view=network&sizes=1.2_13',
    { kind: 'open' },
    [['a.convlens.yaml', 0, { view: 'network', form: 'graph', sizes: [{ axes: [1, 2], size: 13 }] }, null]],
  ],
  [
    'view=example&pass=backward-data',
    { kind: 'open' },
    [{ view: 'example', pass: 'backward-data', ...usual }],
  ],
  [
    'path=a.convlens.yaml&view=layer&layer=gone',
    { kind: 'no-layer', path: 'a.convlens.yaml', layer: 'gone' },
    [['a.convlens.yaml', 0, { view: 'network' }, null]],
  ],
  [
    'path=a.convlens.yaml&view=network&model=3',
    { kind: 'no-model', path: 'a.convlens.yaml', model: 3, models: 1 },
    [],
  ],
  ['path=gone.cfg&view=network', { kind: 'no-file', path: 'gone.cfg' }, []],
  ['path=notes.txt&view=network', { kind: 'no-network', message: 'No model.' }, []],
  ['path=../a.convlens.yaml&view=network', { kind: 'unreadable', part: 'path' }, []],
])('%s: %o', async (query, followed, done) => {
  const { fake, did } = await editor();
  expect(await followLink(query, fake)).toEqual(followed);
  expect(did).toEqual(done);
});
