import { describe, expect, test } from 'vitest';
import type { LayerSpec } from '../../../src/engine/trace/layer-lesson.ts';
import type { Lesson, PassId, StageId } from '../../../src/engine/trace/lesson.ts';
import type { Scene } from '../../../src/scene/draw-list.ts';
import { layerScene } from '../../../src/scene/layer/layer-scene.ts';
import { standing } from '../../../src/scene/layer/playhead.ts';
import { foldNetwork } from '../../../src/scene/network/fold.ts';
import { flowScene } from '../../../src/scene/network/flow-chart.ts';
import { networkSources } from '../../../src/scene/network/network-item.ts';
import { networkScene, type NetworkOptions } from '../../../src/scene/network/network-scene.ts';
import type { NetworkView } from '../../../src/scene/network/view.ts';
import { misfitScene } from '../../../src/scene/misfit/misfit-scene.ts';
import { receptiveField } from '../../../src/scene/receptive/receptive-field.ts';
import { receptiveScene } from '../../../src/scene/receptive/receptive-scene.ts';
import { Palette, type ThemeKind } from '../../../src/scene/palette.ts';
import { toSvg } from '../../../src/scene/svg.ts';
import { themeColors } from '../../../src/scene/theme-colors.ts';
import { english } from '../../../src/scene/words/english.ts';
import { layoutNetwork } from '../../../src/worker/compute/layout-network.ts';
import { expectGolden } from '../../support/panel/golden.ts';
import { inBlocks, inceptionCell, resnetStem } from '../../support/panel/sample-networks.ts';
import { evenAxes, exampleLesson, filledLesson } from '../../support/panel/plain-lesson.ts';

const fonts = { ui: 'sans-serif', mono: 'monospace' };
const themes: readonly ThemeKind[] = ['dark', 'light', 'high-contrast-dark', 'high-contrast-light'];

const svg = (scene: Scene, theme: ThemeKind): string =>
  toSvg(scene, new Palette(themeColors(theme, () => undefined)), fonts);

/** 6×6 in, 3×3 kernel, stride 2, padding 1: one unread row and column of padding, and a tail zero going back. */
const strided: LayerSpec = {
  kind: 'convolution',
  input: [1, 3, 6, 6],
  outChannels: 2,
  groups: 1,
  bias: true,
  axes: evenAxes([6, 6], { kernel: 3, stride: 2, padding: 1 }),
};

/** The picture of a network as the panel lays it out. */
async function network(view: NetworkView, options: Partial<NetworkOptions>): Promise<Scene> {
  const layout = await layoutNetwork(networkSources(view));
  return networkScene(view, layout, {
    orientation: 'across',
    width: 1200,
    selected: null,
    words: english,
    ...options,
  });
}

/** 7×7 in, 3×3 windows, stride 2, padding 1: windows that overlap, and cells of padding in them. */
function pool(kind: 'max-pool' | 'average-pool'): Lesson {
  const axes = evenAxes([7, 7], { kernel: 3, stride: 2, padding: 1 });
  return filledLesson({
    input: [1, 2, 7, 7],
    axes,
    ...(kind === 'max-pool' ? { kind } : { kind, countIncludePadding: true }),
  });
}

const convolution = filledLesson(strided);
const batched = filledLesson({ ...strided, input: [2, 3, 6, 6] });
const chain = exampleLesson();

function moment(lesson: Lesson, pass: PassId, stage: StageId, step: number, entry = 1): Scene {
  const passPlace = lesson.passes.findIndex(({ id }) => id === pass);
  const stagePlace = lesson.passes[passPlace]?.stages.findIndex(({ id }) => id === stage) ?? -1;
  expect(stagePlace).toBeGreaterThanOrEqual(0);
  return layerScene(
    lesson,
    { ...standing(passPlace, stagePlace, step), entry },
    { width: 760, height: 420, words: english },
  );
}

describe('pictures are as they were looked at', () => {
  test.each(themes)('network across, %s', async (theme) => {
    const scene = await network(resnetStem, { orientation: 'across', selected: 'conv1' });
    expectGolden(`network-across-${theme}.svg`, svg(scene, theme));
  });

  test('network down at 320 pixels', async () => {
    const scene = await network(resnetStem, { orientation: 'down', width: 320 });
    expectGolden('network-down-320.svg', svg(scene, 'dark'));
  });

  test('branches', async () => {
    const scene = await network(inceptionCell, { orientation: 'across' });
    expectGolden('network-branches.svg', svg(scene, 'light'));
  });

  test.each([
    ['wide', 800],
    ['narrow', 320],
  ])('gradient flow, %s', (name, width) => {
    const tensor = (norm: number, shareOfZeros: number) => ({
      norm,
      shareOfZeros,
      histogram: [1, 3, 8, 12, 30, 22, 9, 4, 2, 1],
    });
    const layers = resnetStem.layers.slice(1).map(({ id }, place) => ({
      id,
      value: tensor(120 / (place + 1), id.endsWith('relu') ? 0.5 : 0),
      gradient: place === 3 ? tensor(0, 1) : tensor(0.02 * 1.9 ** place, 0),
    }));
    const scene = flowScene(layers, { width, selected: 'maxpool', words: english });
    expectGolden(`flow-${name}.svg`, svg(scene, 'dark'));
  });

  test('a block folded beside one whose parts are shown', async () => {
    const view = foldNetwork(inBlocks, new Set(['stage1', 'stage1.1', 'stage2']));
    const scene = await network(view, { orientation: 'across' });
    expectGolden('network-folded.svg', svg(scene, 'dark'));
    const down = await network(view, { orientation: 'down', width: 420 });
    expectGolden('network-folded-down.svg', svg(down, 'light'));
  });

  test.each(themes)('window on its way, %s', (theme) => {
    expectGolden(
      `convolution-forward-${theme}.svg`,
      svg(moment(convolution, 'forward', 'correlate', 4), theme),
    );
  });

  test.each([
    ['backward-data', 'gradient', 0],
    ['backward-data', 'spread', 0],
    ['backward-data', 'tail', 0],
    ['backward-data', 'border', 0],
    ['backward-data', 'rotate', 0],
    ['backward-data', 'sweep', 20],
    ['backward-data', 'crop', 0],
    ['backward-data-scatter', 'scatter', 4],
    ['backward-weights', 'slide', 3],
    ['backward-weights', 'sum-bias', 2],
  ] as const)('%s, %s, step %i', (pass, stage, step) => {
    expectGolden(`convolution-${pass}-${stage}.svg`, svg(moment(convolution, pass, stage, step), 'dark'));
  });

  test.each(
    (['max-pool', 'average-pool'] as const).flatMap((kind) =>
      (
        [
          ['im2col', 'unroll', 6],
          ['im2col', 'reduce', 6],
          ['im2col', 'fold', 0],
          ['im2col-data', 'hand-back', 6],
          ['im2col-data', 'fold-back', 6],
          ['im2col-data', 'crop', 0],
          ['reads', 'readers', 12],
        ] as const
      ).map(([pass, stage, step]) => ({ kind, pass, stage, step })),
    ),
  )('$kind: $pass, $stage, step $step', ({ kind, pass, stage, step }) => {
    expectGolden(`${kind}-${pass}-${stage}.svg`, svg(moment(pool(kind), pass, stage, step), 'dark'));
  });

  test('how many windows of a max pool each cell wins', () => {
    expectGolden('max-pool-reads-wins.svg', svg(moment(pool('max-pool'), 'reads', 'wins', 0), 'dark'));
  });

  test.each([
    ['backward-data-agree', 'agree', 8],
    ['im2col', 'unroll', 3],
    ['im2col', 'product', 5],
    ['im2col', 'fold', 0],
    ['im2col-data', 'fold-back', 4],
    ['im2col-weights', 'product', 30],
    ['sharing', 'share', 4],
    ['sharing', 'apply-matrix', 5],
    ['sharing', 'transpose', 2],
    ['sharing', 'neurons', 4],
    ['reads', 'coverage', 14],
    ['reads', 'readers', 15],
    ['reads', 'uses', 0],
    ['code-formula', 'batch', 0],
    ['code-formula', 'swap-gradient', 0],
    ['code-scatter', 'collect', 4],
  ] as const)('lessons: %s, %s, step %i', (pass, stage, step) => {
    expectGolden(`lesson-${pass}-${stage}.svg`, svg(moment(batched, pass, stage, step), 'dark'));
  });

  test.each([
    ['tail', 'compare', 0],
    ['stride', 'compare', 0],
    ['transposed', 'compare', 2],
    ['bias', 'sweep', 0],
  ] as const)('mistake: %s, %s', (fault, stage, step) => {
    const lesson = filledLesson(strided, {
      trueConvolution: false,
      faults: [fault],
    });
    expectGolden(`mistake-${fault}.svg`, svg(moment(lesson, 'code-formula', stage, step), 'light'));
  });

  test('the kernel turns for a true convolution, at 0.5', () => {
    const lesson = filledLesson(strided, {
      trueConvolution: true,
      faults: [],
    });
    expectGolden('morph-flip-0.5.svg', svg(moment(lesson, 'forward', 'flip', 0, 0.5), 'light'));
  });

  test.each([
    ['code-formula', 'swap-input'],
    ['im2col', 'fold'],
    ['im2col-weights', 'fold'],
    ['sharing', 'transpose'],
  ] as const)('%s: %s on its way', (pass, stage) => {
    for (const share of [0.3, 0.5, 0.7]) {
      expectGolden(
        `morph-${pass}-${stage}-${share}.svg`,
        svg(moment(batched, pass, stage, 0, share), 'dark'),
      );
    }
  });

  test.each([320, 900])('what a cell reads of every tensor before it, %i pixels wide', (width) => {
    const steps = receptiveField(resnetStem, 'layer1.conv2', { row: 28, column: 10 });
    expectGolden(`receptive-${width}.svg`, svg(receptiveScene(steps, { width }, english), 'dark'));
  });

  test('what a cell reads through all branches of a join', () => {
    const steps = receptiveField(inceptionCell, 'concat', { row: 5, column: 6 });
    expectGolden('receptive-branches.svg', svg(receptiveScene(steps, { width: 900 }, english), 'light'));
  });

  test.each([
    ['pool2', 900],
    ['conv1', 320],
  ] as const)('what is wrong with %s, %i pixels wide', (layer, width) => {
    const geometry = resnetStem.layers.find(({ id }) => id === layer)?.axes[0]?.geometry;
    if (!geometry) throw new Error(`${layer} has no windows`);
    const windows = { axes: [0, 1], spatialRank: 2, geometry };
    expectGolden(`misfit-${layer}-${width}.svg`, svg(misfitScene(windows, width, english), 'light'));
  });

  test.each([0.25, 0.5, 0.75])('the cells of dZ on their way to being spread, at %f', (share) => {
    expectGolden(
      `morph-spread-${share}.svg`,
      svg(moment(convolution, 'backward-data', 'spread', 0, share), 'dark'),
    );
  });

  test.each([
    ['forward', 'apply', 10],
    ['forward', 'pool', 4],
    ['backward-data', 'route', 4],
    ['backward-data', 'mask', 16],
  ] as const)('example: %s, %s, step %i', (pass, stage, step) => {
    expectGolden(`example-${pass}-${stage}.svg`, svg(moment(chain, pass, stage, step), 'light'));
  });
});
