import { expect, test } from 'vitest';
import type { ShapesJson } from '../../../src/cli/shapes/json-report.ts';
import { convlens } from '../../support/terminal.ts';
import { ultralyticsText } from '../../support/ultralytics/source.ts';

const text = ultralyticsText({
  nc: 4,
  scales: { n: [0.33, 0.25, 1024], m: [1, 0.75, 64] },
  backbone: 'Conv 64 3 2\n3x C2f 128 True',
  head: 'Classify nc',
});
const files = { 'net.yaml': text, 'net.cfg': '[net]\nwidth=8\nheight=8\nchannels=3\n[maxpool]\nsize=2\n' };

test('--all-scales: a column for each scale, totals below', async () => {
  const { code, out, error } = await convlens(
    ['shapes', 'net.yaml', '--all-scales', '--input', '64x64'],
    files,
  );
  expect([code, error]).toEqual([0, '']);
  expect(out.split('\n').slice(0, 7)).toEqual([
    'row            module    n         m',
    'model.0        Conv      16×32×32  48×32×32',
    'model.1        C2f       32×32×32  48×32×32',
    'model.2        Classify  4         4',
    '',
    'parameters               55,956    110,164',
    'multiply-adds            49.2 M    104 M',
  ]);
});

test('--all-scales --format json: a model for each scale', async () => {
  const { out } = await convlens(['shapes', 'net.yaml', '--all-scales', '--format', 'json'], files);
  const report = JSON.parse(out) as ShapesJson;
  expect(report.models.map(({ name, layers }) => [name, layers[0]?.outputShape])).toEqual([
    ['net n', [1, 16, 320, 320]],
    ['net m', [1, 48, 320, 320]],
  ]);
});

test('--all-scales of a file that has none', async () => {
  const { code, error } = await convlens(['shapes', 'net.cfg', '--all-scales'], files);
  expect([code, error]).toEqual([2, 'convlens: net.cfg is the same at every scale: it lists none.\n']);
});
