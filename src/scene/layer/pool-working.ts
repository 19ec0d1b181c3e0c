import type { Motion, Stage } from '../../engine/trace/lesson.ts';
import type { Words } from '../words/english.ts';
import { cellName } from './cell-name.ts';
import { readersAt } from './readers.ts';
import { columnCount, valueAt, type Cell } from './steps.ts';
import type { Working } from './working.ts';

/** The greatest value or the mean of a window; of a volume with what its other slices hold. */
export function poolLines(
  { reduce, others }: Extract<Motion, { kind: 'pool' }>,
  window: readonly number[],
  step: number,
  { ledger }: Words,
): Pick<Working, 'lines' | 'signs'> {
  const rest = others ? [{ label: ledger.otherSlices, value: others[step] ?? 0 }] : [];
  if (reduce.kind === 'max') {
    const greatest = window.reduce((most, value) => Math.max(most, value), -Infinity);
    return { lines: [{ label: ledger.maximum(window.length), value: greatest }, ...rest], signs: '' };
  }
  return {
    lines: [
      { label: ledger.sum(window.length), value: sumOf(window) },
      ...rest,
      { label: ledger.divisor, value: reduce.divisors[step] ?? 1, sign: '÷' },
    ],
  };
}

/** What the outputs that read a pool's cell give back to it. */
export function poolReadersWorking(
  { planes }: Stage,
  motion: Extract<Motion, { kind: 'readers' }>,
  at: Cell,
  step: number,
  words: Words,
): Working | null {
  const [source, target] = [planes[motion.source], planes[motion.target]];
  const { reduce } = motion;
  if (!source || !target || !reduce) return null;
  const outputs = readersAt(motion, at).map(({ output }) => output);
  const placeOf = ({ row, column }: Cell): number => row * columnCount(target) + column;
  const won =
    reduce.kind === 'max' ? outputs.filter((output) => reduce.winners[placeOf(output)] === step) : outputs;
  const given = won.map(
    (output) =>
      valueAt(target, output) / (reduce.kind === 'average' ? (reduce.divisors[placeOf(output)] ?? 1) : 1),
  );
  const { ledger } = words.lesson;
  return {
    grids: [],
    lines: [
      {
        label: reduce.kind === 'max' ? ledger.won(won.length, outputs.length) : ledger.shares(outputs.length),
        value: sumOf(given),
      },
      ...(motion.others ? [{ label: words.ledger.otherSlices, value: motion.others[step] ?? 0 }] : []),
    ],
    result: { label: cellName(source, at), value: valueAt(source, at) },
  };
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
