import { expect, test } from 'vitest';
import { networkView } from '../../../../src/scene/network/network-view.ts';
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
