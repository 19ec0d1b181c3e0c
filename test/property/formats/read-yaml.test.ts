import fc from 'fast-check';
import { dump, load } from 'js-yaml';
import { expect, test } from 'vitest';
import { readYaml } from '../../../src/formats/yaml/read-yaml.ts';
import { treeValue } from '../../support/tree-value.ts';

const key = fc.oneof(
  fc.constantFrom('conv', 'kernel_size', 'a b', '3', 'x: y', '- z', '#h'),
  fc.string({ maxLength: 6 }),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    fc.integer(),
    fc.double({ noNaN: true }),
    fc.boolean(),
    fc.constant(null),
    fc.string(),
    fc.constantFrom('true', '~', '1e3', '[', '- a', 'a: b', 'two\nlines\n', ' lead', '"quoted"', '# c'),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(key, tie('value'), { maxKeys: 5 }),
  ),
}));

test('reads what js-yaml writes as js-yaml reads it', () => {
  fc.assert(
    fc.property(
      value,
      fc.integer({ min: -1, max: 4 }),
      fc.integer({ min: 1, max: 4 }),
      (data, flowLevel, indent) => {
        const text = dump(data, { flowLevel, indent });
        const { root, problems } = readYaml(text);
        expect(problems).toEqual([]);
        expect(JSON.stringify(treeValue(root))).toBe(JSON.stringify(load(text)));
      },
    ),
    { numRuns: 500 },
  );
}, 60_000);

const sample = `# a comment
input: [1, 3, 224, 224]
rounding: floor
layers:
  - conv: {name: "stem", out_channels: 64, kernel_size: [7, 7], padding: 3}
  - relu
  - conv:
      out_channels: &c 128
      text: |
        block
        scalar
  - {type: pool, kernel_size: 2, out: *c}
head: [
  [1, 2, [3]], # x
  'q',
]
`;

test('never throws on mutated text, and its spans lie in the text in order', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      ':',
      '- ',
      '\n',
      '\t',
      ' ',
      '&a',
      '*a',
      '|',
      '>',
      '#',
      '%',
      '---\n',
      '!',
      '\0',
      '?',
      ',',
    ),
    fc.string({ unit: 'binary', maxLength: 4 }),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(sample.length), fc.nat(12), piece), { minLength: 1, maxLength: 6 }),
      (mutations) => {
        const text = mutations.reduce(
          (old, [at, cut, piece]) => old.slice(0, at) + piece + old.slice(at + cut),
          sample,
        );
        const { root, problems } = readYaml(text);
        const spans = [root, ...problems.map(({ span }) => span)];
        expect(spans.every(({ start, end }) => 0 <= start && start <= end && end <= text.length)).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
}, 60_000);
