import { describe, expect, test } from 'vitest';
import { firstUnfolded, foldNetwork, visibleLayer } from '../../../../src/scene/network/fold.ts';
import { networkSources, titleOf } from '../../../../src/scene/network/network-item.ts';
import type { LayerView, NetworkView } from '../../../../src/scene/network/view.ts';
import { sampleNetwork } from '../../../support/panel/sample-networks.ts';

/** A chain whose layers are named after their blocks: `stage.0.conv` is in `stage` and `stage.0`. */
function chainOf(
  ids: readonly string[],
  change: (layer: LayerView) => Partial<LayerView> = () => ({}),
): NetworkView {
  const view = sampleNetwork(
    'chain',
    ids.map((id) => ({
      id,
      type: id.replace(/.*\./, ''),
      kind: 'convolution',
      summary: '',
      shape: [8, 16, 16],
    })),
  );
  return {
    ...view,
    layers: view.layers.map((layer) => {
      const parts = layer.id.split('.');
      const blocks = parts.slice(0, -1).map((_, depth) => parts.slice(0, depth + 1).join('.'));
      return { ...layer, blocks, params: 10, macs: 100, ...change(layer) };
    }),
  };
}

const twice = ['stem', 'stage.0.conv', 'stage.0.relu', 'stage.1.conv', 'stage.1.relu', 'head'];
const titles = (view: NetworkView) => view.layers.map(titleOf);

describe('a network folds', () => {
  test.each([
    [[], ['stem', 'stage ×2', 'head']],
    [['stage'], ['stem', 'stage.0', 'stage.1', 'head']],
    [
      ['stage', 'stage.1'],
      ['stem', 'stage.0', 'stage.1.conv', 'stage.1.relu', 'head'],
    ],
    [['stage', 'stage.0', 'stage.1'], twice],
  ])('unfolded: %j', (unfolded, expected) => {
    expect(titles(foldNetwork(chainOf(twice), new Set(unfolded)))).toEqual(expected);
  });

  test('what is folded has the costs of all its layers and the shape of its last', () => {
    const [, fold] = foldNetwork(chainOf(twice), new Set()).layers;
    expect(fold).toMatchObject({
      params: 40,
      macs: 400,
      outputShapes: [[1, 8, 16, 16]],
      fold: { block: 'stage', members: twice.slice(1, 5), repeats: 2 },
    });
  });

  test('a skip into the middle of a block joins the block', () => {
    const view = chainOf(twice, ({ id }) => (id === 'stage.1.relu' ? { inputs: [0, 3] } : {}));
    expect(networkSources(foldNetwork(view, new Set()))).toEqual([[], [0], [1]]);
    expect(networkSources(foldNetwork(view, new Set(['stage'])))).toEqual([[], [0], [1, 0], [2]]);
  });

  test('a block that runs twice is folded twice, in order', () => {
    const view = chainOf(['stem', 'shared.conv', 'shared.relu', 'pool', 'shared.conv', 'shared.relu']);
    expect(titles(foldNetwork(view, new Set()))).toEqual(['stem', 'shared', 'pool', 'shared']);
  });

  test('the misfit that costs most is the block’s', () => {
    const view = chainOf(twice, ({ id }) => ({
      verdict: id === 'stage.0.conv' ? 'padding-unused' : id === 'stage.1.conv' ? 'pixels-lost' : 'fits',
    }));
    expect(foldNetwork(view, new Set()).layers[1]?.verdict).toBe('pixels-lost');
  });

  test('problems move to the block that hides their layer', () => {
    const problem = {
      code: 'pixels-lost',
      severity: 'warning',
      message: '',
      line: 3,
      windows: null,
    } as const;
    const view = {
      ...chainOf(twice),
      problems: [
        { ...problem, layer: 4 },
        { ...problem, layer: 5 },
      ],
    };
    expect(foldNetwork(view, new Set()).problems.map(({ layer }) => layer)).toEqual([1, 2]);
  });

  test.each(['stage.0.relu', 'stage.1.conv'])('%s is seen as the block that holds it', (id) => {
    const folded = foldNetwork(chainOf(twice), new Set());
    expect(visibleLayer(folded, id)).toBe(folded.layers[1]?.id);
    expect(visibleLayer(folded, 'no such layer')).toBeNull();
  });
});

describe('at first', () => {
  const stages = (count: number, blocks: number) => [
    'stem',
    ...Array.from({ length: count }, (_, stage) =>
      Array.from({ length: blocks }, (_, block) => [`s${stage}.${block}.conv`, `s${stage}.${block}.relu`]),
    ).flat(2),
  ];

  test.each([
    [2, 2, 9],
    [4, 6, 25],
    [20, 6, 21],
  ])('%i stages of %i blocks are %i parts', (count, blocks, parts) => {
    const view = chainOf(stages(count, blocks));
    expect(foldNetwork(view, firstUnfolded(view)).layers).toHaveLength(parts);
  });

  test('one block around everything is no picture: its parts are', () => {
    const view = chainOf(Array.from({ length: 60 }, (_, i) => `all.layer${i}`));
    expect(foldNetwork(view, firstUnfolded(view)).layers).toHaveLength(60);
  });
});
