import { describe, expect, test } from 'vitest';
import { receptiveField } from '../../../../src/scene/receptive/receptive-field.ts';
import { transposedAxisGeometry } from '../../../../src/engine/geometry/transposed-axis.ts';
import { inceptionCell, resnetStem, sampleNetwork } from '../../../support/panel/sample-networks.ts';

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
  receptiveField(network, layer, { row, column }).map(({ layer: id, rows, columns }) => [
    id,
    `${rows.first}–${rows.last} of ${rows.size}`,
    `${columns.first}–${columns.last} of ${columns.size}`,
  ]);

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

  test('of a join the first branch is followed', () => {
    expect(parts(inceptionCell, 'concat', 5, 6).map(([id]) => id)).toEqual(['concat', '1x1', 'image']);
  });
});
