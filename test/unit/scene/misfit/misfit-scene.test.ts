import { expect, test } from 'vitest';
import { misfitScene } from '../../../../src/scene/misfit/misfit-scene.ts';
import { english } from '../../../../src/scene/words/english.ts';
import { resnetStem } from '../../../support/panel/sample-networks.ts';

test.each([
  [900, 'rows and columns alike · last 40 of 230 cells'],
  [290, 'rows and columns alike'],
])('%i wide, the strip of a misfit is named by whole words: %s', (width, title) => {
  const geometry = resnetStem.layers.find(({ id }) => id === 'conv1')?.axes[0]?.geometry;
  if (!geometry) throw new Error('conv1 has no windows');
  const { marks } = misfitScene({ axes: [0, 1], spatialRank: 2, geometry }, width, english);
  expect(marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []))[0]).toBe(title);
});
