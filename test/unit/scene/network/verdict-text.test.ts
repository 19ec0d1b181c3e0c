import { expect, test } from 'vitest';
import { verdictText } from '../../../../src/scene/network/verdict-style.ts';
import { chinese } from '../../../../src/scene/words/chinese.ts';
import { english } from '../../../../src/scene/words/english.ts';
import { resnetStem } from '../../../support/panel/sample-networks.ts';

test.each([
  ['conv1', english, '112.5 → 112, padding unused'],
  ['pool2', english, '4.6667 → 4, pixels lost'],
  ['pool2', chinese, '4.6667 → 4，丢失像素'],
  ['fc', english, ''],
] as const)('%s: the size and what it costs are told apart', (id, words, expected) => {
  const layer = resnetStem.layers.find((candidate) => candidate.id === id);
  expect(layer && verdictText(layer, words)).toBe(expected);
});

test('what is refused for another reason than its size says only so', () => {
  const [image] = resnetStem.layers;
  expect(image && verdictText({ ...image, verdict: 'impossible' }, english)).toBe('impossible');
});
