import { expect, test } from 'vitest';
import type { CellKind, Plane } from '../../../../src/engine/trace/lesson.ts';
import type { PlacedPlane } from '../../../../src/scene/layer/arrange.ts';
import { fold, leaving, moveFrom } from '../../../../src/scene/layer/morph.ts';

/** A plane of one row whose columns are of these kinds, at x = 0. */
function row(kinds: readonly CellKind[], cell = 10): PlacedPlane {
  const plane: Plane = {
    tensor: 'dZ',
    shape: [1, 1, 1, kinds.length],
    at: [0, 0],
    variant: 'plain',
    rows: { kinds: ['data'], unread: [] },
    columns: { kinds, unread: [] },
    values: new Float64Array(kinds.length),
  };
  return { plane, x: 0, y: 0, cell };
}

const along = (move: ReturnType<typeof moveFrom>, count: number) =>
  Array.from({ length: count }, (_, column) => {
    const { x, side = 1, alpha } = move(0, column);
    return [x, side, alpha].map((value) => Math.round(value * 100) / 100);
  });

const dense = row(['data', 'data']);

test('zeros between two cells grow in the room that opens between them: never over a cell, never over each other', () => {
  const spread = row(['data', 'gap', 'gap', 'data']);
  // Data at 0 and 1 + 2·¾; what has opened is 1.5 cells wide.
  expect(along(moveFrom(dense, spread, 0.75), 4)).toEqual([
    [0, 1, 1],
    [1, 0.75, 0.5],
    [1.75, 0.75, 0.5],
    [2.5, 1, 1],
  ]);
});

test('zeros around the cells come with them', () => {
  const bordered = row(['border', 'data', 'data', 'border']);
  expect(along(moveFrom({ ...dense, x: 20 }, bordered, 0.75), 4)).toEqual([
    [0.25, 1, 0.5],
    [1.25, 1, 1],
    [2.25, 1, 1],
    [3.25, 1, 0.5],
  ]);
});

test('cells that are cut off go with those that stay, and fade on the first half of the way', () => {
  const padded = row(['padding', 'data', 'data', 'padding']);
  expect(along(leaving(padded, { ...dense, x: 20 }, 0.25), 4)).toEqual([
    [0.25, 1, 0.5],
    [1, 1, 0],
    [2, 1, 0],
    [3.25, 1, 0.5],
  ]);
});

test('a row of four folds into 2×2: its second half drops first, then comes below the first', () => {
  const square: PlacedPlane = {
    ...row(['data', 'data'], 20),
    plane: { ...dense.plane, rows: { kinds: ['data', 'data'], unread: [] } },
  };
  const at = (share: number) => {
    const move = fold(row(['data', 'data', 'data', 'data']), square, { row: 0, column: 0 }, share);
    return [move(0, 0), move(0, 1), move(1, 0), move(1, 1)].map(({ x, y, side }) => [x, y, side]);
  };
  expect(at(0.5)).toEqual([
    [0, 0, 0.5],
    [0.5, 0, 0.5],
    [1, 1, 0.5],
    [1.5, 1, 0.5],
  ]);
  expect(at(0.75)).toEqual([
    [0, 0, 0.75],
    [0.75, 0, 0.75],
    [0.5, 1, 0.75],
    [1.25, 1, 0.75],
  ]);
});
