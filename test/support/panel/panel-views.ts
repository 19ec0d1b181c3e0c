import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { PanelContent, PanelPlace } from '../../../src/protocol/panel.ts';
import type { HarnessHost } from './harness-host.ts';
import type { HarnessView, OpenPanel, PanelHarness } from './harness.ts';

interface Source {
  readonly path: string;
  readonly text: string;
}

/** One view of the panel: what it shows, and how one comes to it. */
export interface ShownView {
  readonly name: string;
  readonly show: Source | PanelContent;
  /** What was chosen before would show. */
  readonly afresh?: true;
  readonly open?: (page: Page, host: HarnessHost) => Promise<unknown>;
}

export const example = (path: string): Source => ({
  path,
  text: readFileSync(new URL(`../../../examples/${path}`, import.meta.url), 'utf8'),
});

/** 8×8 with two channels, 3×3 by 2: a tail of one row and column, which the padding takes. */
export const strided: Source = {
  path: 'strided.convlens.yaml',
  text: `input: [2, 8, 8]
rounding: floor
layers:
  - conv: {name: conv, out_channels: 2, kernel_size: 3, stride: 2, padding: 1}
  - relu: {name: relu}
  - max_pool: {name: pool, kernel_size: 2, stride: 2}
  - conv_transpose: {name: up, out_channels: 1, kernel_size: 3, stride: 2}
  - avg_pool: {name: average, kernel_size: 2, stride: 2}
  - flatten
  - linear: {name: linear, out_features: 3}
`,
};

/** A volume: its windows are columns too, slice below slice. */
const volume: Source = {
  path: 'volume.convlens.yaml',
  text: `input: [1, 1, 5, 5, 5]
layers:
  - conv: {name: conv, out_channels: 2, kernel_size: [3, 3, 3]}
`,
};

/** 224×224 with three channels: heat maps with a lens. */
export const large: Source = {
  path: 'large.convlens.yaml',
  text: `input: [3, 224, 224]
rounding: floor
layers:
  - conv: {name: conv, out_channels: 8, kernel_size: 7, stride: 2, padding: 3}
  - max_pool: {name: pool, kernel_size: 3, stride: 3}
`,
};

/** Opens a step of the strided convolution's sliding window. */
export async function openCorrelation(
  harness: PanelHarness,
  step: number,
  view: Omit<HarnessView, 'show'> = {},
): Promise<OpenPanel> {
  const panel = await harness.open({ ...view, show: strided });
  await at({ layer: 'conv', pass: 'forward', stage: 'correlate', step })(panel.page, panel.host);
  return panel;
}

export const at = (place: Omit<PanelPlace, 'view'>) => async (page: Page, host: HarnessHost) => {
  await page.locator('h1.title').waitFor();
  await host.panel.call('goTo', { view: 'layer', ...place });
  await host.panel.call('describe', {});
};

export const press = (name: string) => (page: Page) =>
  page.getByRole('button', { name, exact: true }).click();

/** Where the layers stand comes a moment after the layers themselves. */
const arranged = (page: Page) => page.getByRole('option').first().waitFor({ state: 'attached' });

const document = { uri: 'file:///model.cfg', name: 'model.cfg' };

export const panelViews: readonly ShownView[] = [
  { name: 'network', show: example('resnet18.convlens.yaml'), open: arranged },
  { name: 'network-short', show: example('resnet-stem.convlens.yaml'), open: arranged },
  { name: 'network-branches', show: example('unet.convlens.yaml'), open: arranged },
  { name: 'table', show: example('resnet18.convlens.yaml'), open: press('Table') },
  {
    name: 'flow',
    show: example('lenet.convlens.yaml'),
    open: async (page) => {
      await press('Gradient flow')(page);
      await press('Run')(page);
      await page.locator('.stage canvas').waitFor();
    },
  },
  {
    name: 'compare',
    show: example('residual.convlens.yaml'),
    open: async (page, host) => {
      const { path, text } = example('residual.convlens.yaml');
      const network = await host.networkOf(
        path,
        text.replace('repeat: 2', 'repeat: 1').replace('32,', '24,'),
      );
      host.comparison = { of: { kind: 'head', label: 'HEAD' }, network };
      await press('Graph')(page);
      await press('Compare …')(page);
      await page.locator('.comparison').waitFor();
      await press('Table')(page);
      await page.locator('.table .changed .change').first().waitFor();
      await press('Graph')(page);
    },
  },
  {
    name: 'forward',
    show: strided,
    open: at({ layer: 'conv', pass: 'forward', stage: 'correlate', step: 5 }),
  },
  {
    name: 'backward-data',
    show: strided,
    open: at({ layer: 'conv', pass: 'backward-data', stage: 'sweep', step: 20 }),
  },
  {
    name: 'backward-data-scatter',
    show: strided,
    open: at({ layer: 'conv', pass: 'backward-data-scatter', stage: 'scatter', step: 5 }),
  },
  { name: 'backward-data-agree', show: strided, open: at({ layer: 'conv', pass: 'backward-data-agree' }) },
  {
    name: 'backward-weights',
    show: strided,
    open: at({ layer: 'conv', pass: 'backward-weights', stage: 'slide', step: 4 }),
  },
  { name: 'im2col', show: strided, open: at({ layer: 'conv', pass: 'im2col', stage: 'unroll', step: 4 }) },
  {
    name: 'im2col-product',
    show: strided,
    open: at({ layer: 'conv', pass: 'im2col', stage: 'product', step: 4 }),
  },
  { name: 'weights', show: strided, open: at({ layer: 'conv', pass: 'sharing', stage: 'share', step: 3 }) },
  {
    name: 'weights-neurons',
    show: strided,
    open: at({ layer: 'conv', pass: 'sharing', stage: 'neurons', step: 4 }),
  },
  { name: 'reads', show: strided, open: at({ layer: 'conv', pass: 'reads', stage: 'readers', step: 12 }) },
  { name: 'code', show: strided, open: at({ layer: 'conv', pass: 'code-formula', stage: 'sweep', step: 9 }) },
  {
    name: 'receptive-field',
    show: strided,
    open: async (page, host) => {
      await at({ layer: 'average' })(page, host);
      await page.getByRole('tab', { name: 'Receptive field' }).click();
    },
  },
  { name: 'relu', show: strided, open: at({ layer: 'relu', pass: 'backward-data' }) },
  {
    name: 'max-pool',
    show: strided,
    open: at({ layer: 'pool', pass: 'backward-data', stage: 'route', step: 1 }),
  },
  { name: 'transposed', show: strided, open: at({ layer: 'up', pass: 'forward' }) },
  {
    name: 'average-pool',
    show: strided,
    open: at({ layer: 'average', pass: 'forward', stage: 'pool', step: 1 }),
  },
  { name: 'linear', show: strided, open: at({ layer: 'linear', pass: 'forward' }) },
  {
    name: 'large',
    show: large,
    open: at({ layer: 'conv', pass: 'forward', stage: 'correlate', step: 5000 }),
  },
  {
    name: 'what-is-wrong',
    show: large,
    open: async (page, host) => {
      await at({ layer: 'pool', pass: 'forward' })(page, host);
      await page.getByRole('button', { name: 'What is wrong' }).click();
    },
  },
  { name: 'error-layer', show: example('textbook.convlens.yaml'), open: at({ layer: 'conv1' }) },
  { name: 'example', show: { state: 'example' } },
  {
    name: 'empty',
    show: {
      state: 'empty',
      document,
      message: 'There is no layer in model.cfg yet. Write one, and it appears here.',
    },
  },
  {
    name: 'only-input',
    show: { path: 'begun.convlens.yaml', text: 'input: [3, 32, 32]\nlayers: []\n' },
    open: (page) => page.locator('.message').waitFor(),
  },
  {
    name: 'volume-im2col',
    show: volume,
    open: at({ layer: 'conv', pass: 'im2col', stage: 'unroll', step: 4 }),
  },
  {
    name: 'error',
    show: { state: 'error', document, message: 'The analysis has stopped. ConvLens starts it again.' },
  },
  { name: 'loading', show: { state: 'loading', document } },
  {
    name: 'keys',
    show: example('resnet-stem.convlens.yaml'),
    open: async (page) => {
      await page.locator('h1.title').waitFor();
      await page.keyboard.press('?');
    },
  },
];
