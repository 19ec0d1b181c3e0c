import type { AxisGeometry } from '../../engine/geometry/axis.ts';
import { readersOf } from '../../engine/geometry/readers.ts';
import type { Lesson, Stage } from '../../engine/trace/lesson.ts';
import type { Words } from '../words/english.ts';

/** How often cells are read, what is lost, and whether a transposed convolution makes a checkerboard. */
export function explainReads({ operation }: Lesson, stage: Stage, words: Words['lesson']): string {
  const values = stage.planes[0]?.values ?? new Float64Array();
  const [least, most] = extent(values);
  if (stage.id === 'uses')
    return words[operation === 'transposed-convolution' ? 'usesWriting' : 'uses'](String(most));
  if (stage.id === 'wins') {
    const without = values.filter((count) => count === 0).length;
    return words.wins(most, without, values.length);
  }
  const { motion } = stage;
  if (operation === 'transposed-convolution' && motion?.kind === 'readers') {
    const inside = extent([
      ...insideCounts(motion.along.rows).flatMap((rows) =>
        insideCounts(motion.along.columns).map((columns) => rows * columns),
      ),
    ]);
    return inside[0] === inside[1] ? words.covered(most) : words.checkerboard(...inside);
  }
  const lost = values.filter((count) => count === 0).length;
  const coverage = words.coverage(least, most, operation !== 'max-pool');
  return lost > 0 ? `${coverage} ${words.lost(lost)}` : coverage;
}

/** Reads of one stride's worth of cells in the middle, which no border disturbs. */
function insideCounts(axis: AxisGeometry): number[] {
  const middle = Math.max(0, Math.floor((axis.inputSize - axis.stride) / 2));
  return Array.from(
    { length: axis.stride },
    (_, i) => readersOf(axis, Math.min(axis.inputSize - 1, middle + i)).length,
  );
}

function extent(values: Iterable<number>): [least: number, most: number] {
  let [least, most] = [Infinity, 0];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least === Infinity ? 0 : least, most];
}
