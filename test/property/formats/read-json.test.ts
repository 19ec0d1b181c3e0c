import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readJson } from '../../../src/formats/json/read-json.ts';
import { treeValue } from '../../support/tree-value.ts';

test('reads what JSON.parse reads', () => {
  fc.assert(
    fc.property(fc.json(), fc.integer({ min: 0, max: 3 }), (json, indent) => {
      const text = JSON.stringify(JSON.parse(json), null, indent);
      const { root, problems } = readJson(text);
      expect(problems).toEqual([]);
      expect(JSON.stringify(treeValue(root))).toBe(JSON.stringify(JSON.parse(json)));
    }),
  );
}, 60_000);

test('never throws on mutated text, and its spans lie in the text', () => {
  const sample =
    '{"class_name": "Sequential", "config": {"layers": [{"units": 1e3, "x": null}, [], "\\u00e9"]}}';
  const piece = fc.oneof(
    fc.constantFrom('[', ']', '{', '}', '"', ':', ',', '\\', 'NaN', '/*', '//'),
    fc.string(),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(sample.length), fc.nat(9), piece), { maxLength: 6 }),
      (mutations) => {
        const text = mutations.reduce(
          (old, [at, cut, piece]) => old.slice(0, at) + piece + old.slice(at + cut),
          sample,
        );
        const { root, problems } = readJson(text);
        const spans = [root, ...problems.map(({ span }) => span)];
        expect(spans.every(({ start, end }) => 0 <= start && start <= end && end <= text.length)).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
}, 60_000);
