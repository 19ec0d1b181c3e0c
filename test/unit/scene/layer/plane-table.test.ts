import { expect, test } from 'vitest';
import type { Lesson, PassId, Plane, Stage, StageId } from '../../../../src/engine/trace/lesson.ts';
import { describeStep, factorsInWords } from '../../../../src/scene/layer/describe.ts';
import { planeTable } from '../../../../src/scene/layer/plane-table.ts';
import { standing } from '../../../../src/scene/layer/playhead.ts';
import { chinese } from '../../../../src/scene/words/chinese.ts';
import { english } from '../../../../src/scene/words/english.ts';
import { evenAxes, filledLesson } from '../../../support/panel/plain-lesson.ts';

const convolution = (size: number, padding: number) =>
  filledLesson({
    kind: 'convolution',
    input: [1, 1, size, size],
    outChannels: 1,
    groups: 1,
    bias: false,
    axes: evenAxes([size, size], { kernel: 2, stride: 3, padding }),
  });

function placeOf({ passes }: Lesson, pass: PassId, id: StageId) {
  const at = passes.findIndex((which) => which.id === pass);
  const place = passes[at]?.stages.findIndex((stage) => stage.id === id) ?? -1;
  const stage = passes[at]?.stages[place];
  if (!stage) throw new Error(`no ${id} in ${pass}`);
  return { stage, pass: at, place };
}

function firstOf({ planes: [plane] }: Stage): Plane {
  if (!plane) throw new Error('There is no plane.');
  return plane;
}

test('each row and column is named by its index, or by the zeros that it is of, and what is never read is said', () => {
  const { stage } = placeOf(convolution(4, 1), 'forward', 'pad');
  const table = planeTable(firstOf(stage), english);
  // Windows of 2 stand 3 apart on 6 cells: the third and the last are between or behind them.
  expect(table.title).toBe('X: padded · 6×6');
  expect(table.columns).toEqual(['padding', '0', '1, never read', '2', '3', 'padding, never read']);
  expect(table.rows.map(({ name }) => name)).toEqual(table.columns);
  expect(table.rows[0]?.cells).toEqual(['0', '0', '0', '0', '0', '0']);
  expect(planeTable(firstOf(stage), chinese).columns[0]).toBe('填充');
});

test('gradients are named between the zeros that were put in', () => {
  const { stage } = placeOf(convolution(6, 0), 'backward-data', 'border');
  expect(planeTable(firstOf(stage), english).columns).toEqual([
    ...['border', '0', 'between', 'between', '1', 'tail', 'border'],
  ]);
});

test('of a plane that one would not go through, the range is said', () => {
  const { stage } = placeOf(convolution(20, 0), 'forward', 'input');
  const { title, rows } = planeTable(firstOf(stage), english);
  expect(title).toMatch(/^X: 20×20, from −\d[.\d]* to \d[.\d]*$/);
  expect(rows).toEqual([]);
});

test('−∞ is said where a max pool is padded with it', () => {
  const pool = filledLesson({
    kind: 'max-pool',
    input: [1, 1, 4, 4],
    axes: evenAxes([4, 4], { kernel: 2, stride: 2, padding: 1 }),
  });
  const { stage } = placeOf(pool, 'forward', 'pad');
  expect(planeTable(firstOf(stage), english).rows[0]?.cells).toContain('−∞');
});

test('a step is said with its sum, and its products can be read cell by cell', () => {
  const lesson = convolution(4, 0);
  const { stage, pass, place } = placeOf(lesson, 'forward', 'correlate');
  const [x, w, z] = stage.planes;
  const values = [0, 1, 4, 5].map((cell) => x?.values[cell] ?? 0);
  const said = factorsInWords(stage, 0, english).replaceAll('−', '-').split(', ');
  expect(said).toEqual(
    values.map((value, tap) => `${value} × ${w?.values[tap] ?? 0} = ${value * (w?.values[tap] ?? 0)}`),
  );
  expect(describeStep(lesson, standing(pass, place, 0), english).replaceAll('−', '-')).toBe(
    `Slide and sum. Step 1 of 1. W · window ${z?.values[0] ?? 0}, Z[0, 0] = ${z?.values[0] ?? 0}.`,
  );
});

test('what one cell adds to a window is its product with each cell of the kernel', () => {
  const { stage } = placeOf(convolution(4, 0), 'backward-data-scatter', 'scatter');
  const said = factorsInWords(stage, 0, english).replaceAll('−', '-').split(', ');
  const [dz, w] = stage.planes;
  const gradient = dz?.values[0] ?? 0;
  expect(said.map((line) => line.split(' = ')[1])).toEqual(
    Array.from(w?.values ?? [], (weight) => String(gradient * weight + 0)),
  );
});
