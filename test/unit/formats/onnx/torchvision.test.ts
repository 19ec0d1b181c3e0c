import { readFileSync, readdirSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../../src/formats/analyze.ts';
import { onnxFormat } from '../../../../src/formats/onnx/onnx.ts';
import { emptyContext } from '../../../support/format-context.ts';

/** Exported by torch.onnx and run with forward hooks: test/support/oracle/onnx_export.py. */
interface Exported {
  readonly input: readonly number[];
  readonly modules: readonly (readonly [string, readonly number[]])[];
  readonly output: readonly number[];
}

const folder = new URL('../../../fixtures/onnx/', import.meta.url);
const models = readdirSync(folder).filter((name) => name.endsWith('.onnx.gz'));

/** ONNX operators that the hooked module types become. */
const exportedTypes = new Set([
  'Conv',
  'Gemm',
  'BatchNormalization',
  'MaxPool',
  'AveragePool',
  'GlobalAveragePool',
]);

describe.each(models)('%s', (file) => {
  const bytes = gunzipSync(readFileSync(new URL(file, folder)));
  const expected = JSON.parse(
    readFileSync(new URL(file.replace('.onnx.gz', '.json'), folder), 'utf8'),
  ) as Exported;
  const document = { path: file.replace('.gz', ''), text: '', bytes };
  const inputs = [{ dims: expected.input, origin: 'argument' as const }];
  const analysis = analyze(document, [onnxFormat], { ...emptyContext, inputs });
  const layers = analysis.models[0]?.layers ?? [];

  test('gives the shapes that forward hooks saw', () => {
    const shapes = layers
      .filter(({ type }) => exportedTypes.has(type))
      .map(({ outputShapes }) => outputShapes[0]);
    expect(shapes).toEqual(expected.modules.map(([, shape]) => shape));
  });

  test('ends in the output that the model gave', () => {
    expect(layers.at(-1)?.outputShapes[0]).toEqual(expected.output);
  });

  test('knows every layer and finds no error', () => {
    expect(
      layers.filter(({ outputShapes }) => outputShapes.some((shape) => shape?.includes(null) ?? true)),
    ).toEqual([]);
    const problems = [...analysis.problems, ...(analysis.models[0]?.problems ?? [])];
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
