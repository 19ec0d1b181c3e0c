import { expect, test } from 'vitest';
import { barsOf, sortedRows, tableRows } from '../../../../src/scene/network/table.ts';
import { layerCount, totalTexts } from '../../../../src/scene/network/totals.ts';
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
  expect(sortedRows(tableRows(view), order).map(({ layer }) => layer.id)).toEqual(expected);
});

test('bars are shares of the greatest value; memory is four bytes a value', () => {
  const rows = tableRows(view);
  const shareOf = barsOf(rows);
  expect(rows.map((row) => shareOf(row, 'parameters'))).toEqual([0.25, 0, 1]);
  expect(rows[0]?.values.memory).toBe(4 * 8 * 8 * 4);
});

test('a sum that lacks a part says so, and none of its parts is “?”; whole ones stand as they are', () => {
  const totals = {
    ...view.totals,
    params: 237186,
    macs: 0,
    trainingBytes: 2048,
    whole: { params: true, macs: false, memory: false },
  };
  expect(totalTexts({ ...view, totals })).toEqual({
    parameters: '237,186',
    multiplyAdds: '?',
    memory: '≥ 2.00 KiB',
  });
  expect(totalTexts({ ...view, totals }, (amount) => `at least ${amount}`).memory).toBe('at least 2.00 KiB');
});

test('what comes in is no layer', () => {
  const [first, ...rest] = view.layers;
  if (!first) throw new Error('no layer');
  expect(layerCount([{ ...first, kind: 'input' }, ...rest])).toBe(2);
});
