import { assertNever } from '../../util/assert-never.ts';
import type { Motion, Plane, Stage } from '../../engine/trace/lesson.ts';
import type { Words } from '../words/english.ts';
import { contributions, runningTotals } from './accumulate.ts';
import { cellIndices, cellName } from './cell-name.ts';
import { cellPlace } from './cell-place.ts';
import { poolLines, poolReadersWorking } from './pool-working.ts';
import {
  boundsWorking,
  columnWorking,
  isTransposed,
  neuronWorking,
  rowTimesColumn,
  sharingWorking,
} from './matrix-working.ts';
import { summedOver } from './summed-over.ts';
import { readersAt } from './readers.ts';
import { columnCount, isMatrix, positionAt, rowCount, valueAt, windowCells, type Cell } from './steps.ts';
import { partOf, productOf } from './work-grid.ts';
import type { CellsOf, LedgerLine, WorkGrid, Working } from './working.ts';

/** The working of one step; null where nothing moves. Sums are the engine's own numbers. */
export function workingOf(stage: Stage, step: number, words: Words): Working | null {
  const { motion, planes } = stage;
  if (motion === null) return null;
  const at = positionAt(motion, planes, step);
  switch (motion.kind) {
    case 'gather': {
      const [source, kernel, target] = [planes[motion.source], planes[motion.kernel], planes[motion.target]];
      if (!source || !kernel || !target) return null;
      const window = windowCells(motion.rows, motion.columns, at).map((cell) => valueAt(source, cell));
      const weights = window.map((_, tap) => kernel.values[tap] ?? 0);
      const products = window.map((value, tap) => value * (weights[tap] ?? 0));
      const factors = [
        { ...partOf(source, taps(motion), window), cells: cellsInWindow(motion.source, motion, at) },
        { ...partOf(kernel, taps(motion), weights), cells: allCells(motion.kernel) },
      ] as const;
      return {
        grids: [...factors, productOf(...factors, products)],
        lines: [
          { label: words.ledger.window(kernel.tensor), value: sum(products) },
          ...(motion.others
            ? [{ label: othersLabel(kernel, target, words), value: motion.others[step] ?? 0 }]
            : []),
          ...(motion.bias === null ? [] : [{ label: words.ledger.bias, value: motion.bias }]),
        ],
        result: result(target, at),
      };
    }
    case 'pool': {
      const [source, target] = [planes[motion.source], planes[motion.target]];
      if (!source || !target) return null;
      const window = windowCells(motion.rows, motion.columns, at).map((cell) => valueAt(source, cell));
      return {
        // A column of the matrix is lit there.
        grids: isMatrix(source)
          ? []
          : [{ ...partOf(source, taps(motion), window), cells: cellsInWindow(motion.source, motion, at) }],
        ...poolLines(motion, window, step, words),
        result: result(target, at),
      };
    }
    case 'scatter': {
      const [source, kernel] = [planes[motion.source], planes[motion.kernel]];
      if (!source || !kernel) return null;
      const weights = partOf(kernel, taps(motion), [...kernel.values]);
      return spread(stage, motion, step, { ...weights, cells: allCells(motion.kernel) }, source, at);
    }
    case 'collect': {
      const [source, window] = [planes[motion.source], planes[motion.window]];
      if (!source || !window) return null;
      const cells = windowCells(motion.rows, motion.columns, at).map((cell) => valueAt(window, cell));
      const grid = {
        ...partOf(window, taps(motion), cells),
        cells: cellsInWindow(motion.window, motion, at),
      };
      return spread(stage, motion, step, grid, source, at);
    }
    case 'unroll':
    case 'fold-back':
      return columnWorking(stage, motion, at, step, words);
    case 'share':
      return sharingWorking(stage, motion, at, step, words);
    case 'neurons':
      return neuronWorking(stage, motion, at, step, words);
    case 'compare': {
      const [left, right] = [planes[motion.left], planes[motion.target]];
      if (!left || !right) return null;
      const { ledger } = words.lesson;
      if (stage.id === 'agree') {
        const [formula, scattered] = [valueAt(left, at), valueAt(right, at)];
        return {
          grids: [],
          lines: [
            { label: ledger.formula, value: formula },
            { label: ledger.scattering, value: scattered, sign: '−' },
          ],
          signs: '',
          result: { label: ledger.difference, value: formula - scattered },
        };
      }
      const inside = at.row < rowCount(left) && at.column < columnCount(left);
      return {
        grids: [],
        lines: [
          { label: `${cellName(right, at)} ${ledger.right}`, value: valueAt(right, at) },
          ...(inside ? [{ label: ledger.mistaken, value: valueAt(left, at), sign: '−' }] : []),
        ],
        signs: '',
        result: {
          label: inside ? ledger.difference : ledger.missing,
          value: valueAt(right, at) - (inside ? valueAt(left, at) : 0),
        },
      };
    }
    case 'readers': {
      const [source, target] = [planes[motion.source], planes[motion.target]];
      const kernel = motion.kernel === null ? undefined : planes[motion.kernel];
      if (!source || !target) return null;
      if (!kernel && !motion.reduce) return boundsWorking(stage, motion, source, at, words);
      // What windows give to a slice of padding is cut off with it.
      if (!cellPlace(source, at.row, at.column))
        return { grids: [], lines: [{ label: words.paddingSlice, value: 0 }], result: result(source, at) };
      if (!kernel) return poolReadersWorking(stage, motion, at, step, words);
      const products = readersAt(motion, at).map(
        ({ output, tap }) => valueAt(kernel, tap) * valueAt(target, output),
      );
      const others = motion.others?.[step] ?? 0;
      return {
        grids: [],
        lines: [
          {
            label: words.lesson.ledger[isTransposed(target) ? 'writers' : 'readers'](products.length),
            value: sum(products),
          },
          ...(motion.others ? [{ label: othersLabel(kernel, source, words), value: others }] : []),
        ],
        result: result(source, at),
      };
    }
    case 'route': {
      const source = planes[motion.source];
      if (!source) return null;
      const gradient = { label: cellName(source, at), value: valueAt(source, at) };
      const [part] = contributions(stage, motion, step);
      if (motion.reduce.kind === 'max') {
        // A window of a volume may have its greatest value in a slice that is not shown.
        const given = part?.value ?? (source.shape.length === 5 ? gradient.value : 0);
        const to = part ? 'winner' : source.shape.length === 5 ? 'elsewhere' : 'nowhere';
        return { grids: [], lines: [gradient], result: { label: words.ledger[to], value: given } };
      }
      const divisor = motion.reduce.divisors[step] ?? 1;
      return {
        grids: [],
        lines: [gradient, { label: words.ledger.divisor, value: divisor, sign: '÷' }],
        result: { label: words.ledger.share, value: gradient.value / divisor },
      };
    }
    case 'cellwise': {
      const [source, target] = [planes[motion.source], planes[motion.target]];
      const mask = motion.mask === null ? undefined : planes[motion.mask];
      if (!source || !target) return null;
      return {
        grids: [],
        lines: [
          { label: cellName(source, at), value: valueAt(source, at) },
          ...(mask
            ? [{ label: `σ′[${cellIndices(mask, at).join(', ')}]`, value: valueAt(mask, at), sign: '×' }]
            : []),
        ],
        result: result(target, at),
      };
    }
    case 'multiply': {
      const [left, right, target] = [planes[motion.left], planes[motion.right], planes[motion.target]];
      if (!left || !right || !target) return null;
      const bias = motion.bias?.[at.row] ?? 0;
      const others = motion.others?.[step] ?? 0;
      return {
        grids: rowTimesColumn(left, right, at),
        lines: [
          { label: words.ledger.products(columnCount(left)), value: valueAt(target, at) - bias - others },
          ...(motion.others ? [{ label: words.ledger.rest, value: others }] : []),
          ...(motion.bias ? [{ label: words.ledger.bias, value: bias }] : []),
        ],
        result: result(target, at),
      };
    }
    case 'total': {
      const [source, target] = [planes[motion.source], planes[motion.target]];
      if (!source || !target) return null;
      return {
        grids: [],
        lines: [
          { label: words.ledger.sum(step + 1), value: sum([...source.values.subarray(0, step + 1)]) },
          ...(motion.others === 0 ? [] : [{ label: restOf(source, words), value: motion.others }]),
        ],
        result: { label: target.tensor, value: runningTotals(stage, motion)[step] ?? 0 },
      };
    }
    default:
      return assertNever(motion);
  }
}

/** What a sum has besides the shown planes: channels, of a volume slices; dW sums over samples instead of channels. */
function othersLabel(kernel: Plane, target: Plane, words: Words): string {
  const { ledger } = words;
  if (target.tensor === 'dW') return restOf(kernel, words);
  const { channels, slices } = summedOver(kernel, target);
  if (slices === 1) return ledger.others;
  return channels === 1 ? ledger.otherSlices : ledger.othersOfVolume;
}

type WindowMotion = Extract<Motion, { kind: 'gather' | 'pool' | 'scatter' | 'collect' }>;

/** As many values as a window has. */
const taps = ({ rows, columns }: WindowMotion) => ({ rows: rows.taps, columns: columns.taps });

const cellsInWindow = (plane: number, { rows, columns }: WindowMotion, at: Cell): CellsOf => ({
  plane,
  row: at.row * rows.stride,
  column: at.column * columns.stride,
  rowStep: rows.dilation,
  columnStep: columns.dilation,
});

const allCells = (plane: number): CellsOf => ({ plane, row: 0, column: 0, rowStep: 1, columnStep: 1 });

/** A window, the one cell that all of it is multiplied by, and what that adds. */
function spread(
  stage: Stage,
  motion: Extract<Motion, { kind: 'scatter' | 'collect' }>,
  step: number,
  window: WorkGrid,
  source: Plane,
  at: Cell,
): Working {
  const factor = {
    ...partOf(source, { rows: 1, columns: 1 }, [valueAt(source, at)]),
    cells: { ...allCells(motion.source), ...at },
  };
  const parts = contributions(stage, motion, step).map(({ value }) => value);
  return {
    grids: [window, factor, productOf(window, factor, parts)],
    lines: [],
    result: result(source, at),
  };
}

/** What a sum over all of a tensor has besides the shown plane: of one volume its other slices. */
function restOf({ shape: [samples = 1, , ...spatial] }: Plane, { ledger }: Words): string {
  if (spatial.length < 3 || spatial[0] === 1) return ledger.samples;
  return samples > 1 ? ledger.samplesAndSlices : ledger.otherSlices;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const result = (plane: Plane, at: Cell): LedgerLine => ({
  label: cellName(plane, at),
  value: valueAt(plane, at),
});
