import { expect, test } from 'vitest';
import { knownFormats } from '../../../../src/formats/known-formats.ts';
import { CancellationSource } from '../../../../src/util/cancellation.ts';
import { analysisHandlers } from '../../../../src/worker/analysis/handlers.ts';

const uri = 'file:///net.py';
const text = `import torch.nn as nn
net = nn.Sequential(nn.Conv2d(3, 8, 3), nn.MaxPool2d(2))
`;

/** A worker that knows version 1 of the text, and waits in each pause until it is let go on. */
async function worker() {
  const waiting: (() => void)[] = [];
  const pause = () => new Promise<void>((resolve) => void waiting.push(resolve));
  const handlers = analysisHandlers(knownFormats(), () => null, pause);
  const show = async (version: number) =>
    handlers.analyze(
      {
        uri,
        version,
        path: '/net.py',
        content: { kind: 'text', text: `${text}# ${version}` },
        choices: { inputs: [] },
        severities: {},
      },
      { token: new CancellationSource().token },
    );
  await show(1);
  /** Lets the survey go on to its next pause, or its end. */
  const proceed = async () => {
    waiting.shift()?.();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { handlers, show, proceed, waiting };
}

const request = { uri, version: 1, model: 0, from: 6, to: 9 };

test('a survey that analyses the text for each size pauses after each, and grades all', async () => {
  const { handlers, proceed, waiting } = await worker();
  const survey = handlers.sizes(request, { token: new CancellationSource().token });
  for (let size = 6; size <= 9; size++) {
    expect(waiting).toHaveLength(1);
    await proceed();
  }
  expect(waiting).toHaveLength(0);
  await expect(survey).resolves.toMatchObject([
    { axes: [0, 1], from: 6, to: 9, present: 224, grades: ['fits', 'runs', 'fits', 'runs'] },
  ]);
});

test('a survey ends when the text changes meanwhile', async () => {
  const { handlers, show, proceed } = await worker();
  const survey = handlers.sizes(request, { token: new CancellationSource().token });
  await show(2);
  const outdated = expect(survey).rejects.toMatchObject({ code: 'outdated' });
  await proceed();
  await outdated;
});

test('a survey ends when nobody waits for it any more', async () => {
  const { handlers, proceed, waiting } = await worker();
  const source = new CancellationSource();
  const survey = handlers.sizes(request, { token: source.token });
  source.cancel();
  await proceed();
  expect(waiting).toHaveLength(0);
  await expect(survey).resolves.toEqual([]);
});
