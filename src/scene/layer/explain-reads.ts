import type { AxisGeometry } from '../../engine/geometry/axis.ts';
import { readersOf } from '../../engine/geometry/readers.ts';
import type { Lesson, Stage } from '../../engine/trace/lesson.ts';
import { grouped } from '../numbers.ts';
import type { Words } from '../words/english.ts';

/** How often cells are read, what is lost, and whether a transposed convolution makes a checkerboard; of a volume, in which slice. */
export function explainReads(lesson: Lesson, stage: Stage, words: Words): string {
  const { shape = [], at: [, , slice = 0] = [] } = stage.planes[0] ?? {};
  if (shape.length < 5) return countsOf(lesson, stage, words.lesson);
  const [, , depth = 1] = shape;
  return slice >= 0 && slice < depth
    ? [countsOf(lesson, stage, words.lesson), words.lesson.countedSlice(slice, depth)].join(words.between)
    : words.lesson.countedPadding;
}

function countsOf({ operation }: Lesson, stage: Stage, words: Words['lesson']): string {
  const values = stage.planes[0]?.values ?? new Float64Array();
  const [least, most] = extent(values);
  if (stage.id === 'uses')
    return words[operation === 'transposed-convolution' ? 'usesWriting' : 'uses'](grouped(most));
  if (stage.id === 'wins') {
    const without = values.filter((count) => count === 0).length;
    return words.wins(most, without, values.length);
  }
  const { motion } = stage;
  if (operation === 'transposed-convolution' && motion?.kind === 'readers') {
    const { outer, rows, columns } = motion.along;
    const inSlice = outer ? readersOf(outer.axis, outer.at).length : 1;
    const inside = extent(
      insideCounts(rows).flatMap((row) => insideCounts(columns).map((column) => inSlice * row * column)),
    );
    return inside[0] === inside[1] ? words.covered(most) : words.checkerboard(...inside);
  }
  const isVolume = (stage.planes[0]?.shape.length ?? 0) > 4;
  const lost = values.filter((count) => count === 0).length;
  const coverage = words.coverage(least, most, operation !== 'max-pool');
  return lost > 0 ? `${coverage} ${words.lost(lost, isVolume)}` : coverage;
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
