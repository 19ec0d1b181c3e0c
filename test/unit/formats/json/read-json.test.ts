import { describe, expect, test } from 'vitest';
import { readJson } from '../../../../src/formats/json/read-json.ts';
import { scalarTexts, treeValue } from '../../../support/tree-value.ts';

const broken = { broken: true };

describe('values', () => {
  test.each<[string, string, unknown]>([
    [
      'an object',
      '{"a": [1, -2.5e3, "x\\n"], "b": {"c": null, "d": true}}',
      { a: [1, -2500, 'x\n'], b: { c: null, d: true } },
    ],
    ['comments and trailing commas', '{"a": [1,], // x {\n/* [ */ "b": 2,}', { a: [1], b: 2 }],
    [
      "Python's numbers",
      '{"a": NaN, "b": [-Infinity, Infinity], "c": "NaN"}',
      { a: 0, b: [-Infinity, Infinity], c: 'NaN' },
    ],
    ['a scalar', ' 3 ', 3],
    ['__proto__ as a key', '{"__proto__": {"polluted": 1}}', { ['__proto__']: { polluted: 1 } }],
  ])('%s', (_title, text, expected) => {
    const { root, problems } = readJson(text);
    expect({ value: treeValue(root), problems }).toEqual({ value: expected, problems: [] });
  });

  test('positions', () => {
    const text = '{"a": [1, "x\\n"], "b": NaN, "c": 12}';
    expect(scalarTexts(readJson(text).root, text)).toEqual(['"a"', '1', '"x\\n"', '"b"', 'NaN', '"c"', '12']);
  });
});

describe('broken text keeps the rest', () => {
  test.each<[string, unknown, string, string]>([
    ['', null, 'A value is expected here.', ''],
    ['{"a": [1, 2, "b": 3}', { a: [1, 2, 'b'] }, 'A comma is missing before this.', ':'],
    ['{"a": 1 "b": 2}', { a: 1, b: 2 }, 'A comma is missing before this.', '"b"'],
    ['{"a": , "b": 2}', { a: broken, b: 2 }, 'A value is expected here.', ','],
    ['[1,,2]', [1, 2], 'A value is expected here.', ','],
    ['{"a": 1}}', { a: 1 }, 'The file should end here; remove what follows.', '}'],
    ['{"a": {"b": 1}, "c": [2', { a: { b: 1 }, c: [2] }, 'A `]` is missing here.', ''],
  ])('%j', (text, value, message, place) => {
    const { root, problems } = readJson(text);
    const first = problems[0];
    expect(treeValue(root)).toEqual(value);
    expect([first?.message, text.slice(first?.span.start, first?.span.end)]).toEqual([message, place]);
  });

  test('100,000 levels are cut at the limit', () => {
    const text = `{"a": 1, "b": ${'['.repeat(100_000)}`;
    const { root, problems } = readJson(text);
    expect(problems.map(({ code, span }) => [code, span.start])).toEqual([['too-deep', 113]]);
    expect(root.kind === 'mapping' && treeValue(root.entries[0]?.value ?? root)).toBe(1);
  });

  test('duplicate keys are kept and reported', () => {
    const text = '{"a": 1, "a": 2}';
    const { root, problems } = readJson(text);
    expect(scalarTexts(root, text)).toEqual(['"a"', '1', '"a"', '2']);
    expect(problems.map(({ code, span }) => [code, span.start])).toEqual([['duplicate-key', 9]]);
  });

  test('text that is not JSON at all lists at most 50 problems', () => {
    expect(readJson('word, '.repeat(1000)).problems.length).toBeLessThanOrEqual(50);
  });
});
