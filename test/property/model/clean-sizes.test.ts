import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../src/formats/analyze.ts';
import { configFormats } from '../../../src/formats/config-formats.ts';
import type { Framework, Graph } from '../../../src/model/graph/graph.ts';
import type { Operation, Padding, Value, WindowParameters } from '../../../src/model/graph/operation.ts';
import type { Layout } from '../../../src/model/graph/shape.ts';
import { surveySizes } from '../../../src/model/clean-sizes/survey.ts';
import type { SizeGrade } from '../../../src/model/clean-sizes/size-grade.ts';
import { inferGraph } from '../../../src/model/shapes/infer-graph.ts';
import type { ModelReport } from '../../../src/model/report.ts';
import { corpusFolder, readCorpusFile } from '../../support/corpus.ts';
import { graphOf, type NodeSketch } from '../../support/graph.ts';
import { caffeTables } from '../../support/agreement/caffe.ts';
import { darknetTables } from '../../support/agreement/darknet.ts';

/** The grade of a model by its whole report; only the axes that are tried count where they are rounded. */
function gradeOfReport({ problems, layers }: ModelReport, tried: readonly number[] = [0, 1]): SizeGrade {
  if (problems.some(({ severity }) => severity === 'error')) return 'refused';
  const axes = layers.flatMap((layer) => layer.axes.filter((_, axis) => tried.includes(axis)));
  if (axes.some(({ verdict }) => verdict === 'pixels-lost')) return 'runs';
  return axes.every(({ exact }) => exact) ? 'fits' : 'keeps';
}

const initials = (grades: readonly SizeGrade[]) => grades.map((grade) => grade.charAt(0)).join('');

const small = (min: number, max: number) => fc.integer({ min, max });

const size: fc.Arbitrary<Value> = fc.oneof(
  { weight: 20, arbitrary: small(1, 5) },
  { weight: 1, arbitrary: fc.constant(null) },
);

const padding: fc.Arbitrary<Padding> = fc.oneof(
  small(0, 3).map((cells): Padding => {
    const side = { before: cells, after: cells };
    return { kind: 'explicit', sides: [side, { before: cells, after: Math.max(0, cells - 1) }] };
  }),
  fc.constantFrom<Padding>({ kind: 'same-upper' }, { kind: 'same-lower' }),
);

const windowOf = (layout: Layout): fc.Arbitrary<WindowParameters> =>
  fc.record({
    kernel: fc.tuple(size, size),
    stride: fc.constantFrom([1, 1], [2, 2], [2, 1], [3, 3], [1, 1]),
    dilation: fc.constantFrom([1, 1], [1, 1], [2, 2]),
    padding,
    rounding: fc.constantFrom('exact', 'floor', 'truncate', 'ceil', 'ceil-inside', 'floor'),
    layout: fc.constant(layout),
  });

const operationOf = (layout: Layout): fc.Arbitrary<Operation> => {
  const channelAxis = layout === 'channels-first' ? 1 : -1;
  const window = windowOf(layout);
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(window, small(1, 3), fc.boolean()).map(([each, groups, reflects]): Operation => ({
        kind: 'convolution',
        inChannels: null,
        outChannels: 6,
        groups,
        bias: true,
        ...each,
        ...(reflects ? { paddingMode: 'reflect' as const } : {}),
      })),
    },
    {
      weight: 4,
      arbitrary: window.map((each): Operation => ({
        kind: 'pool',
        mode: 'max',
        countIncludePadding: true,
        ...each,
      })),
    },
    {
      weight: 2,
      arbitrary: window.map(({ rounding: _, ...each }): Operation => ({
        kind: 'transposed-convolution',
        inChannels: null,
        outChannels: 6,
        groups: 1,
        bias: false,
        outputPadding: [0, 0],
        ...each,
      })),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(2, 0.5, 3).map((factor): Operation => ({
        kind: 'upsample',
        mode: 'nearest',
        target: { kind: 'scale', factors: [factor, factor] },
        layout,
      })),
    },
    fc.constant<Operation>({ kind: 'elementwise', role: 'activation', name: 'relu' }),
    fc.constant<Operation>({
      kind: 'normalization',
      name: 'batch',
      features: [6],
      axis: channelAxis,
      parametersPerFeature: 2,
    }),
    fc.constant<Operation>({ kind: 'adaptive-pool', mode: 'average', outputSize: [3, 'input'], layout }),
    fc.constant<Operation>({ kind: 'global-pool', mode: 'average', keepAxes: true, layout }),
    fc.constant<Operation>({ kind: 'flatten', start: 1, end: -1 }),
    fc.constant<Operation>({ kind: 'linear', inFeatures: 216, outFeatures: 6, bias: true, flattens: true }),
    fc.constant<Operation>({ kind: 'reshape', dims: [-1, 12], keepsBatch: true }),
    fc.constant<Operation>({ kind: 'pixel-shuffle', direction: 'unshuffle', factor: 2, layout }),
    fc.constant<Operation>({ kind: 'slice', ranges: [{ axis: 2, start: 1, end: -1, step: 1 }] }),
    fc.constant<Operation>({ kind: 'unknown', outputs: 1 }),
  );
};

const joins: fc.Arbitrary<Operation> = fc.constantFrom<Operation>(
  { kind: 'concat', axis: 1 },
  { kind: 'concat', axis: -1 },
  { kind: 'combine', name: 'add', broadcast: 'none' },
  { kind: 'combine', name: 'add', broadcast: 'numpy' },
  { kind: 'combine', name: 'multiply', broadcast: 'channels' },
  { kind: 'combine', name: 'add', broadcast: 'as-first' },
);

const networks: fc.Arbitrary<Graph> = fc
  .record({
    layout: fc.constantFrom<Layout>('channels-first', 'channels-last'),
    framework: fc.constantFrom<Framework>('convlens', 'pytorch', 'keras', 'caffe', 'darknet', 'onnx'),
    sizes: fc.constantFrom([24, 24], [24, 24], [24, 17]),
  })
  .chain(({ layout, framework, sizes }) =>
    fc
      .array(
        fc.oneof(
          { weight: 3, arbitrary: operationOf(layout).map((operation) => ({ operation, back: [1] })) },
          {
            weight: 1,
            arbitrary: fc.record({ operation: joins, back: fc.tuple(small(1, 4), small(1, 4)) }),
          },
        ),
        { minLength: 1, maxLength: 9 },
      )
      .map((layers) => {
        const shape = layout === 'channels-first' ? [1, 6, ...sizes] : [1, ...sizes, 6];
        const sketches: NodeSketch[] = [
          { id: 'n0', operation: { kind: 'input', shape, origin: 'file' } },
          ...layers.map(({ operation, back }, place) => ({
            id: `n${place + 1}`,
            operation,
            from: back.map((steps) => `n${Math.max(0, place + 1 - steps)}`),
          })),
        ];
        return graphOf(sketches, { framework, layout });
      }),
  );

/** The graph with its input's sizes along some axes changed. */
function resized(graph: Graph, axes: readonly number[], size: number): Graph {
  const start = graph.layout === 'channels-first' ? 2 : 1;
  const nodes = graph.nodes.map((node) => {
    const { operation } = node;
    if (operation.kind !== 'input' || operation.shape === null) return node;
    const shape = operation.shape.map((dim, place) => (axes.includes(place - start) ? size : dim));
    return { ...node, operation: { ...operation, shape } };
  });
  return { ...graph, nodes };
}

describe('the grade of every input size is that of inference at this size', () => {
  test('random networks, sizes 1 to 40', () => {
    fc.assert(
      fc.property(networks, (graph) => {
        const layers = inferGraph(graph).layers.map(({ operation, inputs }) => ({ operation, inputs }));
        for (const survey of surveySizes({ ...graph, layers }, { from: 1, to: 40 })) {
          const expected = survey.grades.map((_, place) =>
            gradeOfReport(inferGraph(resized(graph, survey.axes, place + 1)), survey.axes),
          );
          expect(initials(survey.grades)).toBe(initials(expected));
        }
      }),
      { numRuns: 120 },
    );
  });
});

const darknetFolder = corpusFolder('darknet');
const caffeFolder = corpusFolder('caffe');

describe.skipIf(darknetFolder === null || caffeFolder === null)(
  'the same for other people’s models (needs CONVLENS_CORPUS)',
  () => {
    const files = [
      ...darknetTables().map(({ file }) => [darknetFolder ?? '', file] as const),
      ...new Set(caffeTables().map(({ file }) => file)),
    ].map((entry) => (typeof entry === 'string' ? ([caffeFolder ?? '', entry] as const) : entry));
    test.each(files)('%s %s', (folder, path) => {
      const text = readCorpusFile(folder, path);
      const at = (dims: readonly number[]) =>
        analyze({ path, text }, configFormats(), {
          inputs: dims.length === 0 ? [] : [{ dims, origin: 'argument' }],
          readFile: () => null,
        }).models[0];
      const model = at([]);
      if (!model) throw new Error('no model');
      for (const size of [1, 13, 32, 47, 64, 99, 224, 227, 320, 417]) {
        for (const { axes, spatialRank, grades } of surveySizes(model, { from: size, to: size })) {
          expect(axes.length).toBe(spatialRank);
          const report = at([size, size]);
          expect([size, grades]).toEqual([size, [report && gradeOfReport(report)]]);
        }
      }
    });
  },
);
