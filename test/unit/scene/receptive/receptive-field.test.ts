import { describe, expect, test } from 'vitest';
import { receptiveField } from '../../../../src/scene/receptive/receptive-field.ts';
import { inceptionCell, resnetStem } from '../../../support/panel/sample-networks.ts';

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

  test('it ends before a layer that mixes all cells', () => {
    expect(parts(resnetStem, 'fc', 0, 0)).toEqual([]);
    expect(parts(resnetStem, 'gap', 0, 0)).toEqual([['gap', '0–0 of 1', '0–0 of 1']]);
  });

  test('of a join the first branch is followed', () => {
    expect(parts(inceptionCell, 'concat', 5, 6).map(([id]) => id)).toEqual(['concat', '1x1', 'image']);
  });
});
