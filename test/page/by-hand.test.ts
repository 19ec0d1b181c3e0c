import { expect, test } from 'vitest';
import type { PassId, StageId } from '../../src/engine/trace/lesson.ts';
import { usualOptions } from '../../src/protocol/usual-choices.ts';
import type { CellEdit } from '../../src/protocol/panel.ts';
import { usePanelHarness, type OpenPanel } from '../support/panel/harness.ts';
import { example } from '../support/panel/panel-views.ts';

const harness = usePanelHarness();
const { path, text } = example('by-hand.convlens.yaml');

// What the panel should show is worked out here from the definitions alone, cell by cell, without the engine.
type Matrix = readonly (readonly number[])[];

const matrix = (height: number, width: number, cell: (row: number, column: number) => number): Matrix =>
  Array.from({ length: height }, (_, row) => Array.from({ length: width }, (_, column) => cell(row, column)));
const at = (of: Matrix, row: number, column: number): number => of[row]?.[column] ?? 0;
const sum = (of: Matrix): number => of.flat().reduce((total, value) => total + value, 0);
const windowOf = (of: Matrix, row: number, column: number): Matrix =>
  matrix(3, 3, (i, j) => at(of, row + i, column + j));
const products = (one: Matrix, other: Matrix): Matrix =>
  matrix(3, 3, (i, j) => at(one, i, j) * at(other, i, j));
const slid = (over: Matrix, kernel: Matrix, side: number): Matrix =>
  matrix(side, side, (row, column) => sum(products(windowOf(over, row, column), kernel)));
const transposed = (of: Matrix): Matrix => matrix(9, 9, (row, column) => at(of, column, row));

/** The figures that the example's text writes down: five rows of X, then three of W. */
const rows: Matrix = [...text.matchAll(/- \[([\d, ]+)\]/g)].map(([, row = '']) => row.split(',').map(Number));
const x = rows.slice(0, 5);
const dz = matrix(3, 3, (row, column) => 3 * row + column + 1);

/** A stage as it should be drawn: at a step the texts of each plane's cells, and what is written below them. */
interface Expected {
  readonly at: readonly [PassId, StageId];
  /** Which of the pass' stages of this name. */
  readonly nth?: number;
  readonly steps: readonly number[];
  readonly planes: (step: number) => readonly (readonly string[])[];
  readonly working: (step: number) => readonly (number | string)[];
}

const stepsTo = (count: number): readonly number[] => Array.from({ length: count }, (_, step) => step);
const texts = (of: Matrix): string[] => of.flat().map(String);
/** Cells come one by one: those that are still to come are empty. */
const until = (step: number, of: Matrix): string[] =>
  texts(of).map((cell, place) => (place <= step ? cell : ''));
const placeIn = (side: number, step: number): readonly [number, number] => [
  Math.floor(step / side),
  step % side,
];

function still(pass: PassId, stage: StageId, ...planes: readonly Matrix[]): Expected {
  return { at: [pass, stage], steps: [0], planes: () => planes.map(texts), working: () => [] };
}

/** A kernel slides: factors, products and their sum. */
function sliding(
  pass: PassId,
  stage: StageId,
  [over, kernel, result, names]: readonly [Matrix, Matrix, Matrix, readonly [string, string]],
  bias?: number,
): Expected {
  const side = result.length;
  return {
    at: [pass, stage],
    steps: stepsTo(side ** 2),
    planes: (step) => [texts(over), texts(kernel), until(step, result)],
    working: (step) => {
      const [row, column] = placeIn(side, step);
      const window = windowOf(over, row, column);
      const added = products(window, kernel);
      const factors = [...window.flat(), '×', ...kernel.flat(), '=', ...added.flat()];
      const biased = bias === undefined ? [] : ['bias', bias, '+'];
      const result = [`${names[1]}[${row}, ${column}]`, sum(added) + (bias ?? 0)];
      return [...factors, `${names[0]} · window`, sum(added), ...biased, ...result];
    },
  };
}

const plus = (of: Matrix, bias: number): Matrix => of.map((row) => row.map((value) => value + bias));

function forwardOf(w: Matrix): readonly Expected[] {
  return [still('forward', 'input', x), sliding('forward', 'correlate', [x, w, slid(x, w, 3), ['W', 'Z']])];
}

/** What the first outputs, as many as told, give back to X: each its gradient times the weights it reads with. */
const backOf = (w: Matrix, outputs = 9): Matrix =>
  matrix(5, 5, (row, column) =>
    sum(matrix(3, 3, (i, j) => (3 * i + j < outputs ? at(w, row - i, column - j) * at(dz, i, j) : 0))),
  );

function backwardOf(w: Matrix): readonly Expected[] {
  const bordered = matrix(7, 7, (row, column) => at(dz, row - 2, column - 2));
  const rotated = matrix(3, 3, (row, column) => at(w, 2 - row, 2 - column));
  const dx = backOf(w);
  return [
    still('backward-data', 'gradient', dz),
    still('backward-data', 'border', bordered),
    still('backward-data', 'kernel', bordered, w),
    still('backward-data', 'rotate', bordered, rotated),
    sliding('backward-data', 'sweep', [bordered, rotated, dx, ['W', 'dX']]),
    still('backward-data', 'crop', dx),
    {
      at: ['backward-data-scatter', 'scatter'],
      steps: stepsTo(9),
      planes: (step) => [texts(dz), texts(w), texts(backOf(w, step + 1))],
      working: (step) => {
        const [row, column] = placeIn(3, step);
        const given = at(dz, row, column);
        const spread = w.flat().map((weight) => weight * given);
        return [...w.flat(), '×', given, '=', ...spread, `dZ[${row}, ${column}]`, given];
      },
    },
    still('backward-data-scatter', 'crop', dx),
    {
      at: ['backward-data-agree', 'agree'],
      steps: [0, 12, 24],
      planes: () => [dx, dx, matrix(5, 5, () => 0)].map(texts),
      working: (step) => {
        const value = dx.flat()[step] ?? NaN;
        // Of what is taken off the sign stands by itself, behind its number.
        const takenOff = [value < 0 ? `(−${-value})` : value, '−'];
        return ['by formula', value, 'by scattering', ...takenOff, 'difference', 0];
      },
    },
  ];
}

/** A row times a matrix, or a column times a row. */
function product(
  pass: PassId,
  steps: readonly number[],
  [left, right, result, name]: readonly [Matrix, Matrix, Matrix, string],
): Expected {
  const terms = right.length;
  return {
    at: [pass, 'product'],
    steps,
    planes: (step) => [texts(left), texts(right), until(step, result)],
    working: (step) => {
      const [row, column] = placeIn(9, step);
      const value = result.flat()[step] ?? NaN;
      const summed = terms === 1 ? '1 product' : `${terms} products`;
      return [summed, value, `${name}[${row}, ${column}]`, value];
    },
  };
}

function im2colOf(w: Matrix): readonly Expected[] {
  const m = matrix(9, 9, (tap, place) => {
    const [[i, j], [row, column]] = [placeIn(3, tap), placeIn(3, place)];
    return at(x, row + i, column + j);
  });
  const dm = matrix(9, 9, (tap, place) => (w.flat()[tap] ?? NaN) * (dz.flat()[place] ?? NaN));
  const [row, column] = [
    (of: Matrix): Matrix => [of.flat()],
    (of: Matrix): Matrix => of.flat().map((v) => [v]),
  ];
  const [z, dw] = [slid(x, w, 3), slid(x, dz, 3)];
  const columnOf = (of: Matrix, step: number) => of.map((cells) => cells[step] ?? NaN);
  return [
    {
      at: ['im2col', 'unroll'],
      steps: stepsTo(9),
      planes: (step) => [
        texts(x),
        m.flatMap((cells) => cells.map((cell, place) => (place <= step ? String(cell) : ''))),
      ],
      working: (step) => [...columnOf(m, step), `M[:, ${step}]`, '9 cells'],
    },
    product('im2col', stepsTo(9), [row(w), m, row(z), 'Z']),
    still('im2col', 'fold', z),
    product('im2col-data', [0, 40, 80], [column(w), row(dz), dm, 'dM']),
    {
      at: ['im2col-data', 'fold-back'],
      steps: stepsTo(9),
      planes: (step) => [texts(dm), texts(backOf(w, step + 1))],
      working: (step) => [...columnOf(dm, step), `dM[:, ${step}]`, '9 cells'],
    },
    still('im2col-data', 'crop', backOf(w)),
    product('im2col-weights', stepsTo(9), [row(dz), transposed(m), row(dw), 'dW']),
    still('im2col-weights', 'fold', dw),
  ];
}

/** The layer as a sparse matrix: an output a row, an input a column, and between them the weight that joins them. */
function sharingOf(w: Matrix): readonly Expected[] {
  /** The place in the kernel of what joins an output and an input, −1 where nothing does. */
  const entry = (output: number, input: number): number => {
    const [[row, column], [y, x]] = [placeIn(3, output), placeIn(5, input)];
    const [i, j] = [y - row, x - column];
    return i >= 0 && i < 3 && j >= 0 && j < 3 ? 3 * i + j : -1;
  };
  // Where there is none, nothing is drawn but the frame around all.
  const drawn = (rows: number, columns: number, cell: typeof entry) => (lit: number | null) => [
    '',
    ...matrix(rows, columns, cell)
      .flat()
      .filter((place) => place >= 0)
      // Copies that are not lit are faded, without their numbers.
      .map((place) => (lit === null || lit === place ? String(w.flat()[place]) : '')),
  ];
  const t = drawn(9, 25, entry);
  const turned = drawn(25, 9, (row, column) => entry(column, row));
  const weight = (step: number) => [`W[${placeIn(3, step).join(', ')}]`, w.flat()[step] ?? NaN];
  const share = (stage: 'share' | 'transpose', shown: typeof t): Expected => ({
    at: ['sharing', stage],
    steps: stepsTo(9),
    planes: (step) => [texts(w), shown(step)],
    // 9 of 225 entries for each of nine weights.
    working: (step) => [...weight(step), 'copies of it', 9, 'zeros, of 225 entries', 144],
  });
  const column = (of: Matrix): Matrix => of.flat().map((value) => [value]);
  const applied = (
    nth: number,
    shown: typeof t,
    [from, to, name]: readonly [Matrix, Matrix, string],
  ): Expected => ({
    at: ['sharing', 'apply-matrix'],
    nth,
    steps: stepsTo(to.flat().length),
    planes: (step) => [shown(null), texts(column(from)), until(step, column(to))],
    working: (step) => {
      const value = to.flat()[step] ?? NaN;
      return [`${from.flat().length} products`, value, `${name}[${step}]`, value];
    },
  });
  return [
    share('share', t),
    applied(0, t, [x, slid(x, w, 3), 'Z']),
    share('transpose', turned),
    applied(1, turned, [dz, backOf(w), 'dX']),
    {
      at: ['sharing', 'neurons'],
      steps: stepsTo(9),
      planes: () => [texts(w)],
      working: (step) => [
        ...weight(step),
        ...['connections share it', 9, 'connections in all', 81, 'dense: 25 · 9', 225],
      ],
    },
  ];
}

/** How many outputs of 3×3 windows read each cell along an axis of five. */
const readsAlong = [1, 2, 3, 2, 1];

/** Reads, and the code: what is drawn of their planes. */
function toldOf(w: Matrix): readonly Expected[] {
  const [z, dx, dw] = [slid(x, w, 3), backOf(w), slid(x, dz, 3)];
  const counts = matrix(5, 5, (row, column) => (readsAlong[row] ?? 0) * (readsAlong[column] ?? 0));
  const planesAt = (
    place: Expected['at'],
    step: number,
    planes: readonly (readonly string[])[],
  ): Expected => ({
    at: place,
    steps: [step],
    planes: () => planes,
    working: () => [],
  });
  return [
    planesAt(['reads', 'coverage'], 12, [counts, z].map(texts)),
    planesAt(['reads', 'readers'], 12, [dx, w, dz].map(texts)),
    planesAt(['reads', 'uses'], 0, [matrix(3, 3, () => 9), w].map(texts)),
    planesAt(['code-formula', 'crop'], 0, [texts(dx)]),
    planesAt(['code-formula', 'slide'], 8, [x, dz, dw].map(texts)),
    planesAt(['code-formula', 'unswap'], 0, [texts(dw)]),
    planesAt(['code-scatter', 'scatter'], 8, [dz, w, dx].map(texts)),
    planesAt(['code-scatter', 'collect'], 8, [dz, x, dw].map(texts)),
    planesAt(['code-bounds', 'readers'], 12, [dx, w, dz].map(texts)),
  ];
}

const weightsOf: readonly Expected[] = [
  still('backward-weights', 'gradient', dz),
  sliding('backward-weights', 'slide', [x, dz, slid(x, dz, 3), ['dZ', 'dW']]),
];

/** The texts of the picture that is on screen, as the panel exports it, in the order in which it draws them. */
async function textsOfPicture({ page, host }: OpenPanel): Promise<string[]> {
  const before = host.saved.length;
  await page.getByLabel('Export …').selectOption('svg');
  await expect.poll(() => host.saved.length, { interval: 5 }).toBe(before + 1);
  const svg = String(host.saved.at(-1)?.content);
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, written = '']) => written);
}

/** Goes through stages with dZ = 1 … 9, step by step. */
async function walk(
  panel: OpenPanel,
  stages: readonly Expected[],
  written: readonly CellEdit[] = [],
): Promise<void> {
  const given = dz.flat().map((value, index): CellEdit => ({ tensor: 'dZ', index, value }));
  const { samples, trueConvolution, faults } = usualOptions;
  const options = { samples, trueConvolution, faults, edits: [...given, ...written] };
  for (const { at: place, nth = 0, steps, planes, working } of stages) {
    const [pass, stage] = place;
    for (const step of steps) {
      await panel.host.panel.call('goTo', { view: 'layer', layer: 'conv1', pass, stage, nth, step, options });
      const shown = await panel.host.panel.call('describe', {});
      const what = `${pass}, ${stage}, step ${step}`;
      expect([shown.pass, shown.stage, shown.step], what).toEqual([pass, stage, step]);
      expect(
        shown.planes.map(({ cells }) => cells),
        what,
      ).toEqual(planes(step));
      const lines = working(step).map(String);
      // The working is drawn last.
      if (lines.length > 0) expect((await textsOfPicture(panel)).slice(-lines.length), what).toEqual(lines);
    }
  }
}

const countBy = (passes: readonly PassId[]): Readonly<Record<string, number>> =>
  Object.fromEntries(passes.map((pass) => [pass, passes.filter((other) => other === pass).length]));

/** How many stages the panel lists of each pass: none may be left out. */
async function stagesPerPass(
  { page, host }: OpenPanel,
  walked: readonly Expected[],
): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const pass of new Set(walked.map(({ at: [id] }) => id))) {
    await host.panel.call('goTo', { view: 'layer', layer: 'conv1', pass });
    await host.panel.call('describe', {});
    // A pass of one stage lists none.
    counts[pass] = Math.max(1, await page.locator('.stages button').count());
  }
  return counts;
}

test('5×5 with 3×3: every cell and every sum that is drawn, in all passes, is what one works out by hand', async () => {
  const w = rows.slice(5);
  // The file itself says what comes out.
  expect(
    slid(x, w, 3)
      .map((row) => row.join(' '))
      .join(' / '),
  ).toBe(/output is (.*)\./.exec(text)?.[1]);
  const panel = await harness.open({ show: { path, text } });
  await panel.page.locator('h1.title').waitFor();
  const all = [...forwardOf(w), ...backwardOf(w), ...weightsOf, ...im2colOf(w), ...sharingOf(w)];
  await walk(panel, all);
  expect(await stagesPerPass(panel, all)).toEqual(countBy(all.map(({ at: [pass] }) => pass)));

  await walk(panel, toldOf(w));

  // The kernel looks the same turned by 180°: with one weight written over it does not.
  const uneven = matrix(3, 3, (row, column) => (row === 0 && column === 1 ? 2 : at(w, row, column)));
  const written = [{ tensor: 'W', index: 1, value: 2 }] as const;
  await walk(panel, backwardOf(uneven), written);

  // With a bias, typed below the kernel, there is db.
  await panel.host.show({ path, text: `${text}      bias: [2]\n` });
  await panel.page.getByText('10 parameters').waitFor();
  const soFar = (step: number): number => sum([dz.flat().slice(0, step + 1)]);
  await walk(panel, [
    sliding('forward', 'correlate', [x, w, plus(slid(x, w, 3), 2), ['W', 'Z']], 2),
    {
      at: ['backward-weights', 'sum-bias'],
      steps: stepsTo(9),
      planes: (step) => [texts(dz), [String(soFar(step))]],
      working: (step) => [`sum of ${step + 1}`, soFar(step), 'db', soFar(step)],
    },
  ]);
});
