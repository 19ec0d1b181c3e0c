import { expect, test } from 'vitest';
import { foundLayers } from '../../../../src/scene/network/search.ts';
import { resnetStem } from '../../../support/panel/sample-networks.ts';

test.each([
  ['', []],
  ['MAXPOOL', ['maxpool', 'pool2']],
  ['layer1 conv', ['layer1.conv1', 'layer1.conv2']],
  ['64x112', ['conv1', 'bn1', 'relu']],
  ['nothing like it', []],
])('%j finds %j', (query, expected) => {
  expect(foundLayers(resnetStem, query)).toEqual(expected);
});
