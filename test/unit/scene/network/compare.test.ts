import { describe, expect, test } from 'vitest';
import { beforeText, compareNetworks, describeRemoved } from '../../../../src/scene/network/compare.ts';
import { describeLayer, networkItems } from '../../../../src/scene/network/network-item.ts';
import { english } from '../../../../src/scene/words/english.ts';
import { shapeText } from '../../../../src/scene/network/shape-text.ts';
import { sampleNetwork } from '../../../support/panel/sample-networks.ts';

/** Layers as `id:type:channels`; the type is conv unless told. */
const network = (layers: string) =>
  sampleNetwork(
    'compared',
    layers.split(' ').map((layer) => {
      const [id = '', channels = '8', type = 'conv'] = layer.split(':');
      return { id, type, kind: 'convolution', summary: '', shape: [Number(channels), 4, 4] };
    }),
  );

function changesOf(before: string, now: string) {
  const { layers, removed } = compareNetworks(network(before), network(now));
  return {
    changes: [...layers].map(([id, change]) =>
      change.kind === 'added'
        ? `${id} added`
        : `${id} was ${change.before.id}:${shapeText(change.before.outputShapes[0]).split('×')[0] ?? ''}`,
    ),
    removed: removed.map(({ id }) => id),
  };
}

describe('since the other network', () => {
  test.each([
    ['nothing', 'a b c', 'a b c', [], []],
    ['one layer wider', 'a b:16 c', 'a b:32 c', ['b was b:16'], []],
    ['one more', 'a:1 c:3', 'a:1 b:2 c:3', ['b added'], []],
    ['one less', 'a:1 b:2 c:3', 'a:1 c:3', [], ['b']],
    ['numbers instead of names: one more', '0:1 1:2 2:3', '0:1 1:9:pool 2:2 3:3', ['1 added'], []],
    ['another type', 'a b:8:pool c', 'a b:8:norm c', ['b added'], ['b']],
    ['a new name', 'a b:8:pool c', 'a d:4:pool c', ['d was b:8'], []],
    ['all of it', 'a:1:x b:2:x', 'c:3:y', ['c added'], ['a', 'b']],
  ])('%s', (_, before, now, changes, removed) => {
    expect(changesOf(before, now)).toEqual({ changes, removed });
  });
});

test('a layer is told by its old shape, where that has changed', () => {
  const [old, fresh] = ['a:16', 'a:32'].map((layers) => network(layers).layers[0]);
  if (!old || !fresh) throw new Error('No layer.');
  expect(beforeText(old, fresh, english)).toBe('16×4×4');
  expect(beforeText({ ...old, summary: '3×3' }, { ...old, summary: '5×5' }, english)).toBe('3×3');
  const params = (count: number | null) => ({ ...old, params: count });
  expect(beforeText(params(18_010), params(36_010), english)).toBe('18,010 parameters');
  expect(beforeText(params(null), params(10), english)).toBe('? parameters');
});

test('what has changed is said of each layer, and what is gone at the end', () => {
  const [before, now] = [network('a:4 b:16 gone:2:pool'), network('a:4 b:32 c:8:norm')];
  const changes = compareNetworks(before, now);
  const spoken = networkItems(now, english, changes).map((item) => describeLayer(item, english));
  expect(spoken.map((text) => text.split('. ').slice(-1)[0])).toEqual([
    'Output 4×4×4.',
    'was 16×4×4.',
    'new.',
  ]);
  expect(describeRemoved(changes, english)).toBe('1 removed: gone (pool, 2×4×4).');
  expect(describeRemoved(compareNetworks(now, now), english)).toBeNull();
});
