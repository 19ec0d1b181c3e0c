import { describe, expect, test } from 'vitest';
import { foldNetwork } from '../../../../src/scene/network/fold.ts';
import { titleOf } from '../../../../src/scene/network/network-item.ts';
import { withRepeats } from '../../../../src/scene/network/repeats.ts';
import type { NetworkView } from '../../../../src/scene/network/view.ts';
import { sampleNetwork, type SampleLayer } from '../../../support/panel/sample-networks.ts';

type Row = Pick<SampleLayer, 'type' | 'kind'> & {
  readonly channels: number;
  /** How far back the inputs are. */
  readonly back?: readonly number[];
};

const conv = (channels: number): Row => ({ type: 'convolutional', kind: 'convolution', channels });
const shortcut = (channels: number): Row => ({
  type: 'shortcut',
  kind: 'combine',
  channels,
  back: [1, 3],
});
const relu = (channels: number): Row => ({ type: 'relu', kind: 'elementwise', channels });

const times = (count: number, rows: readonly Row[]): Row[] =>
  Array.from({ length: count }, () => rows).flat();

function networkOf(rows: readonly Row[], nameOf: (place: number) => string = String): NetworkView {
  const layers = rows.map(({ channels, back, ...row }, place) => ({
    ...row,
    id: nameOf(place),
    summary: '',
    shape: [channels, 32, 32],
    ...(back && { from: back.map((distance) => place - distance) }),
  }));
  const view = sampleNetwork('repeats', layers);
  return { ...view, layers: withRepeats(view.layers) };
}

const folded = (view: NetworkView, unfolded: readonly string[] = []): string[] =>
  foldNetwork(view, new Set(unfolded)).layers.map(titleOf);

const stem = (length: number): Row[] => Array.from({ length }, (_, place) => conv(1000 + place));

describe('layers without blocks fold where they repeat', () => {
  test('a bottleneck eight times and four times, as in Darknet-53', () => {
    const rows = [
      ...stem(8),
      conv(256),
      ...times(8, [conv(128), conv(256), shortcut(256)]),
      conv(512),
      ...times(4, [conv(256), conv(512), shortcut(512)]),
      ...stem(4),
    ];
    const view = networkOf(rows);
    expect(folded(view).slice(8)).toEqual(['8', '9 … 32 ×8', '33', '34 … 45 ×4', '46', '47', '48', '49']);
    const opened = folded(view, ['9 … 32', '12 … 14']);
    expect(opened.slice(8, 15)).toEqual(['8', '9 … 11', '12', '13', '14', '15 … 17', '18 … 20']);
  });

  test('cells with a pool among them: the cells repeat, not the pool', () => {
    const cell = (channels: number) => [
      conv(channels),
      relu(channels),
      conv(channels + 1),
      shortcut(channels),
    ];
    const pool: Row = { type: 'maxpool', kind: 'pool', channels: 1 };
    const two = [...cell(8), ...cell(16)];
    const rows = [...stem(20), pool, ...two, pool, ...two, ...cell(24), ...stem(12)];
    expect(folded(networkOf(rows)).slice(19, -11)).toEqual([
      '19',
      '20',
      '21 … 28 ×2',
      '29',
      '30 … 41 ×3',
      '42',
    ]);
  });

  test('what the names begin with is the name', () => {
    const part = [conv(8), relu(8), conv(8), shortcut(8)];
    const name = (place: number) =>
      place < 20 || place >= 44 ? `l${place}` : `res4b${Math.floor((place - 20) / 4)}_${place % 4}`;
    const view = networkOf([...stem(19), conv(8), ...times(6, part), ...stem(8)], name);
    expect(folded(view)[20]).toBe('res4b ×6');
    expect(folded(view, ['res4b']).slice(20, 23)).toEqual(['res4b0', 'res4b1', 'res4b2']);
  });

  test('parts begin with a layer that changes the shape', () => {
    const view = networkOf([
      ...stem(20),
      relu(8),
      ...times(7, [conv(8), relu(8), conv(8), relu(8)]),
      ...stem(8),
    ]);
    expect(folded(view)[21]).toBe('21 … 48 ×14');
  });

  test.each([
    ['few layers', times(12, [conv(8), relu(8), conv(4)])],
    ['layers that all differ', stem(60)],
  ])('not: %s', (_, rows) => {
    expect(folded(networkOf(rows))).toEqual(rows.map((_row, place) => String(place)));
  });
});
