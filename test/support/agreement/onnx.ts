import { readFileSync, readdirSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { analyze } from '../../../src/formats/analyze.ts';
import { onnxFormat } from '../../../src/formats/onnx/onnx.ts';
import { emptyContext } from '../format-context.ts';
import { Comparison, outputShape, type Agreement } from './agreement.ts';

/** Exported by torch.onnx and run with forward hooks: test/support/oracle/onnx_export.py. */
interface Exported {
  readonly input: readonly number[];
  readonly modules: readonly (readonly [string, readonly number[]])[];
  readonly output: readonly number[];
}

const folder = new URL('../../fixtures/onnx/', import.meta.url);

export const onnxFiles = (): readonly string[] =>
  readdirSync(folder).filter((name) => name.endsWith('.onnx.gz'));

/** ONNX operators that the hooked module types become. */
const exportedTypes = new Set([
  'Conv',
  'Gemm',
  'BatchNormalization',
  'MaxPool',
  'AveragePool',
  'GlobalAveragePool',
]);

/** The shapes that forward hooks saw, the output, that every size is known, and that nothing is called an error. */
export function compareOnnx(file: string): Agreement {
  const bytes = gunzipSync(readFileSync(new URL(file, folder)));
  const expected = JSON.parse(
    readFileSync(new URL(file.replace('.onnx.gz', '.json'), folder), 'utf8'),
  ) as Exported;
  const document = { path: file.replace('.gz', ''), text: '', bytes };
  const inputs = [{ dims: expected.input, origin: 'argument' as const }];
  const analysis = analyze(document, [onnxFormat], { ...emptyContext, inputs });
  const layers = analysis.models[0]?.layers ?? [];
  const comparison = new Comparison();
  const hooked = layers.filter(({ type }) => exportedTypes.has(type));
  comparison.equal('modules', hooked.length, expected.modules.length);
  for (const [place, [name, shape]] of expected.modules.entries()) {
    comparison.equal(`${name} output`, outputShape(hooked[place]), shape);
  }
  comparison.equal('output', outputShape(layers.at(-1)), expected.output);
  const unknown = layers.filter(({ outputShapes }) =>
    outputShapes.some((shape) => shape?.includes(null) ?? true),
  );
  comparison.equal('unknown sizes', unknown.length, 0);
  const problems = [...analysis.problems, ...(analysis.models[0]?.problems ?? [])];
  comparison.equal(
    'errors',
    problems.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    [],
  );
  return comparison.result(file);
}
