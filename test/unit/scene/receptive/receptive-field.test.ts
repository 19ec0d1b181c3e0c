import { describe, expect, test } from 'vitest';
import { english } from '../../../../src/scene/words/english.ts';
import { receptiveScene } from '../../../../src/scene/receptive/receptive-scene.ts';
import { receptiveField } from '../../../../src/scene/receptive/receptive-field.ts';
import type { FieldAxis } from '../../../../src/scene/receptive/field-axis.ts';
import { transposedAxisGeometry } from '../../../../src/engine/geometry/transposed-axis.ts';
import {
  inceptionCell,
  resnetStem,
  sampleNetwork,
  type SampleLayer,
} from '../../../support/panel/sample-networks.ts';

type Config = NonNullable<SampleLayer['axis']>['config'];

const axis = transposedAxisGeometry({
  inputSize: 4,
  kernelSize: 3,
  stride: 2,
  dilation: 1,
  padding: { before: 0, after: 0 },
  outputPadding: 0,
});
const plain = sampleNetwork('up', [
  { id: 'image', type: 'Input', kind: 'input', summary: '', shape: [1, 4, 4] },
  { id: 'up', type: 'ConvTranspose2d', kind: 'transposed-convolution', summary: '', shape: [1, 9, 9] },
]);
const upsampled = {
  ...plain,
  layers: plain.layers.map((layer) =>
    layer.id === 'up' && axis ? { ...layer, transposedAxes: [axis, axis] } : layer,
  ),
};

const parts = (network: typeof resnetStem, layer: string, row: number, column: number) =>
  receptiveField(network, layer, { row, column }).map(({ layer: id, parts: read }) => [
    id,
    ...read.flatMap(({ rows, columns }) => [along(rows), along(columns)]),
  ]);

const along = ({ runs, size }: FieldAxis): string =>
  `${runs.map(({ first, last }) => `${first}–${last}`).join(', ')} of ${size}`;

describe('what a cell reads of every tensor before it', () => {
  test('a cell of a pool after a convolution: 3 of 112, then 11 of 224', () => {
    expect(parts(resnetStem, 'maxpool', 10, 20)).toEqual([
      ['maxpool', '10–10 of 56', '20–20 of 56'],
      ['relu', '19–21 of 112', '39–41 of 112'],
      ['bn1', '19–21 of 112', '39–41 of 112'],
      ['conv1', '19–21 of 112', '39–41 of 112'],
      // 19·2 − 3 … 21·2 − 3 + 6
      ['image', '35–45 of 224', '75–85 of 224'],
    ]);
  });

  test('at the corner it ends with the tensor, not in the padding', () => {
    expect(parts(resnetStem, 'conv1', 0, 111)).toEqual([
      ['conv1', '0–0 of 112', '111–111 of 112'],
      ['image', '0–3 of 224', '219–223 of 224'],
    ]);
  });

  test('a layer without rows and columns has none', () => {
    expect(parts(resnetStem, 'fc', 0, 0)).toEqual([]);
  });

  test('an adaptive pool reads its bin', () => {
    expect(parts(resnetStem, 'gap', 0, 0).slice(0, 2)).toEqual([
      ['gap', '0–0 of 1', '0–0 of 1'],
      ['pool2', '0–3 of 4', '0–3 of 4'],
    ]);
  });

  test('a transposed convolution, 3 by 2 from 4 to 9: cell 2 reads 0 and 1, cell 3 reads 1', () => {
    expect(parts(upsampled, 'up', 2, 3)).toEqual([
      ['up', '2–2 of 9', '3–3 of 9'],
      ['image', '0–1 of 4', '1–1 of 4'],
    ]);
  });

  test('of a join every branch is followed, and the image is read as the widest of them reads it', () => {
    const at = (from: number, to: number) => [`${from}–${to} of 28`, `${from + 1}–${to + 1} of 28`];
    expect(parts(inceptionCell, 'concat', 5, 6)).toEqual([
      ['concat', ...at(5, 5)],
      ['project', ...at(5, 5)],
      ['pool', ...at(5, 5)],
      ['5x5', ...at(5, 5)],
      ['reduce5', ...at(3, 7)],
      ['3x3', ...at(5, 5)],
      ['reduce3', ...at(4, 6)],
      ['1x1', ...at(5, 5)],
      ['image', ...at(3, 7)],
    ]);
    const image = receptiveField(inceptionCell, 'concat', { row: 5, column: 6 }).at(-1);
    expect(image?.inner.map(({ rows }) => along(rows))).toEqual(['4–6 of 28', '5–5 of 28']);
  });

  test('a skip around two 3×3 convolutions: their 5×5 is read, the skip’s cell lies within', () => {
    const pool = receptiveField(resnetStem, 'add', { row: 20, column: 30 }).find(
      ({ layer }) => layer === 'maxpool',
    );
    expect(pool?.parts.map(({ rows, columns }) => [along(rows), along(columns)])).toEqual([
      ['18–22 of 56', '28–32 of 56'],
    ]);
    expect(pool?.inner.map(({ rows, columns }) => [along(rows), along(columns)])).toEqual([
      ['20–20 of 56', '30–30 of 56'],
    ]);
  });

  const volume = (shape: readonly number[], out: readonly number[], configs: readonly Config[]) => {
    const network = sampleNetwork('volume', [
      { id: 'image', type: 'Input', kind: 'input', summary: '', shape: [1, ...shape] },
      { id: 'conv', type: 'Conv', kind: 'convolution', summary: '', shape: [2, ...out] },
    ]);
    const axes = configs.map((config) => {
      const [axis] = sampleNetwork('axis', [
        { id: '', type: '', kind: 'convolution', summary: '', shape: [], axis: { config, verdict: 'fits' } },
      ]).layers.flatMap((layer) => layer.axes);
      if (!axis) throw new Error('There is no axis.');
      return axis;
    });
    return {
      ...network,
      layers: network.layers.map((layer) => (layer.id === 'conv' ? { ...layer, axes } : layer)),
    };
  };
  const said = (network: typeof resnetStem, cell: Parameters<typeof receptiveField>[2]) =>
    receptiveScene(receptiveField(network, 'conv', cell), { width: 900 }, english).description;

  test('of a volume the slices are named too: the middle one unless told', () => {
    const network = volume(
      [5, 6, 6],
      [4, 2, 2],
      [
        [5, 2, 1, 0],
        [6, 3, 2, 0],
        [6, 3, 2, 0],
      ],
    );
    expect(said(network, { row: 1, column: 0 })).toEqual([
      'conv: one of 4×2×2, [2, 1, 0].',
      'image: reads 2×3×3 of 5×6×6, [2…3, 2…4, 0…2].',
    ]);
    expect(said(network, { slice: 0, row: 1, column: 0 })[1]).toBe(
      'image: reads 2×3×3 of 5×6×6, [0…1, 2…4, 0…2].',
    );
  });

  test('along one axis there are no rows', () => {
    const network = volume([12], [5], [[12, 3, 2, 0]]);
    expect(said(network, { row: 0, column: 2 })).toEqual([
      'conv: one of 5 cells, [2].',
      'image: reads 3 of 12 cells, [4…6].',
    ]);
    const { marks } = receptiveScene(
      receptiveField(network, 'conv', { row: 0, column: 2 }),
      { width: 900 },
      english,
    );
    const inCells = marks.flatMap((mark) =>
      mark.kind === 'text' && mark.anchor === 'middle' ? [mark.text] : [],
    );
    expect(inCells.slice(0, 5)).toEqual(['0', '1', '2', '3', '4']);
  });

  test('of a dilated window the holes are not read', () => {
    const network = sampleNetwork('dilated', [
      { id: 'image', type: 'Input', kind: 'input', summary: '', shape: [1, 9, 9] },
      {
        id: 'conv',
        type: 'Conv2d',
        kind: 'convolution',
        summary: '',
        shape: [1, 5, 5],
        axis: { config: [9, 3, 1, 0, 2], verdict: 'fits' },
      },
    ]);
    expect(parts(network, 'conv', 1, 2)).toEqual([
      ['conv', '1–1 of 5', '2–2 of 5'],
      ['image', '1–1, 3–3, 5–5 of 9', '2–2, 4–4, 6–6 of 9'],
    ]);
    expect(
      receptiveScene(receptiveField(network, 'conv', { row: 1, column: 2 }), { width: 900 }, english)
        .description[1],
    ).toBe('image: reads 3×3 of 9×9, [{1, 3, 5}, {2, 4, 6}].');
  });

  test('of a tensor whose cells are too small the window stands below it, magnified', () => {
    const network = sampleNetwork('large', [
      { id: 'image', type: 'Input', kind: 'input', summary: '', shape: [1, 100, 100] },
      {
        id: 'conv',
        type: 'Conv2d',
        kind: 'convolution',
        summary: '',
        shape: [1, 98, 98],
        axis: { config: [100, 3, 1, 0], verdict: 'fits' },
      },
    ]);
    const { marks } = receptiveScene(
      receptiveField(network, 'conv', { row: 40, column: 7 }),
      { width: 900 },
      english,
    );
    const inCells = marks.flatMap((mark) =>
      mark.kind === 'text' && mark.anchor === 'middle' ? [mark.text] : [],
    );
    expect(inCells).toEqual(['40,7', '40,8', '40,9', '41,7', '41,8', '41,9', '42,7', '42,8', '42,9']);
  });
});
