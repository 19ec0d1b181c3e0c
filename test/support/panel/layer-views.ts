import type { Page } from 'playwright-core';
import type { Fault } from '../../../src/engine/trace/options.ts';
import type { PanelPlace } from '../../../src/protocol/panel.ts';
import { at, strided, type ShownView } from './panel-views.ts';

type Place = Omit<PanelPlace, 'view' | 'layer'>;

/** Every kind of layer that is played, each in a network of its own: its numbers are seen best where they are few. */
const kinds = {
  dilated:
    'input: [1, 9, 9]\nrounding: floor\nlayers:\n  - conv: {name: it, out_channels: 1, kernel_size: 3, dilation: 2}\n',
  tailed:
    'input: [1, 8, 9]\nrounding: floor\nlayers:\n  - conv: {name: it, out_channels: 2, kernel_size: 3, stride: [2, 3]}\n',
  grouped:
    'input: [4, 6, 6]\nlayers:\n  - conv: {name: it, out_channels: 4, kernel_size: 3, groups: 2, padding: 1}\n',
  depthwise:
    'input: [3, 6, 6]\nlayers:\n  - conv: {name: it, out_channels: 3, kernel_size: 3, groups: 3, padding: 1}\n',
  pointwise: 'input: [3, 5, 5]\nlayers:\n  - conv: {name: it, out_channels: 2, kernel_size: 1}\n',
  '1d': 'input: {channels: 2, length: 12}\nrounding: floor\nlayers:\n  - conv: {name: it, out_channels: 2, kernel_size: 3, stride: 2}\n',
  '3d': 'input: [1, 1, 5, 6, 6]\nrounding: floor\nlayers:\n  - conv: {name: it, out_channels: 2, kernel_size: [2, 3, 3], stride: [1, 2, 2]}\n',
  'transposed-1d':
    'input: {channels: 1, length: 5}\nlayers:\n  - conv_transpose: {name: it, out_channels: 1, kernel_size: 3, stride: 2}\n',
  'pool-1d':
    'input: {channels: 1, length: 12}\nlayers:\n  - max_pool: {name: it, kernel_size: 3, stride: 3}\n',
  'pool-3d': 'input: [1, 1, 4, 6, 6]\nlayers:\n  - max_pool: {name: it, kernel_size: 2, stride: 2}\n',
  'pool-overlap':
    'input: [1, 7, 7]\nlayers:\n  - avg_pool: {name: it, kernel_size: 3, stride: 2, padding: 1}\n',
} as const;

type Kind = keyof typeof kinds;

const shown = (kind: Kind) => ({ path: `${kind}.convlens.yaml`, text: kinds[kind] });

const passes = (kind: Kind, places: readonly Place[]): ShownView[] =>
  places.map((place) => ({
    name: `${kind}-${place.pass}${place.stage ? `-${place.stage}` : ''}`,
    show: shown(kind),
    open: at({ layer: 'it', ...place }),
  }));

const forward = { pass: 'forward', stage: 'correlate', step: 3 } as const;
const sweep = { pass: 'backward-data', stage: 'sweep', step: 12 } as const;
const slide = { pass: 'backward-weights', stage: 'slide', step: 3 } as const;
const scatter = { pass: 'backward-data-scatter', stage: 'scatter', step: 3 } as const;
const columns = { pass: 'im2col', stage: 'unroll', step: 3 } as const;
const matrix = { pass: 'sharing', stage: 'share', step: 3 } as const;
const coverage = { pass: 'reads', stage: 'coverage' } as const;
const pool = { pass: 'forward', stage: 'pool', step: 2 } as const;
const route = { pass: 'backward-data', stage: 'route', step: 2 } as const;

const field = (kind: Kind): ShownView => ({
  name: `${kind}-receptive-field`,
  show: shown(kind),
  open: async (page, host) => {
    await at({ layer: 'it' })(page, host);
    await page.getByRole('tab', { name: 'Receptive field' }).click();
  },
});

/** Each mistake where it shows, by the algorithm that makes it; two samples, for those that only batches show. */
const mistake = (fault: Fault, layer: string, place: Place): ShownView => ({
  name: `mistake-${fault}`,
  afresh: true,
  show: strided,
  open: at({
    layer,
    ...place,
    options: { samples: 2, trueConvolution: false, faults: [fault], edits: [] },
  }),
});

const checkGradient: ShownView['open'] = async (page: Page, host) => {
  await at({ layer: 'conv', pass: 'backward-data', stage: 'crop' })(page, host);
  const values = page.locator('button.values');
  if (await values.isVisible()) await values.click();
  await page.getByLabel('Check gradients').check();
  const picture = page.locator('canvas.picture').last();
  await picture.scrollIntoViewIfNeeded();
  const box = await picture.boundingBox();
  if (!box) throw new Error('There is no picture.');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.locator('.check.agrees, .check.differs').waitFor();
};

/** Each kind of layer, each mistake and the check of a gradient; looked at, and tested only then. */
export const layerViews: readonly ShownView[] = [
  ...passes('dilated', [forward, sweep, slide, scatter, columns, matrix, coverage]),
  field('dilated'),
  ...passes('tailed', [
    forward,
    { pass: 'backward-data', stage: 'tail' },
    sweep,
    slide,
    { pass: 'backward-data-agree' },
    coverage,
    { pass: 'code-formula', stage: 'sweep', step: 4 },
  ]),
  ...passes('grouped', [forward, sweep, slide, columns, matrix]),
  ...passes('depthwise', [forward, sweep, slide, columns]),
  ...passes('pointwise', [forward, sweep, columns]),
  ...passes('1d', [
    forward,
    sweep,
    scatter,
    slide,
    columns,
    { pass: 'im2col', stage: 'product', step: 3 },
    matrix,
    { pass: 'sharing', stage: 'neurons', step: 2 },
    { pass: 'reads', stage: 'readers', step: 3 },
    coverage,
    { pass: 'code-formula', stage: 'sweep', step: 4 },
    { pass: 'code-scatter', stage: 'scatter', step: 2 },
  ]),
  field('1d'),
  ...passes('3d', [forward, sweep, slide, scatter, columns, matrix, coverage]),
  {
    name: '3d-code',
    show: shown('3d'),
    open: at({ layer: 'it', pass: 'code-formula', stage: 'sweep', step: 4 }),
  },
  field('3d'),
  ...passes('transposed-1d', [{ pass: 'forward' }, { pass: 'forward-scatter', stage: 'scatter', step: 2 }]),
  ...passes('pool-1d', [pool, route, columns]),
  ...passes('pool-3d', [pool, route]),
  ...passes('pool-overlap', [
    pool,
    route,
    coverage,
    { pass: 'im2col' },
    { pass: 'code-forward' },
    { pass: 'code-backward' },
  ]),
  mistake('tail', 'conv', { pass: 'code-formula', stage: 'compare' }),
  mistake('bias', 'conv', { pass: 'code-formula', stage: 'sweep' }),
  mistake('stride', 'conv', { pass: 'code-formula', stage: 'slide' }),
  mistake('transposed', 'conv', { pass: 'code-formula', stage: 'unswap' }),
  mistake('mean', 'conv', { pass: 'code-formula', stage: 'divide' }),
  mistake('bounds', 'conv', { pass: 'code-bounds', stage: 'collect', step: 5 }),
  mistake('ties', 'pool', { pass: 'code-backward', stage: 'compare' }),
  { name: 'check-gradient', afresh: true, show: strided, open: checkGradient },
];
