import { expect, test } from 'vitest';
import { symmetricPadding, windowAxes } from '../../../../src/engine/geometry/window.ts';
import { filledTensors, layerLesson, type LayerSpec } from '../../../../src/engine/trace/layer-lesson.ts';
import { workingOf } from '../../../../src/scene/layer/ledger.ts';
import { english } from '../../../../src/scene/words/english.ts';
import { accepted } from '../../../support/conv-oracle.ts';

const first = { batch: 0, inChannel: 0, outChannel: 0, outSlice: 0, kernelSlice: 0 };
const fillings = { input: 'picture', kernel: 'noise', gradient: 'noise', seed: 1 } as const;

test.each([
  ['4×4', [4, 4], 'other channels'],
  ['4×4×4', [4, 4, 4], 'other channels, slices'],
])('input 2×%s, kernel 3: the sum’s second line is %s', (_, sizes, label) => {
  const spec: LayerSpec = {
    kind: 'convolution',
    input: [1, 2, ...sizes],
    outChannels: 1,
    groups: 1,
    bias: false,
    axes: accepted(
      windowAxes(
        sizes,
        sizes.map(() => 3),
        {
          stride: sizes.map(() => 1),
          dilation: sizes.map(() => 1),
          padding: symmetricPadding(sizes.map(() => 0)),
          rounding: 'floor',
        },
      ),
    ),
  };
  const { passes } = layerLesson(spec, filledTensors(spec, fillings), first);
  const stage = passes[0]?.stages.find(({ id }) => id === 'correlate');
  expect(stage && workingOf(stage, 0, english)?.lines.map((line) => line.label)).toEqual([
    'kernel · window',
    label,
  ]);
});
