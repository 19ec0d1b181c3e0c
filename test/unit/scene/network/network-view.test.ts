import { expect, test } from 'vitest';
import { networkItems } from '../../../../src/scene/network/network-item.ts';
import { networkView } from '../../../../src/scene/network/network-view.ts';
import { english } from '../../../../src/scene/words/english.ts';
import { modelOf } from '../../../support/network.ts';

const verdictsOf = (input: string, layers: readonly string[]) => {
  const text = `input: ${input}\nrounding: floor\nlayers:\n${layers.map((layer) => `  - ${layer}\n`).join('')}`;
  const { layers: views } = networkView(modelOf('model.convlens.yaml', text), () => 0);
  return Object.fromEntries(views.slice(1).map(({ id, verdict }) => [id, verdict]));
};

test.each([
  [
    'a linear layer that wants other features',
    '[1, 8, 8]',
    ['conv: {name: conv, out_channels: 2, kernel_size: 3}', 'flatten: {name: flat}'],
    'linear: {name: last, in_features: 50, out_features: 3}',
    { conv: 'fits', flat: null, last: 'impossible' },
  ],
  [
    'one that fits',
    '[1, 8, 8]',
    ['conv: {name: conv, out_channels: 2, kernel_size: 3}', 'flatten: {name: flat}'],
    'linear: {name: last, in_features: 72, out_features: 3}',
    { conv: 'fits', flat: null, last: null },
  ],
  [
    'a convolution whose windows fit, but not its channels',
    '[3, 8, 8]',
    [],
    'conv: {name: last, in_channels: 4, out_channels: 2, kernel_size: 3}',
    { last: 'impossible' },
  ],
])('%s: an error of any kind is marked where it arises', (_, input, before, last, expected) => {
  expect(verdictsOf(input, [...before, last])).toEqual(expected);
});

const misfitsOf = (rounding: string, ...layers: readonly string[]) => {
  const text = `input: [3, 224, 224]\nrounding: ${rounding}\nlayers:\n${layers.map((layer) => `  - ${layer}\n`).join('')}`;
  const view = networkView(modelOf('model.convlens.yaml', text), () => 0);
  return networkItems(view, english).at(-1)?.misfits;
};

test.each([
  ['floor', 'conv: {name: last, out_channels: 8, kernel_size: 7, stride: 2, padding: 3}', ['112.5 → 112']],
  ['exact', 'conv: {name: last, out_channels: 8, kernel_size: 7, stride: 2, padding: 3}', ['112.5 → ?']],
  ['floor', 'conv: {name: last, in_channels: 4, out_channels: 8, kernel_size: 3}', ['impossible']],
  [
    'exact',
    'conv: {name: last, out_channels: 8, kernel_size: [3, 4], stride: [3, 3]}',
    ['74.6667 → ?', '74.3333 → ?'],
  ],
  ['floor', 'conv: {name: last, out_channels: 8, kernel_size: 3}', []],
])('with rounding %s, beside the sign of %s stands %j', (rounding, layer, expected) => {
  expect(misfitsOf(rounding, layer)).toEqual(expected);
});
