import { describe, expect, test } from 'vitest';
import type { PassId, StageId } from '../../../../src/engine/trace/lesson.ts';
import { equationsOf } from '../../../../src/scene/equations/equations.ts';
import type { MathNode } from '../../../../src/scene/equations/math-node.ts';
import { lettersAt, partsOf, type Letter } from '../../../../src/scene/layer/letter-parts.ts';
import { standing } from '../../../../src/scene/layer/playhead.ts';
import { evenAxes, filledLesson } from '../../../support/panel/plain-lesson.ts';

/** 8×8, kernel 3, stride 2, padding 1, t = 1: 4×4 outputs. */
const axes = evenAxes([8, 8], { kernel: 3, stride: 2, padding: 1 });
const sizes = { input: [1, 1, 8, 8], outChannels: 1, groups: 1, bias: true } as const;
const lesson = filledLesson({ kind: 'convolution', ...sizes, axes });
const dilated = filledLesson({
  kind: 'convolution',
  ...sizes,
  axes: evenAxes([8, 8], { kernel: 3, dilation: 2 }),
});

function placeOf(of: typeof lesson, pass: PassId, id: StageId) {
  const at = of.passes.findIndex((which) => which.id === pass);
  const stages = of.passes[at]?.stages ?? [];
  const place = stages.findIndex((which) => which.id === id);
  const stage = stages[place];
  if (!stage) throw new Error(`${pass} has no ${id}`);
  return { stage, playhead: (step: number) => standing(at, place, step) };
}

const box = ({ stage }: ReturnType<typeof placeOf>, step: number, letter: Letter) =>
  partsOf(stage, step, letter).map(
    ({ plane, row, column, rows, columns }) =>
      `${stage.planes[plane]?.tensor}: ${rows}×${columns} from ${row}, ${column}`,
  );

describe('what a letter stands for, at the window in row 1 and column 2', () => {
  test.each([
    ['forward', 'correlate', 'i', ['Z: 1×4 from 1, 0']],
    ['forward', 'correlate', 'j', ['Z: 4×1 from 0, 2']],
    ['forward', 'correlate', 'k', ['W: 1×3 from 0, 0', 'W: 1×3 from 1, 0', 'W: 1×3 from 2, 0']],
    ['forward', 'correlate', 'l', ['W: 3×1 from 0, 0', 'W: 3×1 from 0, 1', 'W: 3×1 from 0, 2']],
    ['forward', 'correlate', 'S', ['X: 1×2 from 2, 4', 'X: 2×1 from 2, 4']],
    ['forward', 'correlate', 'D', ['X: 1×1 from 2, 4', 'X: 1×1 from 2, 4']],
    ['forward', 'correlate', 'O', []],
    ['forward', 'pad', 'W', ['X: 8×8 from 1, 1']],
    ['forward', 'pad', 'O', []],
    ['forward', 'pad', 'F′', []],
    ['backward-data', 'tail', 'W', []],
    ['backward-data', 'tail', 'P', []],
    ['backward-data', 'tail', 't', ['dZ: 1×8 from 7, 0', 'dZ: 8×1 from 0, 7']],
    ['backward-data-scatter', 'scatter', 'i', ['dZ: 1×4 from 1, 0']],
    ['backward-data-scatter', 'scatter', 'S', ['dX: 1×2 from 2, 4', 'dX: 2×1 from 2, 4']],
    ['reads', 'readers', 'S', ['dX: 1×2 from 0, 1', 'dX: 2×1 from 1, 6']],
    ['im2col', 'unroll', 'j', ['M: 9×1 from 0, 6']],
    ['im2col', 'unroll', 'O', ['M: 9×4 from 0, 4']],
  ] as const)('%s, %s: %s', (pass, id, letter, expected) => {
    expect(box(placeOf(lesson, pass, id), 6, letter)).toEqual(expected);
  });

  test('O in the spread gradient: its own cells, not the zeros between them', () => {
    const parts = box(placeOf(lesson, 'backward-data', 'spread'), 0, 'O');
    expect(parts).toHaveLength(16);
    expect(parts[5]).toBe('dZ: 1×1 from 2, 2');
  });

  test('D of a dilated kernel: from a cell of the window to its next one', () => {
    expect(box(placeOf(dilated, 'forward', 'correlate'), 0, 'D')).toEqual([
      'X: 1×2 from 0, 0',
      'X: 2×1 from 0, 0',
    ]);
  });

  test('the last window has no next: S is the way from the one before', () => {
    expect(box(placeOf(lesson, 'forward', 'correlate'), 15, 'S')).toEqual([
      'X: 1×2 from 6, 4',
      'X: 2×1 from 4, 6',
    ]);
  });
});

test.each([
  ['forward', 'correlate', 2, { row: 1, column: 2 }, ['i', 'j']],
  ['forward', 'correlate', 1, { row: 0, column: 0 }, ['k', 'l']],
  ['forward', 'correlate', 0, { row: 2, column: 5 }, ['S', 'F']],
  ['forward', 'pad', 0, { row: 0, column: 3 }, ['P']],
  ['forward', 'pad', 0, { row: 3, column: 3 }, ['W']],
  ['backward-data', 'tail', 0, { row: 7, column: 7 }, ['t']],
] as const)('%s, %s: plane %d, cell %o stands for %j', (pass, id, plane, at, expected) => {
  expect(lettersAt(placeOf(lesson, pass, id).stage, 6, plane, at)).toEqual(expected);
});

/** The letters that are lit together with the picture, each once. */
function liveLetters(math: MathNode): readonly string[] {
  switch (math.kind) {
    case 'name':
      return math.tensor || math.letter ? [math.text] : [];
    case 'row':
      return math.parts.flatMap(liveLetters);
    case 'sub':
      return [math.base, math.below].flatMap(liveLetters);
    case 'sup':
      return [math.base, math.above].flatMap(liveLetters);
    case 'fraction':
      return [math.over, math.under].flatMap(liveLetters);
    case 'floor':
    case 'ceiling':
      return liveLetters(math.body);
    case 'under':
      return [math.base, math.below].flatMap(liveLetters);
    default:
      return [];
  }
}

test.each([
  // The bias is no plane, and no zeros of the tail say how long the kernel is.
  ['forward', 'correlate', 'Z i j k l W X S D'],
  ['forward', 'pad', 'W P'],
  ['backward-data', 'tail', 't O S'],
  ['backward-data', 'border', 'F′'],
  ['backward-data', 'sweep', 'dX i j k l W dZ D'],
  ['backward-data-scatter', 'scatter', 'dX i S k D j l W dZ'],
  ['backward-weights', 'slide', 'dW i j k l dZ X D'],
  ['im2col', 'unroll', 'M k F l i O j X S D'],
] as const)('%s, %s: live letters are %s', (pass, id, expected) => {
  const [equation] = equationsOf(lesson, placeOf(lesson, pass, id).playhead(6));
  expect([...new Set(equation ? liveLetters(equation) : [])].join(' ')).toBe(expected);
});
