import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../src/formats/analyze.ts';
import { configFormats } from '../../../src/formats/config-formats.ts';
import { InferenceMemory } from '../../../src/model/shapes/inference-memory.ts';
import { darknetConfig, layerConfig, prototxt, ultralyticsConfig } from '../../bench/configs.ts';
import { emptyContext as context } from '../../support/format-context.ts';
import { plainAnalysis } from '../../support/plain-analysis.ts';

const example = (name: string): string =>
  readFileSync(new URL(`../../../examples/${name}`, import.meta.url), 'utf8');

const convlensBlocks = `
input: [3, 64, 64]
layers:
  - conv: {out_channels: 8, kernel_size: 3}
    name: stem
  - block:
      name: body
      repeat: 2
      layers:
        - conv: {out_channels: 8, kernel_size: 3, padding: 1}
          name: inner
        - relu
        - add: [inner, input]
  - max_pool: 2
  # a remark
  - type: conv
    out_channels: 16
    kernel_size: [3, 3]
  - concat: [stem, body]
  - linear: {out_features: 10}
`;

const documents: readonly (readonly [path: string, text: string])[] = [
  ['a.cfg', darknetConfig(60)],
  ['detector.cfg', example('tiny-detector.cfg')],
  ['a.prototxt', prototxt(60)],
  ['a.convlens.yaml', layerConfig(40)],
  ['b.convlens.yaml', convlensBlocks],
  ['unet.convlens.yaml', example('unet.convlens.yaml')],
  ['residual.convlens.yaml', example('residual.convlens.yaml')],
  ['a.yaml', ultralyticsConfig(40)],
  ['detector.yaml', example('detector.yaml')],
];

const pieces =
  '1|2|3|0|-1|\n|\n\n| |  |- |[|]|{|}|:|: |,|#|"|\'|=|\r\n|\t|conv|layer {|layers|name|name: "a"|relu|route|[route]|[net]\n|layers=-1|from|&a|*a|<<: *a|\n---\n|...|phase: TRAIN|Concat|C2f|convlens: input=1x3x32x32'.split(
    '|',
  );

/** A change of a text: some characters at a place go, others come; or lines are written twice, or left out. */
const change = fc.oneof(
  fc.record({
    kind: fc.constant('replace' as const),
    at: fc.nat(),
    length: fc.oneof({ weight: 5, arbitrary: fc.nat(3) }, fc.nat(60)),
    piece: fc.constantFrom('', ...pieces),
  }),
  fc.record({ kind: fc.constantFrom('twice' as const, 'without' as const), at: fc.nat(), length: fc.nat(4) }),
);

type Change = typeof change extends fc.Arbitrary<infer C> ? C : never;

function changed(text: string, made: Change): string {
  if (made.kind === 'replace') {
    const at = made.at % (text.length + 1);
    return text.slice(0, at) + made.piece + text.slice(at + made.length);
  }
  const lines = text.split('\n');
  const at = made.at % lines.length;
  const some = lines.slice(at, at + 1 + made.length);
  return lines.toSpliced(at, some.length, ...(made.kind === 'twice' ? [...some, ...some] : [])).join('\n');
}

describe('a document that was edited step by step is as one that is read for the first time', () => {
  test.for(documents)('%s', ([path, original]) => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const formats = configFormats();
        const memory = new InferenceMemory();
        let text = original;
        analyze({ path, text }, formats, context, { memory });
        for (const made of changes) {
          text = changed(text, made);
          const edited = analyze({ path, text }, formats, context, { memory });
          const fresh = analyze({ path, text }, configFormats(), context);
          const [found, expected] = [plainAnalysis(edited), plainAnalysis(fresh)];
          // Node compares in a tenth of the time; where they differ, the test says in what.
          if (!isDeepStrictEqual(found, expected)) expect(found).toEqual(expected);
        }
      }),
      { numRuns: 30 },
    );
  });
});
