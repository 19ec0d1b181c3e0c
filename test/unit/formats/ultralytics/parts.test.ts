import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ultralyticsFormat } from '../../../../src/formats/ultralytics/ultralytics.ts';
import type { Graph } from '../../../../src/model/graph/graph.ts';
import { inferGraph } from '../../../../src/model/shapes/infer-graph.ts';
import { plainLayer } from '../../../../src/model/shapes/node-report.ts';
import { ultralyticsConfig } from '../../../bench/configs.ts';
import { emptyContext } from '../../../support/format-context.ts';
import { ultralyticsText } from '../../../support/ultralytics/source.ts';
import { worldModels } from '../../../support/ultralytics/world.ts';

const detector = readFileSync(new URL('../../../../examples/detector.yaml', import.meta.url), 'utf8');

const graphOf = (text: string): Graph => {
  const [graph] = ultralyticsFormat().parse({ path: 'a.yaml', text }, emptyContext).graphs;
  if (!graph) throw new Error('No model was read.');
  return graph;
};

const partsOf = (rows: readonly string[]): readonly unknown[] =>
  graphOf(['nc: 80', 'backbone:', ...rows, 'head: []'].join('\n')).parts?.map(({ part }) => part) ?? [];

describe('a graph with parts is inferred as its nodes are one by one', () => {
  test.each<readonly [string, string]>([
    ['a detector', detector],
    ['rows with misfits', ultralyticsConfig(450)],
    ...worldModels.map(({ name, source }) => [name, ultralyticsText({ ...source, nc: 7 })] as const),
  ])('%s', (_, text) => {
    const graph = graphOf(text);
    const { parts = [], ...alone } = graph;
    expect(parts.length).toBeGreaterThan(5);
    const [whole, single] = [inferGraph(graph), inferGraph(alone)];
    expect(whole.layers.map(plainLayer)).toEqual(single.layers.map(plainLayer));
    expect({ ...whole, layers: [] }).toEqual({ ...single, layers: [] });
  });
});

describe('rows have one part', () => {
  test.each([
    ['wherever they stand', '[-1, 1, Conv, [8, 3]]', '[-1, 1, Conv, [8, 3]]', true],
    ['and however they are written', '[-1, 1, Conv, [8, 3]]', '[1, 1,  Conv, [8, 3]] # 2', true],
    ['but not with other arguments', '[-1, 1, Conv, [8, 3]]', '[-1, 1, Conv, [8, 3, 2]]', false],
    ['nor with other channels going in', '[-1, 1, Conv, [16, 3]]', '[-1, 1, Conv, [16, 3]]', false],
    ['nor as another module', '[-1, 1, Conv, [8, 3]]', '[-1, 1, DWConv, [8, 3]]', false],
  ])('%s: %s and %s', (_, first, second, isSame) => {
    const [, one, two] = partsOf(['[-1, 1, Conv, [8, 3]]', first, second].map((row) => `  - ${row}`));
    expect([one !== undefined, one === two]).toEqual([true, isSame]);
  });

  test('layers have the names and the places of their own rows', () => {
    const text = ['nc: 80', 'backbone:', ...Array<string>(3).fill('  - [-1, 1, Conv, [8, 3]]'), 'head: []'];
    const { nodes } = graphOf(text.join('\n'));
    expect(
      nodes.map(({ id, inputs, source, sharesParametersOf = null }) => [
        id,
        inputs.map((ref) => ref?.node),
        source.title.start,
        source.fields.kernel?.span.start ?? null,
        sharesParametersOf,
      ]),
    ).toEqual([
      ['input', [], 7, null, null],
      ['model.0.conv', [0], 29, 39, null],
      ['model.0.bn', [1], 29, null, null],
      ['model.0.act', [2], 29, null, null],
      ['model.1.conv', [3], 55, 65, null],
      ['model.1.bn', [4], 55, null, null],
      ['model.0.act', [5], 55, null, 3],
      ['model.2.conv', [6], 81, 91, null],
      ['model.2.bn', [7], 81, null, null],
      ['model.0.act', [8], 81, null, 3],
    ]);
  });
});
