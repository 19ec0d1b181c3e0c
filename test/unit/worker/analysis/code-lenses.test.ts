import { expect, test } from 'vitest';
import { configFormats } from '../../../../src/formats/config-formats.ts';
import { CancellationSource } from '../../../../src/util/cancellation.ts';
import { analysisHandlers } from '../../../../src/worker/analysis/handlers.ts';

const uri = 'file:///a.cfg';
const text = '[net]\nwidth=32\nheight=32\nchannels=3\n[maxpool]\nsize=2\nstride=2\n';

test('a code lens waits before it tries sizes; where the text changes meanwhile it is outdated', async () => {
  const { token } = new CancellationSource();
  const waiting: (() => void)[] = [];
  const pause = () => new Promise<void>((resolve) => void waiting.push(resolve));
  const handlers = analysisHandlers(configFormats(), () => null, pause);
  const show = (version: number) =>
    handlers.analyze(
      {
        uri,
        version,
        path: 'a.cfg',
        content: { kind: 'text', text: `${text}# ${version}` },
        choices: { inputs: [] },
        severities: {},
      },
      { token },
    );
  await show(1);
  const first = handlers.lenses({ uri, version: 1 }, { token });
  await show(2);
  const second = handlers.lenses({ uri, version: 2 }, { token });
  for (const proceed of waiting) proceed();
  await expect(first).rejects.toMatchObject({ code: 'outdated' });
  await expect(second).resolves.toMatchObject([{ action: 'show-layout' }, { action: 'choose-input-size' }]);
});
