import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { parse as parseJsonWithComments } from 'jsonc-parser';
import { layerReference } from '../../../../src/formats/convlens/layer-reference.ts';
import { layerCatalog } from '../../../../src/formats/convlens/layers/catalog.ts';
import { convlensSchema } from '../../../../src/formats/convlens/schema.ts';
import { parseConvlens } from '../../../support/convlens.ts';

const root = new URL('../../../../', import.meta.url);
const validate = new Ajv({ allowUnionTypes: true }).compile(convlensSchema());

function isValid(text: string): boolean {
  return validate(load(text));
}

test('the schema in the package is the one that follows from the layers (vitest -u writes it)', async () => {
  const file = new URL('media/convlens.schema.json', root).pathname;
  await expect(`${JSON.stringify(convlensSchema(), null, 2)}\n`).toMatchFileSnapshot(file);
});

test('the list of layers in the documentation is complete (vitest -u writes it)', async () => {
  await expect(layerReference()).toMatchFileSnapshot(new URL('docs/format-layers.md', root).pathname);
});

describe('examples', () => {
  const names = readdirSync(new URL('examples/', root)).filter((name) =>
    /\.convlens\.(yaml|json)$/.test(name),
  );
  test.each(names)('%s is valid, and read without a problem', (name) => {
    const text = readFileSync(new URL(`examples/${name}`, root), 'utf8');
    const json = name.endsWith('.json');
    expect(validate(json ? parseJsonWithComments(text) : load(text)) ? [] : validate.errors).toEqual([]);
    const { graphs, problems } = parseConvlens(text, { json });
    expect(problems).toEqual([]);
    expect(graphs).toHaveLength(1);
  });
});

const blocks = [
  ...readFileSync(new URL('docs/format.md', root), 'utf8').matchAll(/```(yaml|json)\n([^]*?)```/g),
];

describe('documentation', () => {
  test.each(blocks.map(([, language, text]) => [language, text]))('%s %j', (language = '', text = '') => {
    const { graphs, problems } = parseConvlens(text, { json: language === 'json' });
    expect(problems).toEqual([]);
    expect(graphs.length).toBeGreaterThan(0);
    expect(isValid(text)).toBe(true);
  });
});

/** Values of every kind; which of them a field takes, schema and reader must agree on. */
const samples = [
  '3',
  '0',
  '-1',
  '2.5',
  '1e12',
  'true',
  'word',
  'same',
  'nearest',
  'floor',
  '[2, 3]',
  '[2, -3]',
  '[[1, 2], [0, 3]]',
  '[]',
  '{left: 1}',
  '{up: 1}',
  '[a, b]',
];

describe('schema and reader agree on', () => {
  const fields = layerCatalog.flatMap((spec) =>
    Object.keys(spec.fields).map((field) => [spec.name, field] as const),
  );
  test.each(fields)('%s %s', (layer, field) => {
    const verdicts = samples.map((sample) => {
      const text = `input: [4, 9, 9]\nlayers:\n- ${layer}: {${field}: ${sample}}\n`;
      const wrong = parseConvlens(text).problems.some(
        ({ code }) => code === 'invalid-value' || code === 'unknown-field',
      );
      return { sample, schema: isValid(text), reader: !wrong };
    });
    expect(verdicts.filter(({ schema, reader }) => schema !== reader)).toEqual([]);
  });

  test.each(['input', 'inputs', 'rounding', 'layers', 'models', 'layer', '__proto__'])(
    'the key %s',
    (key) => {
      for (const value of [
        '3',
        'floor',
        '[3, 4, 5]',
        '[relu]',
        '{a: [3, 3]}',
        '{size: 3}',
        '{hight: 3}',
        '[]',
        '-2',
        '3x4x5',
        'x',
      ]) {
        const text = `${key === 'input' ? '' : 'input: 9\n'}${key === 'layers' ? '' : 'layers: [relu]\n'}${key}: ${value}\n`;
        const wrong = parseConvlens(text).problems.some(
          ({ code }) => code === 'invalid-value' || code === 'unknown-field',
        );
        expect([key, value, isValid(text)]).toEqual([key, value, !wrong]);
      }
    },
  );

  test('unknown layers are left to the reader', () => {
    expect(isValid('layers: [cnv, {cnv: {x: 1}}]')).toBe(true);
  });
});
