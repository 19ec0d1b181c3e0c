import { analyze, type Analysis } from '../../src/formats/analyze.ts';
import { caffeFormat } from '../../src/formats/caffe/caffe.ts';
import type { FormatContext } from '../../src/formats/format.ts';
import { problemLines } from './problem-lines.ts';

/** An input "data" of [2, 12, 21, 25] in five lines. */
export const input = 'input: "data"\ninput_dim: 2\ninput_dim: 12\ninput_dim: 21\ninput_dim: 25\n';

export function analyzed(text: string, context: Partial<FormatContext> = {}): Analysis {
  return analyze({ path: 'net.prototxt', text }, [caffeFormat()], {
    inputs: [],
    readFile: () => null,
    ...context,
  });
}

/** `[id, first output]` of every layer. */
export function shapes(text: string, context: Partial<FormatContext> = {}): unknown[] {
  const [model] = analyzed(text, context).models;
  return (model?.layers ?? []).map(({ id, outputShapes }) => [id, outputShapes[0]]);
}

/** One layer "l" that reads "data" and writes "l". */
export function layer(type: string, parameters = '', bottoms = ['data']): string {
  return `layer { name: "l" type: "${type}" ${bottoms.map((name) => `bottom: "${name}" `).join('')}top: "l" ${parameters} }\n`;
}

/** Problems that are not only the price of a size. */
export function serious(text: string): readonly string[] {
  return problemLines(text, analyzed(text)).filter(
    (line) => !/padding-unused|overhang|subsampled|pixels-lost/.test(line),
  );
}
