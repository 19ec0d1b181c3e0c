import { expect, test } from 'vitest';
import { tableRows } from '../../../../src/scene/network/table.ts';
import type { NetworkView } from '../../../../src/scene/network/view.ts';
import { sampleNetwork } from '../../../support/panel/sample-networks.ts';

const sample = sampleNetwork('table', [
  { id: 'a', type: 'Conv2d', kind: 'convolution', summary: '', shape: [4, 8, 8] },
  { id: 'b', type: 'ReLU', kind: 'elementwise', summary: '', shape: [4, 8, 8] },
  { id: 'c', type: 'Conv2d', kind: 'convolution', summary: '', shape: [2, 4, 4] },
]);
const view: NetworkView = {
  ...sample,
  layers: sample.layers.map((layer, place) => ({ ...layer, params: [50, null, 200][place] ?? null })),
};

test.each([
  [null, ['a', 'b', 'c']],
  [{ column: 'parameters', descending: true }, ['c', 'a', 'b']],
  [{ column: 'parameters', descending: false }, ['a', 'c', 'b']],
  [{ column: 'memory', descending: false }, ['c', 'a', 'b']],
  [{ column: 'type', descending: true }, ['b', 'a', 'c']],
  [{ column: 'layer', descending: true }, ['c', 'b', 'a']],
] as const)('sorted by %j: what is unknown stands last', (order, expected) => {
  expect(tableRows(view, order).map(({ title }) => title)).toEqual(expected);
});

test('bars are shares of the greatest value; memory is four bytes a value', () => {
  const [a, , c] = tableRows(view, null);
  expect(a?.shares.parameters).toBe(0.25);
  expect(c?.shares.parameters).toBe(1);
  expect(a?.values.memory).toBe(4 * 8 * 8 * 4);
});
