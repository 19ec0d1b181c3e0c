import { expect, test } from 'vitest';
import { foldNetwork } from '../../../../src/scene/network/fold.ts';
import { flowMagnitudes, magnitudeScale } from '../../../../src/scene/network/flow-magnitudes.ts';
import { inBlocks } from '../../../support/panel/sample-networks.ts';

const tensor = (norm: number) => ({ norm, shareOfZeros: 0, histogram: [] });

const layers = [
  { id: 'stage1.0.conv1', value: tensor(1), gradient: tensor(1e-3) },
  { id: 'stage1.0.add', value: tensor(1), gradient: tensor(1e-9) },
  { id: 'fc', value: tensor(1), gradient: tensor(1) },
  { id: 'stage1.0.relu', value: tensor(1), gradient: null },
];
const run = { inputs: [{ name: 'image', gradient: tensor(1e-2) }], layers };
/** A network of one layer. */
const only = (gradient: ReturnType<typeof tensor> | null) => ({
  inputs: [],
  layers: [{ id: 'fc', value: tensor(1), gradient }],
});

test.each([
  ['fc', 1],
  ['stage1.0.conv1', 0.5],
  ['stage1.0.add', 0],
  ['image', 2 / 3],
])('%s is filled to %d', (id, share) => {
  expect(flowMagnitudes(inBlocks, run)?.get(id)).toBeCloseTo(share, 12);
});

test('a layer without a gradient has no share, and none has one after a forward pass alone', () => {
  expect(flowMagnitudes(inBlocks, run)?.has('stage1.0.relu')).toBe(false);
  expect(flowMagnitudes(inBlocks, only(null))).toBeNull();
});

test('a folded block has the greatest of its layers', () => {
  const folded = foldNetwork(inBlocks, new Set());
  const stage = folded.layers[1];
  expect(stage && flowMagnitudes(folded, run)?.get(stage.id)).toBeCloseTo(0.5, 12);
});

test('the scale ends at the greatest norm; without gradients there is none', () => {
  expect(magnitudeScale(run)).toEqual({ from: '1 · 10⁻⁶', to: '1' });
  expect(magnitudeScale(only(tensor(31_942)))).toEqual({ from: '0.032', to: '3.2 · 10⁴' });
  expect(magnitudeScale(only(null))).toBeNull();
  expect(magnitudeScale(only(tensor(0)))).toBeNull();
});
