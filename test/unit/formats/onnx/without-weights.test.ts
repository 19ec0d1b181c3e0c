import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Pbf from 'pbf';
import { expect, test } from 'vitest';
import { analyze } from '../../../../src/formats/analyze.ts';
import { onnxFormat } from '../../../../src/formats/onnx/onnx.ts';
import { withoutWeights } from '../../../../src/formats/onnx/without-weights.ts';
import { emptyContext } from '../../../support/format-context.ts';

const root = join(import.meta.dirname, '../../../..');
const analyzed = (bytes: Uint8Array) =>
  analyze({ path: 'a.onnx', text: '', bytes }, [onnxFormat], emptyContext);

test.each(['resnet18', 'shufflenet_v2_x0_5', 'fcn_resnet50_dynamic'])('%s reads the same', (name) => {
  const bytes = gunzipSync(readFileSync(join(root, `test/fixtures/onnx/${name}.onnx.gz`)));
  expect(analyzed(withoutWeights(bytes))).toEqual(analyzed(bytes));
});

test('small tensors and unknown fields stay as they are', () => {
  const bytes = new Uint8Array(readFileSync(join(root, 'examples/small-cnn.onnx')));
  expect(withoutWeights(bytes)).toEqual(bytes);
});

test('a large tensor loses its values, and the lengths around it are right again', () => {
  const pbf = new Pbf();
  pbf.writeVarintField(1, 8);
  pbf.writeMessage(
    7,
    (_value, graph) => {
      graph.writeStringField(2, 'before');
      graph.writeMessage(
        5,
        (_tensor, tensor) => {
          tensor.writePackedVarint(1, [300, 300]);
          tensor.writeBytesField(9, new Uint8Array(360_000));
          tensor.writeStringField(8, 'weight');
        },
        null,
      );
      graph.writeMessage(11, (_input, input) => input.writeStringField(1, 'x'), null);
    },
    null,
  );
  const bytes = pbf.finish().slice();
  const stripped = withoutWeights(bytes);
  expect(stripped.length).toBeLessThan(100);
  expect(analyzed(stripped)).toEqual(analyzed(bytes));
});

test.each([[[8, 255]], [[58, 200, 1]], [[7]]])('%j is refused', (bytes) => {
  expect(() => withoutWeights(Uint8Array.from(bytes))).toThrow();
});
