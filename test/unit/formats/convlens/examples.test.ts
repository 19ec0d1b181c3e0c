import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../../src/formats/analyze.ts';
import { convlensFormat } from '../../../../src/formats/convlens/format.ts';
import { LineIndex } from '../../../../src/util/line-index.ts';

function analysisOf(name: string, change: (text: string) => string = (text) => text) {
  const text = change(readFileSync(new URL(`../../../../examples/${name}`, import.meta.url), 'utf8'));
  const { models, problems } = analyze({ path: name, text }, [convlensFormat()], {
    inputs: [],
    readFile: () => null,
  });
  const lines = new LineIndex(text);
  const all = [...problems, ...models.flatMap((model) => model.problems)];
  return {
    shape: models[0]?.layers.at(-1)?.outputShapes[0],
    params: models[0]?.totals.params,
    problems: all.map(({ code, severity, span }) => {
      const { line } = lines.position(span.start);
      return `${line + 1}: ${severity} ${code} [${text.slice(span.start, span.end)}]`;
    }),
  };
}

describe('examples', () => {
  test.each<[string, readonly (number | null)[], number, readonly string[]]>([
    ['by-hand.convlens.yaml', [1, 1, 3, 3], 9, []],
    ['conv-relu-pool.convlens.yaml', [1, 1, 2, 2], 10, []],
    ['edge-detector.convlens.yaml', [1, 1, 4, 4], 9, []],
    ['lenet.convlens.yaml', [1, 10], 61_706, []],
    ['siamese.convlens.json', [1, 1], 913, []],
    ['unet.convlens.yaml', [1, 2, 128, 128], 237_186, []],
    [
      'resnet-stem.convlens.yaml',
      [1, 64, 56, 56],
      9536,
      ['7: information padding-unused [2]', '10: information padding-unused [2]'],
    ],
    ['textbook.convlens.yaml', [1, 64, null, null], 9472, ['6: error impossible [2]']],
    [
      'residual.convlens.yaml',
      [1, 10],
      24_602,
      ['24: information padding-unused [2]', '29: information subsampled [2]'],
    ],
  ])('%s gives %j with %i parameters', (name, shape, params, problems) => {
    expect(analysisOf(name)).toEqual({ shape, params, problems });
  });

  test('a U-Net at 124: the pool that rounds and the join that fails', () => {
    const { problems } = analysisOf('unet.convlens.yaml', (text) =>
      text.replace('[1, 128, 128]', '[1, 124, 124]'),
    );
    expect(problems.filter((problem) => problem.includes('join-mismatch'))).toEqual([
      '26: error join-mismatch [[up3, down3]]',
    ]);
  });
});
