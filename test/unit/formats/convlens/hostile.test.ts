import { describe, expect, test } from 'vitest';
import { analyze } from '../../../../src/formats/analyze.ts';
import { convlensFormat } from '../../../../src/formats/convlens/format.ts';
import { emptyContext } from '../../../support/format-context.ts';
import { problemLines } from '../../../support/problem-lines.ts';

function read(text: string, path = 'a.convlens.yaml') {
  const analysis = analyze({ path, text }, [convlensFormat()], emptyContext);
  const last = analysis.models[0]?.layers.at(-1);
  return { problems: problemLines(text, analysis), last: last && [last.type, last.outputShapes[0]] };
}

const aliases = Array.from({ length: 12 }, (_, level) => {
  const items = Array.from({ length: 9 }, () => (level === 0 ? 'x' : `*a${level - 1}`));
  return `    - &a${level} [${items.join(', ')}]`;
});

/** The layer on line 3 is wrong; the one behind it is read all the same. */
describe('one hostile layer', () => {
  test.each([
    ['conv: {out_channels: -4, kernel_size: 3}', ['3 error invalid-value -4']],
    ['conv: {out_channels: 2.5, kernel_size: 3}', ['3 error invalid-value 2.5']],
    ['conv: {out_channels: 1e30, kernel_size: 3}', ['3 error invalid-value 1e30']],
    ['conv: {out_channels: .nan, kernel_size: 3}', ['3 error invalid-value .nan']],
    ['conv: {out_channels: [1], kernel_size: 3}', ['3 error invalid-value [1]']],
    ['max_pool: {kernel_size: 0}', ['3 error invalid-value 0']],
    ['frobnicate: {x: 1}', ['3 error unknown-layer frobnicate']],
    ['__proto__: {x: 1}', ['3 error unknown-layer __proto__']],
    ['constructor', ['3 error unknown-layer constructor']],
    ['relu: {from: nowhere}', ['3 error unknown-reference nowhere']],
    ['relu: {name: a, from: a}', ['3 error cycle a']],
    ['relu: {name: a, name: b}', ['3 warning duplicate-key name']],
    ['relu: {__proto__: 1}', ['3 error unknown-field __proto__']],
  ])('%s', (layer, problems) => {
    const { problems: found, last } = read(
      `input: [3, 8, 8]\nlayers:\n  - ${layer}\n  - relu: {from: input}\n`,
    );
    expect(found).toEqual(problems);
    expect(last).toEqual(['relu', [1, 3, 8, 8]]);
  });

  test.each([
    ['20,000 brackets', `  - x: ${'['.repeat(20_000)}`, 'too-deep'],
    ['20,000 closed brackets', `  - x: ${'['.repeat(20_000)}${']'.repeat(20_000)}`, 'too-deep'],
    ['an alias bomb', `  - x:\n${aliases.join('\n')}`, 'too-large'],
  ])('%s', (_title, layer, code) => {
    const { problems, last } = read(`input: [3, 8, 8]\nlayers:\n${layer}\n  - relu: {from: input}\n`);
    expect(problems.filter((line) => line.includes(` error ${code} `))).toHaveLength(1);
    expect(last).toEqual(['relu', [1, 3, 8, 8]]);
  });
});

test.each([
  ['empty YAML', '', 'a.convlens.yaml'],
  ['only a comment', '\n# nothing\n', 'a.convlens.yaml'],
  ['empty JSON', '', 'a.convlens.json'],
])('%s: a hint at its first line', (_title, text, path) => {
  expect(read(text, path).problems).toEqual([expect.stringMatching(/^1 hint empty-model/)]);
});

test('a file that goes in a circle names the circle once', () => {
  const text = 'input: [3, 8, 8]\nlayers:\n  - relu: {name: a, from: b}\n  - relu: {name: b, from: a}\n';
  expect(read(text).problems).toEqual(['3 error cycle b']);
});

test('a list of 20,000 numbers in place of layers: the first thousand are problems', () => {
  const numbers = Array.from({ length: 20_000 }, (_, place) => String(place)).join(', ');
  const { problems, last } = read(`input: [3, 8, 8]\nlayers: [${numbers}, {relu: {from: input}}]\n`);
  expect(problems).toHaveLength(1000);
  expect(last).toEqual(['relu', [1, 3, 8, 8]]);
});
