import { describe, expect, test } from 'vitest';
import { plainKernels } from '../../../src/engine/network/product-kernels.ts';
import { filledTensors, layerLesson, type LayerSpec } from '../../../src/engine/trace/layer-lesson.ts';
import { knownFormats } from '../../../src/formats/known-formats.ts';
import type { AnalysisWorker, RunnableLayer } from '../../../src/protocol/analysis.ts';
import type { LayerOptions } from '../../../src/protocol/panel.ts';
import { Transfer, type Handlers } from '../../../src/protocol/rpc/channel.ts';
import { RpcError } from '../../../src/protocol/rpc/error.ts';
import { CancellationSource } from '../../../src/util/cancellation.ts';
import { analysisHandlers } from '../../../src/worker/analysis/handlers.ts';
import { checkCell, checkExample, runExample, runLayer } from '../../../src/worker/run-layer.ts';
import { usualOptions, usualValues } from '../../../src/protocol/usual-choices.ts';
import { fillings, first } from '../../support/panel/plain-lesson.ts';

const { token } = new CancellationSource();
const usual = { selection: {}, values: usualValues, options: usualOptions };

/** A layer of a file in ConvLens' own format, ready to be run. */
async function layerOf(text: string, layer: string): Promise<RunnableLayer> {
  const handlers: Handlers<AnalysisWorker> = analysisHandlers(knownFormats(() => performance.now()));
  const of = { uri: 'file:///model', version: 1 };
  const content = { kind: 'text', text } as const;
  const choices = { inputs: [] };
  await handlers.analyze({ ...of, path: 'model.convlens.yaml', content, choices, severities: {} }, { token });
  const answer = await handlers.layer({ ...of, model: 0, layer }, { token });
  return answer instanceof Transfer ? answer.value : answer;
}

const run = (layer: RunnableLayer, changed: Partial<LayerOptions> = {}, selection = {}) =>
  runLayer(
    layer,
    { selection, values: usualValues, options: { ...usualOptions, ...changed } },
    () => plainKernels,
  );

function refusalOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error instanceof RpcError ? error.reason : error;
  }
  return null;
}

const linear = (inputs: number, outputs: number) =>
  layerOf(
    `input: [${inputs / 4}, 2, 2]\nlayers:\n  - flatten\n  - linear: {name: fc, out_features: ${outputs}}\n`,
    'fc',
  );

describe('a linear layer of many weights', () => {
  test('shows what a stored matrix shows: 1500 → 900', async () => {
    const spec: LayerSpec = { kind: 'linear', input: [1, 1500], outFeatures: 900, bias: true };
    const chosen = { ...first, inChannel: 700, outChannel: 899 };
    const stored = layerLesson(spec, filledTensors(spec, fillings), chosen);
    const made = run(await linear(1500, 900), {}, { inChannel: 700, outChannel: 899 });
    expect(made).toEqual({ ...stored, fromFile: [] });
  });

  test('VGG’s first opens without its 102,760,448 weights', async () => {
    const { passes, arithmetic } = run(await linear(25088, 4096));
    const [w, x, z] = passes[0]?.stages[0]?.planes ?? [];
    expect([w?.shape, x?.shape, z?.shape]).toEqual([
      [4096, 25088],
      [25088, 1],
      [4096, 1],
    ]);
    expect(w?.values).toHaveLength(48 * 48);
    expect(arithmetic).toBe('exact');
  });

  test('has the weight that was written over', async () => {
    const edits = [{ tensor: 'W', index: 3 * 1500 + 2, value: 9.5 }] as const;
    const [w] = run(await linear(1500, 900), { edits }).passes[0]?.stages[0]?.planes ?? [];
    expect(w?.values[3 * 48 + 2]).toBe(9.5);
  });

  test.each(['X', 'W'] as const)(
    '25088 → 4096: a gradient of %s is checked by what reads its cell alone',
    async (tensor) => {
      const layer = await linear(25088, 4096);
      const work = { ...usual, tensor, index: 7 } as const;
      const { analytic, numeric } = checkCell(layer, work);
      const { passes } = run(layer, {}, { inChannel: 0, outChannel: 0 });
      const shown = passes
        .flatMap(({ stages }) => stages)
        .flatMap(({ planes }) => planes)
        .findLast((plane) => plane.tensor === `d${tensor}`);
      expect(analytic).toBeCloseTo(shown?.values[7] ?? NaN, 9);
      expect(numeric).toBeCloseTo(analytic, 6);
    },
  );
});

test('a layer of more than 134,217,728 values is refused with its number', async () => {
  const text = 'input: [64, 1200, 1200]\nlayers:\n  - conv: {name: conv, out_channels: 64, kernel_size: 3}\n';
  const layer = await layerOf(text, 'conv');
  expect(() => run(layer)).toThrow(/^This layer holds 184,049,920 values/);
  expect(refusalOf(() => run(layer))).toEqual({ kind: 'too-many-values', values: 184_049_920 });
});

test('a layer in float32 is checked in float64: 8 channels of 2081×2081, 3×3, stride 8', async () => {
  const text =
    'input: [8, 2081, 2081]\nlayers:\n  - conv: {name: conv, out_channels: 8, kernel_size: 3, stride: 8, padding: 1, groups: 2}\n';
  const layer = await layerOf(text, 'conv');
  const index = 5 * 2081 ** 2 + 16 * 2081 + 32;
  // Ones are made fastest, and dX is of W and dZ alone.
  const work = { ...usual, values: { ...usualValues, input: 'ones' }, tensor: 'X', index } as const;
  const { analytic, numeric } = checkCell(layer, work);
  expect(analytic).not.toBe(0);
  expect(numeric).toBeCloseTo(analytic, 5);
});

describe('the example takes what is written over', () => {
  const example = (edits: LayerOptions['edits']) =>
    runExample({ ...usual, options: { ...usualOptions, edits } });
  const shown = (edits: LayerOptions['edits'], pass: number, tensor: string) =>
    example(edits)
      .passes[pass]?.stages.flatMap(({ planes }) => planes)
      .findLast((plane) => plane.tensor === tensor)?.values;

  test('X[0, 0] = 8 reaches Z through the kernel’s cells [1, 1] … [0, 0]', () => {
    const edits = [{ tensor: 'X', index: 0, value: 8 }] as const;
    const [before, after] = [shown([], 0, 'Z'), shown(edits, 0, 'Z')];
    const [x, w] = [shown([], 1, 'X') ?? shown([], 0, 'X'), shown([], 0, 'W')];
    // The padded input: its first cell is [1, 1] of 9×9.
    const more = 8 - (x?.[10] ?? NaN);
    const changes = Array.from(after ?? [], (value, cell) => value - (before?.[cell] ?? 0));
    expect([0, 1, 7, 8].map((cell) => changes[cell])).toEqual(
      [4, 3, 1, 0].map((tap) => more * (w?.[tap] ?? NaN)),
    );
    expect(changes.filter((change) => change !== 0).length).toBeLessThanOrEqual(4);
  });

  test('dP[0, 0] = 8 is in dP, and goes back through the pool', () => {
    const edits = [{ tensor: 'dP', index: 0, value: 8 }] as const;
    expect(shown(edits, 1, 'dP')?.[0]).toBe(8);
    expect(Array.from(shown(edits, 1, 'dA') ?? [])).toContain(8);
  });

  test('dZ is made from dP: there is nothing to write over', () => {
    const edits = [{ tensor: 'dZ', index: 0, value: 8 }] as const;
    expect(example(edits)).toEqual(example([]));
  });
});

test.each([
  ['input: {values: [[1, 2], [3, 4]]}', 'weight: [[1, 0], [0, 1]]', ['X', 'W']],
  ['input: {values: [[1, 2], [3, 4]]}', 'out_channels: 1, kernel_size: 2', ['X']],
  ['input: [1, 2, 2]', 'weight: [[1, 0], [0, 1]]', ['W']],
  ['input: [1, 2, 2]', 'out_channels: 1, kernel_size: 2', []],
])('%s, conv with %s: the file has the values of %j', async (input, kernel, expected) => {
  const layer = await layerOf(`${input}\nlayers:\n  - conv: {name: conv, ${kernel}}\n`, 'conv');
  expect(run(layer).fromFile).toEqual(expected);
});

describe('the example’s gradients agree with finite differences', () => {
  const { passes } = runExample({ ...usual, selection: { inChannel: 1, outChannel: 1 } });
  const planes = passes.flatMap(({ stages }) => stages).flatMap((stage) => stage.planes);
  /** The last plane that shows all of a gradient as it is. */
  const shown = (name: string, cells: number) =>
    planes.findLast(
      ({ tensor, variant, values }) => tensor === name && variant === 'plain' && values.length === cells,
    )?.values;

  // The second channel's cells begin at 49 of 98, those of the last of four kernels at 27 of 36.
  test.each([
    ['X', 49, 49],
    ['W', 27, 9],
    ['Z', 49, 49],
    ['A', 49, 49],
  ] as const)('of %s, from place %d on: %d cells', (tensor, first, cells) => {
    const gradient = shown(`d${tensor}`, cells);
    let agreeing = 0;
    for (let cell = 0; cell < cells; cell++) {
      const { analytic, numeric } = checkExample({ ...usual, tensor, index: first + cell });
      expect(analytic, `d${tensor}, cell ${cell}`).toBeCloseTo(gradient?.[cell] ?? NaN, 9);
      // Where two values of a window are equal, as those that ReLU has made 0, the loss has a kink.
      if (Math.abs(analytic - numeric) < 1e-6) agreeing++;
    }
    expect(agreeing).toBeGreaterThan(0.6 * cells);
  });
});
