import { describe, expect, test } from 'vitest';
import { readYaml } from '../../../../src/formats/yaml/read-yaml.ts';
import { scalarTexts, treeValue } from '../../../support/tree-value.ts';
import { textIn } from '../../../../src/model/text/text-in.ts';

const broken = { broken: true };

describe('values', () => {
  test.each<[string, string, unknown]>([
    ['empty text', '', null],
    ['only a comment', '# nothing\n', null],
    ['block mapping', 'a: 1\nb: two\n', { a: 1, b: 'two' }],
    ['list under a key in its column', 'a:\n- 1\n- 2\nb: 3\n', { a: [1, 2], b: 3 }],
    [
      'list under a key, indented',
      'a:\n  - x: 1\n    y: [2, {z: 3}]\n  - ~\n',
      { a: [{ x: 1, y: [2, { z: 3 }] }, null] },
    ],
    ['absent values', 'a:\nb: {c: , d}\ne: [1, ]\n', { a: null, b: { c: null, d: null }, e: [1] }],
    ['quotes', `a: "3"\nb: 'it''s'\n"c d": "\\u00e9"\n`, { a: '3', b: "it's", 'c d': 'é' }],
    ['block scalars', 'a: |\n  - x\n  # y\nb: >-\n  p\n  q\nc: 1\n', { a: '- x\n# y\n', b: 'p q', c: 1 }],
    [
      'numbers',
      'a: [0x1F, 0o17, 1e3, -.5, +2, .inf, 1_000, 010]',
      { a: [31, 15, 1000, -0.5, 2, Infinity, '1_000', 10] },
    ],
    ['words', 'a: [true, False, null, ~, yes, None]', { a: [true, false, null, null, 'yes', 'None'] }],
    ['anchors and aliases', 'a: &x [1, 2]\nb: *x\nc:\n  - *x\n', { a: [1, 2], b: [1, 2], c: [[1, 2]] }],
    ['merge keys', 'a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}\n', { a: { p: 1, q: 2 }, b: { q: 3, p: 1 } }],
    ['tagged text', 'a: !!str 3\n', { a: '3' }],
    ['several documents: the first', '---\na: 1\n---\na: 2\n', { a: 1 }],
    ['a directive', '%YAML 1.2\n---\na: 1\n', { a: 1 }],
    ['carriage returns', 'a: 1\r\nb:\r\n  - 2\r\n', { a: 1, b: [2] }],
    ['a byte order mark', '\uFEFFa: 1\n', { a: 1 }],
    ['the root in brackets', '{a: [1,\n2], "b": 3}', { a: [1, 2], b: 3 }],
    ['the root a scalar', 'just text\n', 'just text'],
    [
      'brackets closed in the first column',
      'a: [\n  1, # one ]\n  2\n]\nb: {\n}\nc: 3\n',
      { a: [1, 2], b: {}, c: 3 },
    ],
    ['__proto__ as a key', '__proto__: {polluted: 1}\nb: 2\n', { ['__proto__']: { polluted: 1 }, b: 2 }],
  ])('%s', (_title, text, expected) => {
    const { root, problems } = readYaml(text);
    expect({ value: treeValue(root), problems }).toEqual({ value: expected, problems: [] });
  });
});

describe('positions', () => {
  test.each<[string, readonly string[]]>([
    ['a: 1\nb: [2, "x"]\n', ['a', '1', 'b', '2', '"x"']],
    [
      'l:\n  - conv: {k: 3, s: 22}\n  - name: pool # c\n    k: 4\n',
      ['l', 'conv', 'k', '3', 's', '22', 'name', 'pool', 'k', '4'],
    ],
    ["\uFEFF'a b': 'it''s'\r\nc:\r\n- 10\r\n", ["'a b'", "'it''s'", 'c', '10']],
    ['a: [\n  11, # x\n  12\n]\nb: 13\n', ['a', '11', '12', 'b', '13']],
  ])('%j', (text, expected) => {
    expect(scalarTexts(readYaml(text).root, text)).toEqual(expected);
  });

  test.each<[string, string]>([
    ['a: {k: 3, s: [1, 2] }  # c\n', '{k: 3, s: [1, 2] }'],
    ['a: {k: 3, # }\n  s: 4,\n  } # c\n', '{k: 3, # }\n  s: 4,\n  }'],
    ['a: {k: }\n', '{k: }'],
    ['a: {}\n', '{}'],
    ['a: [[], [1]]\n', '[[], [1]]'],
    ['a:\n  - x: 1\n  - y: 22 # c\nb: 3', '- x: 1\n  - y: 22'],
  ])('collection in %j', (text, expected) => {
    const { root } = readYaml(text);
    const value = root.kind === 'mapping' ? root.entries[0]?.value : undefined;
    expect(text.slice(value?.start, value?.end)).toBe(expected);
  });

  test.each([
    ['a:\nb: 1', 2],
    ['a: {b: , c: 1}', 6],
    ['a:\n  - b:\n    c: 2', 9],
  ])('an absent value in %j stands behind its colon', (text, offset) => {
    const empties = emptyOffsets(readYaml(text).root);
    expect(empties).toEqual([offset]);
  });
});

function emptyOffsets(tree: ReturnType<typeof readYaml>['root']): readonly number[] {
  if (tree.kind === 'mapping') return tree.entries.flatMap(({ value }) => emptyOffsets(value));
  if (tree.kind === 'sequence') return tree.items.flatMap(emptyOffsets);
  return tree.kind === 'scalar' && tree.start === tree.end ? [tree.start] : [];
}

describe('broken text keeps the rest', () => {
  test.each<[string, string, unknown, string, string]>([
    [
      'an open bracket',
      'l:\n  - conv: {a: 1, b: [2, 3}\n  - relu\n',
      { l: [{ conv: broken }, 'relu'] },
      'This `[` is never closed. Add `]`.',
      '[2, 3}',
    ],
    [
      'an open brace at the end of an item',
      'l:\n  - relu\n  - conv: {a: 1\n  - pool: {k: 2}\nm: 1\n',
      { l: ['relu', { conv: broken }, { pool: { k: 2 } }], m: 1 },
      'This `{` is never closed. Add `}`.',
      '{a: 1',
    ],
    [
      'a closing brace too many',
      'l:\n  - conv: {a: 1}}\n  - relu\n',
      { l: [{ conv: broken }, 'relu'] },
      'Nothing is open that `}` could close. Remove it.',
      '}',
    ],
    [
      'an open quote',
      'name: "abc\nl: [1]\n',
      { name: broken, l: [1] },
      'This text is never closed. Add `"` at its end.',
      '"abc',
    ],
    [
      'a missing colon',
      'a: 1\nlayers\nb: 2\n',
      { a: 1, b: 2 },
      'This is not YAML: a key with a colon behind it is expected here, as in "key: value".',
      'layers',
    ],
    [
      'a key among list items',
      'l:\n  - a\n  b: 1\n  - c\n',
      { l: ['a', broken, 'c'] },
      'This is not YAML: a list item that begins with "- " is expected here.',
      'b: 1',
    ],
    [
      'a tab',
      'l:\n  - conv:\n\t\tk: 3\n  - relu\n',
      { l: [{ conv: broken }, 'relu'] },
      'YAML lines are indented with spaces, not with tabs.',
      '\t\tk: 3',
    ],
    [
      'one entry of a block mapping',
      'l:\n  - conv:\n      k: [3\n      s: 2\n  - relu\n',
      { l: [{ conv: { k: broken, s: 2 } }, 'relu'] },
      'This `[` is never closed. Add `]`.',
      '[3',
    ],
    [
      'one row of a list in brackets',
      'l: [\n  [1, 2], # a\n  [3, 4,\n  [5, 6],\n]\nm: 1\n',
      { l: [[1, 2], broken, [5, 6]], m: 1 },
      'This `[` is never closed. Add `]`.',
      '[3, 4',
    ],
    [
      'one row of a list whose brackets share lines with rows',
      'l:\n  [[1, 2],\n   [3, 4]],\n   [5, 6]]\nm: 1\n',
      { l: [[1, 2], broken, [5, 6]], m: 1 },
      'Nothing is open that `]` could close. Remove it.',
      ']',
    ],
    [
      'an unknown alias',
      'a: [1, *x]\nb: 2\n',
      { a: [1, broken], b: 2 },
      'No value before this place is marked `&x`.',
      '*x',
    ],
    [
      'a character that YAML reserves',
      'a: @x\nb: 2\n',
      { a: broken, b: 2 },
      'This is not YAML: bad indentation of a mapping entry.',
      '@x',
    ],
  ])('%s', (_title, text, value, message, place) => {
    const { root, problems } = readYaml(text);
    expect(treeValue(root)).toEqual(value);
    expect(
      problems.map((problem) => [
        textIn(null, problem.message),
        text.slice(problem.span.start, problem.span.end),
      ]),
    ).toEqual([[message, place]]);
  });

  test('duplicate keys are kept and reported', () => {
    const text = 'a: 1\nb: {c: 1, c: 2}\na: 3\n';
    const { root, problems } = readYaml(text);
    expect(scalarTexts(root, text)).toEqual(['a', '1', 'b', 'c', '1', 'c', '2', 'a', '3']);
    expect(problems.map(({ code, span, related }) => [code, span.start, related[0]?.span.start])).toEqual([
      ['duplicate-key', 15, 9],
      ['duplicate-key', 21, 0],
    ]);
  });

  test.each([
    ['flow', `a: ${'['.repeat(20_000)}\nb: 1\n`],
    ['closed flow', `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}\nb: 1\n`],
    ['compact lists', `a:\n  ${'- '.repeat(20_000)}x\nb: 1\n`],
    [
      'indented mappings',
      `${Array.from({ length: 500 }, (_, depth) => `${' '.repeat(depth)}k:`).join('\n')}\nb: 1\n`,
    ],
  ])('20,000 levels of %s are refused at their place', (_title, text) => {
    const { root, problems } = readYaml(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every(({ span }) => span.start < text.indexOf('\nb: 1'))).toBe(true);
    expect(root.kind === 'mapping' && root.entries.at(-1)?.key.value).toBe('b');
  });

  test.each([
    ['lists', (level: number) => `${' '.repeat(4 + level)}- `],
    ['mappings', (level: number) => `${' '.repeat(4 + level)}a:`],
  ])('400 lines of nested %s are given up as a whole, not read again at each level', (_title, line) => {
    const nested = Array.from({ length: 400 }, (_, level) => line(level)).join('\n');
    const { root, problems } = readYaml(`a: 1\nlist:\n  - [\n${nested}\nb: 1\n`);
    expect(problems.length).toBeLessThan(20);
    expect(root.kind === 'mapping' && root.entries.map(({ key }) => key.value)).toEqual(['a', 'list', 'b']);
  });

  test('of 1,000 keys that stand twice the first 50 are listed', () => {
    expect(readYaml(`{${'a, '.repeat(1001)}}`).problems).toHaveLength(50);
  });

  test('an alias bomb is refused once, where it passes the limit', () => {
    const levels = Array.from({ length: 12 }, (_, level) => {
      const items = Array.from({ length: 10 }, () => (level === 0 ? '1' : `*l${level - 1}`));
      return `l${level}: &l${level} [${items.join(', ')}]`;
    });
    const { problems } = readYaml(levels.join('\n'));
    expect(problems.map(({ code }) => code)).toEqual(['too-large']);
    expect(problems.map(({ message }) => textIn(null, message))).toEqual([
      'Aliases repeat more than 100,000 values in this file. Write fewer.',
    ]);
  });
});
