import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseConvlens } from '../../support/convlens.ts';

const examples = [
  'residual.convlens.yaml',
  'unet.convlens.yaml',
  'siamese.convlens.json',
  'by-hand.convlens.yaml',
].map((name) => ({
  json: name.endsWith('.json'),
  text: readFileSync(new URL(`../../../examples/${name}`, import.meta.url), 'utf8'),
}));

const words = [
  '-1',
  '0',
  '1e99',
  '.nan',
  '~',
  '2.5',
  'conv',
  'input',
  'from',
  'name',
  'block',
  '__proto__',
  '*a',
  '&a',
  '<<',
];
const pieces = ['[', ']', '{', '}', '"', "'", ': ', '- ', '\n', '\t', ' ', '|', '#', ',', '\0', '\u2028'];
const piece = fc.oneof(fc.constantFrom(...words, ...pieces), fc.string({ maxLength: 5 }));

test('never throws on a mutated file; every node stands behind its inputs, and its spans lie in the text', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...examples),
      fc.array(fc.tuple(fc.nat(2000), fc.nat(10), piece), { minLength: 1, maxLength: 5 }),
      ({ text: original, json }, mutations) => {
        const text = mutations.reduce((old, [place, cut, piece]) => {
          const at = place % (old.length + 1);
          return old.slice(0, at) + piece + old.slice(at + cut);
        }, original);
        const { graphs, problems } = parseConvlens(text, { json });
        for (const { nodes } of graphs) {
          expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
          const misplaced = nodes.filter(
            ({ inputs, source }, place) =>
              inputs.some((input) => input !== null && input.node >= place) ||
              !isWithin(source.span, text) ||
              !isWithin(source.title, text),
          );
          expect(misplaced).toEqual([]);
        }
        expect(problems.every(({ span }) => isWithin(span, text))).toBe(true);
      },
    ),
    { numRuns: 200 },
  );
}, 60_000);

function isWithin({ start, end }: { start: number; end: number }, text: string): boolean {
  return 0 <= start && start <= end && end <= text.length;
}
