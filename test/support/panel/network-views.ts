import { example, press, type ShownView } from './panel-views.ts';

const inception = {
  path: 'inception.convlens.yaml',
  text: `input: [192, 28, 28]
rounding: floor
layers:
  - conv: {name: 1x1, out_channels: 64, kernel_size: 1, from: input}
  - conv: {name: reduce3, out_channels: 96, kernel_size: 1, from: input}
  - conv: {name: 3x3, out_channels: 128, kernel_size: 3, padding: 1}
  - conv: {name: reduce5, out_channels: 16, kernel_size: 1, from: input}
  - conv: {name: 5x5, out_channels: 32, kernel_size: 5, padding: 2}
  - max_pool: {name: pool, kernel_size: 3, stride: 1, padding: 1, from: input}
  - conv: {name: project, out_channels: 32, kernel_size: 1}
  - concat: {name: joined, from: [1x1, 3x3, 5x5, project]}
  - conv: {name: next, out_channels: 64, kernel_size: 3, stride: 2}
`,
};

/** The skip of a U-Net does not fit: a pool has rounded. */
const oddUnet = {
  path: 'odd-unet.convlens.yaml',
  text: example('unet.convlens.yaml').text.replace('input: [1, 128, 128]', 'input: [1, 124, 124]'),
};

/** Networks of other kinds and formats, and what can be done with one; looked at, and tested only then. */
export const networkViews: readonly ShownView[] = [
  { name: 'network-lenet', show: example('lenet.convlens.yaml') },
  {
    name: 'table-lenet',
    show: example('lenet.convlens.yaml'),
    open: press('Table'),
  },
  { name: 'network-siamese', show: example('siamese.convlens.json') },
  { name: 'network-detector', show: example('detector.yaml') },
  { name: 'network-darknet', show: example('tiny-detector.cfg') },
  { name: 'network-inception', show: inception },
  { name: 'network-odd', show: oddUnet },
  { name: 'table-odd', show: oddUnet, open: press('Table') },
  { name: 'network-textbook', show: example('textbook.convlens.yaml') },
  {
    name: 'size-tried',
    afresh: true,
    show: example('unet.convlens.yaml'),
    open: async (page) => {
      await page.getByRole('slider').waitFor();
      await page.getByRole('slider').fill('100');
      await page.getByText('Back to the file’s').waitFor();
    },
  },
  {
    name: 'flow-not-run',
    afresh: true,
    show: example('lenet.convlens.yaml'),
    open: press('Gradient flow'),
  },
  {
    name: 'flow-refused',
    afresh: true,
    show: example('textbook.convlens.yaml'),
    open: async (page) => {
      await press('Gradient flow')(page);
      await press('Run')(page);
      await page.waitForTimeout(500);
    },
  },
  {
    name: 'compare-table',
    afresh: true,
    show: example('residual.convlens.yaml'),
    open: async (page, host) => {
      const { path, text } = example('residual.convlens.yaml');
      const network = await host.networkOf(
        path,
        text.replace('repeat: 2', 'repeat: 1').replace('32,', '24,'),
      );
      host.comparison = { of: { kind: 'head', label: 'HEAD' }, network };
      await press('Compare …')(page);
      await page.locator('.comparison').waitFor();
      await press('Table')(page);
    },
  },
];
