import { expect, test } from 'vitest';
import { configFormats } from '../../../../src/formats/config-formats.ts';
import { CancellationSource } from '../../../../src/util/cancellation.ts';
import { analysisHandlers } from '../../../../src/worker/analysis/handlers.ts';

const uri = 'file:///a.cfg';
const text = '[net]\nwidth=8\nheight=8\nchannels=3\n[convolutional]\nfilters=2\nsize=3\n';

test.each([
  { shown: undefined, comes: false },
  { shown: [], comes: false },
  { shown: [1], comes: false },
  { shown: [0], comes: true },
])(
  'where panels show the models $shown, the network of model 0 comes with the analysis: $comes',
  async (of) => {
    const { token } = new CancellationSource();
    const handlers = analysisHandlers(configFormats());
    const answer = await handlers.analyze(
      {
        uri,
        version: 1,
        path: 'a.cfg',
        content: { kind: 'text', text },
        choices: { inputs: [] },
        severities: {},
        ...(of.shown && { shown: of.shown }),
      },
      { token },
    );
    const asked = await handlers.network({ uri, version: 1, model: 0 }, { token });
    expect(answer).toMatchObject({ kind: 'analysis', models: [{ network: of.comes ? asked : null }] });
  },
);
