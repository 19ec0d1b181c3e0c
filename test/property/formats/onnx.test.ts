import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyze } from '../../../src/formats/analyze.ts';
import { onnxFormat } from '../../../src/formats/onnx/onnx.ts';
import { emptyContext } from '../../support/format-context.ts';

const model = gunzipSync(readFileSync(new URL('../../fixtures/onnx/squeezenet1_1.onnx.gz', import.meta.url)));

test('bytes changed at random give layers or one problem, never an exception', () => {
  const change = fc.tuple(fc.nat(model.length - 1), fc.nat(255));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
      const bytes = new Uint8Array(model);
      for (const [place, value] of changes) bytes[place] = value;
      const { models, problems } = analyze({ path: 'a.onnx', text: '', bytes }, [onnxFormat], emptyContext);
      expect(problems.map(({ code }) => code)).toEqual(models.length === 1 ? [] : ['syntax']);
    }),
    { numRuns: 300 },
  );
});
