import { describe, expect, test } from 'vitest';
import { analyze } from '../../../../src/formats/analyze.ts';
import { darknetFormat } from '../../../../src/formats/darknet/darknet.ts';
import { hoverAt } from '../../../../src/language/hover.ts';
import { surveySizes } from '../../../../src/model/clean-sizes/survey.ts';

const modelOf = (width: number, height: number, section: string) => {
  const text = `[net]\nwidth=${width}\nheight=${height}\nchannels=12\n[reorg]\n${section}`;
  return analyze({ path: 'a.cfg', text }, [darknetFormat()], { inputs: [], readFile: () => null }).models[0];
};

describe('a reorg that does not divide its input loses values', () => {
  const both = (size: string, counts: string, fits: string) =>
    `${size} Darknet reads the values as if this size were ${counts} of each sample are never read. ${fits}`;
  test.each([
    [
      'stride=2',
      [
        both(
          'Height: 21/2 = 10.5 is rounded down to 10.',
          '20: cells shift against each other, and 540 of 6300 values',
          'An input of 20 or 22 would fit exactly.',
        ),
        both(
          'Width: 25/2 = 12.5 is rounded down to 12.',
          '24: cells shift against each other, and 540 of 6300 values',
          'An input of 24 or 26 would fit exactly.',
        ),
      ],
    ],
    [
      'stride=7',
      [
        both(
          'Width: 25/7 ≈ 3.57 is rounded down to 3.',
          '21: cells shift against each other, and 1008 of 6300 values',
          'An input of 21 or 28 would fit exactly.',
        ),
      ],
    ],
    ['stride=5\nreverse=1', []],
    ['stride=1', []],
    ['stride=2\nextra=1', []],
  ])('%j on 12×21×25', (section, expected) => {
    const problems = (modelOf(25, 21, section)?.problems ?? []).filter(({ code }) => code === 'pixels-lost');
    expect(problems.map(({ message }) => message)).toEqual(expected);
    expect(problems.every(({ severity }) => severity === 'warning')).toBe(true);
  });
});

test('sizes that a reorg of 3 keeps are the multiples of 3, others run', () => {
  const model = modelOf(9, 9, 'stride=3');
  const [survey] = model ? surveySizes(model, { from: 6, to: 10 }) : [];
  expect(survey?.grades).toEqual(['fits', 'runs', 'runs', 'fits', 'runs']);
});

test('the pointer shows a reorg with the number of its blocks, and what shifts', () => {
  const model = modelOf(25, 21, 'stride=7');
  const hover = model && hoverAt([model], model.layers[1]?.source.title.start ?? 0);
  expect(hover?.markdown.split('\n\n').slice(1)).toEqual([
    '`21/7 = 3` height',
    '`25/7 ≈ 3.57 → 3` width',
    '`1×12×21×25` → `1×588×3×3`',
    'Width: read as if it were 21, so cells shift against each other',
    'Input size 1×12×21×25: from the file',
  ]);
});
