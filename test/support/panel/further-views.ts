import type { Page } from 'playwright-core';
import type { PanelPlace } from '../../../src/protocol/panel.ts';
import type { Fault } from '../../../src/engine/trace/options.ts';
import type { HarnessHost } from './harness-host.ts';
import { at, example, large, press, strided, type ShownView } from './panel-views.ts';

type Pass = NonNullable<PanelPlace['pass']>;
type StageOf = NonNullable<PanelPlace['stage']>;
type Stop = readonly [pass: Pass, stage: StageOf, step: number];

const stops = (layer: string, prefix: string, places: readonly Stop[]): ShownView[] =>
  places.map(([pass, stage, step]) => ({
    name: `${prefix}${pass}-${stage}`,
    show: strided,
    open: at({ layer, pass, stage, step }),
  }));

/** Stages that `panelViews` does not stop at, each at a step that shows what it does. */
const stages: readonly ShownView[] = [
  ...stops('conv', '', [
    ['forward', 'pad', 0],
    ['backward-data', 'gradient', 0],
    ['backward-data', 'spread', 0],
    ['backward-data', 'tail', 0],
    ['backward-data', 'border', 0],
    ['backward-data', 'kernel', 0],
    ['backward-data', 'rotate', 0],
    ['backward-data', 'crop', 0],
    ['backward-weights', 'sum-bias', 0],
    ['im2col', 'fold', 0],
    ['im2col-data', 'product', 4],
    ['im2col-data', 'fold-back', 7],
    ['im2col-weights', 'product', 4],
    ['sharing', 'transpose', 0],
    ['sharing', 'apply-matrix', 4],
    ['reads', 'coverage', 0],
    ['reads', 'uses', 0],
    ['code-scatter', 'scatter', 3],
    ['code-bounds', 'collect', 5],
  ]),
  ...stops('up', 'transposed-', [
    ['forward-scatter', 'scatter', 2],
    ['forward-agree', 'agree', 0],
    ['backward-data', 'correlate', 3],
    ['sharing', 'share', 2],
    ['reads', 'coverage', 0],
  ]),
  ...stops('pool', 'max-pool-', [
    ['forward', 'pool', 1],
    ['reads', 'coverage', 0],
    ['reads', 'wins', 0],
  ]),
  ...stops('average', 'average-pool-', [['backward-data', 'route', 1]]),
  ...stops('relu', 'relu-', [['forward', 'apply', 5]]),
  ...stops('linear', 'linear-', [
    ['backward-data', 'multiply', 1],
    ['backward-weights', 'multiply', 1],
  ]),
];

const told = (options: { readonly trueConvolution?: boolean; readonly faults?: readonly Fault[] }) => ({
  options: { samples: 1, trueConvolution: false, faults: [], edits: [], ...options },
});

/** Runs the network, and comes back to the graph, whose gradients then have their magnitude as colour. */
const run = async (page: Page) => {
  await press('Gradient flow')(page);
  await press('Run')(page);
  await page.locator('.stage canvas').waitFor({ timeout: 60_000 });
};

const exampleAt = (place: Omit<PanelPlace, 'view'>) => async (page: Page, host: HarnessHost) => {
  await page.locator('h1.title').waitFor();
  await host.panel.call('goTo', { view: 'example', ...place });
  await host.panel.call('describe', {});
};

/** A chain of convolutions in named blocks: 1,002 layers. */
const thousand = {
  path: 'thousand.convlens.yaml',
  text: [
    'input: [3, 224, 224]',
    'rounding: floor',
    'layers:',
    '  - conv: {out_channels: 32, kernel_size: 3, padding: 1}',
    ...Array.from({ length: 10 }, (_, stage) => [
      `  - block: stage${stage}`,
      '    repeat: 20',
      '    layers:',
      '      - conv: {out_channels: 32, kernel_size: 3, padding: 1}',
      '      - batch_norm',
      '      - relu',
      '      - conv: {out_channels: 32, kernel_size: 3, padding: 1}',
      '      - add: input',
    ]).flat(),
    '  - linear: 10',
    '',
  ].join('\n'),
};

/** Above 33 million values: computed in float32. */
const huge = {
  path: 'huge.convlens.yaml',
  text: 'input: [64, 520, 520]\nlayers:\n  - conv: {name: conv, out_channels: 64, kernel_size: 3, padding: 1}\n',
};

/** More channels come out than go in: the published inner bias has the wrong length. */
const widening = {
  path: 'widening.convlens.yaml',
  text: 'input: [2, 6, 6]\nlayers:\n  - conv: {name: conv, out_channels: 3, kernel_size: 3}\n',
};

const oneAxis = {
  path: 'sequence.convlens.yaml',
  text: 'input: {channels: 2, length: 12}\nlayers:\n  - conv: {name: conv, out_channels: 2, kernel_size: 3, stride: 3}\n',
};

const longName = {
  path: 'long.convlens.yaml',
  text: `input: [1, 9, 9]\nlayers:\n  - conv: {name: ${'backbone.'.repeat(12)}conv, out_channels: 1, kernel_size: 3}\n`,
};

/** Heights and widths that fit differently, each with a slider; rows and columns are lost. */
const lossy = {
  path: 'lossy.convlens.yaml',
  text: `input: [3, 60, 47]
rounding: floor
layers:
  - conv: {name: conv, out_channels: 16, kernel_size: 5, stride: 4}
  - max_pool: {name: pool, kernel_size: 4, stride: 4}
  - conv: {name: last, out_channels: 32, kernel_size: 2, stride: 2}
`,
};

/** A network with 16 parameters whose layers are not reached from its input. */
export const unreached = {
  path: 'heads.py',
  text: `import torch.nn as nn


class Heads(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 4)

    def forward(self, inputs):
        return {name: self.fc(value) for name, value in inputs.items()}
`,
};

/** More of what the panel shows: pictures that are looked at, and tested only then. */
export const furtherViews: readonly ShownView[] = [
  ...stages,
  {
    name: 'forward-flip',
    afresh: true,
    show: strided,
    open: at({ layer: 'conv', pass: 'forward', stage: 'flip', ...told({ trueConvolution: true }) }),
  },
  {
    name: 'code-mistakes',
    afresh: true,
    show: strided,
    open: at({ layer: 'conv', pass: 'code-formula', stage: 'crop', ...told({ faults: ['tail', 'stride'] }) }),
  },
  {
    name: 'code-raises',
    afresh: true,
    show: widening,
    open: at({ layer: 'conv', pass: 'code-formula', stage: 'sweep', ...told({ faults: ['bias'] }) }),
  },
  {
    name: 'textbook-bug',
    afresh: true,
    show: strided,
    open: at({ layer: 'conv', pass: 'code-formula', stage: 'compare', ...told({ faults: ['tail'] }) }),
  },
  {
    name: 'example-mask',
    show: { state: 'example' },
    open: exampleAt({ pass: 'backward-data', stage: 'mask' }),
  },
  {
    name: 'example-sweep',
    show: { state: 'example' },
    open: exampleAt({ pass: 'backward-data', stage: 'sweep', step: 9 }),
  },
  {
    name: 'values-open',
    afresh: true,
    show: strided,
    open: async (page, host) => {
      await at({ layer: 'conv', pass: 'forward', stage: 'correlate', step: 5 })(page, host);
      // Where there is room for it, it is open anyway and has no button.
      await page.setViewportSize({ width: 320, height: 700 });
      await page.locator('button.values').click();
    },
  },
  {
    name: 'cell-edited',
    afresh: true,
    show: strided,
    open: async (page, host) => {
      await at({ layer: 'conv', pass: 'forward', stage: 'correlate', step: 5 })(page, host);
      await page.keyboard.press('e');
      await page.locator('.cell-input').fill('7.5');
    },
  },
  {
    name: 'one-axis',
    afresh: true,
    show: oneAxis,
    open: at({ layer: 'conv', pass: 'forward', stage: 'correlate', step: 2 }),
  },
  {
    name: 'large-backward',
    show: large,
    open: at({ layer: 'conv', pass: 'backward-data', stage: 'sweep', step: 9000 }),
  },
  {
    name: 'large-weights',
    show: large,
    open: at({ layer: 'conv', pass: 'backward-weights', stage: 'slide', step: 20 }),
  },
  {
    name: 'large-im2col',
    show: large,
    open: at({ layer: 'conv', pass: 'im2col', stage: 'unroll', step: 20 }),
  },
  { name: 'large-coverage', show: large, open: at({ layer: 'pool', pass: 'reads', stage: 'coverage' }) },
  {
    name: 'large-receptive-field',
    show: large,
    open: async (page, host) => {
      await at({ layer: 'pool' })(page, host);
      await page.getByRole('tab', { name: 'Receptive field' }).click();
    },
  },
  { name: 'huge', show: huge, open: at({ layer: 'conv', pass: 'forward', stage: 'correlate', step: 90000 }) },
  { name: 'not-played', show: example('resnet-stem.convlens.yaml'), open: at({ layer: 'batch_norm1' }) },
  { name: 'network-lossy', show: lossy },
  {
    name: 'search',
    show: example('resnet18.convlens.yaml'),
    open: async (page) => {
      await page.getByPlaceholder('Find layers').fill('conv2');
    },
  },
  {
    name: 'long-name',
    show: longName,
    open: at({ layer: 'backbone.'.repeat(12) + 'conv', pass: 'forward', stage: 'correlate', step: 3 }),
  },
  { name: 'long-name-table', afresh: true, show: longName, open: press('Table') },
  {
    name: 'unreached',
    show: unreached,
    open: (page) => page.locator('.message').waitFor(),
  },
  { name: 'network-unfolded', show: example('residual.convlens.yaml') },
  {
    name: 'flow-large',
    afresh: true,
    show: example('resnet18.convlens.yaml'),
    open: run,
  },
  {
    name: 'network-magnitudes',
    afresh: true,
    show: example('resnet18.convlens.yaml'),
    open: async (page) => {
      await run(page);
      await press('Graph')(page);
    },
  },
  {
    name: 'thousand',
    show: thousand,
    open: (page) => page.getByRole('option').first().waitFor({ state: 'attached' }),
  },
  // Each with its own time: in one walk they would take two minutes.
  { name: 'thousand-table', afresh: true, show: thousand, open: press('Table') },
  {
    name: 'thousand-search',
    afresh: true,
    show: thousand,
    open: async (page) => {
      await page.getByPlaceholder('Find layers').fill('stage7.3.conv');
    },
  },
];
