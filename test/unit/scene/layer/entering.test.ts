import { expect, test } from 'vitest';
import type { LayerSpec } from '../../../../src/engine/trace/layer-lesson.ts';
import type { Mark } from '../../../../src/scene/draw-list.ts';
import { layerScene } from '../../../../src/scene/layer/layer-scene.ts';
import { standing, type Playhead } from '../../../../src/scene/layer/playhead.ts';
import { stepCount } from '../../../../src/scene/layer/steps.ts';
import { english } from '../../../../src/scene/words/english.ts';
import { around } from '../../../../src/scene/marks.ts';
import { placedMarks, textsOf } from '../../../support/panel/mark-bounds.ts';
import { evenAxes, exampleLesson, filledLesson } from '../../../support/panel/plain-lesson.ts';

const layers: readonly (readonly [string, LayerSpec])[] = [
  [
    'convolution, 2 samples',
    {
      kind: 'convolution',
      input: [2, 2, 6, 6],
      outChannels: 2,
      groups: 1,
      bias: true,
      axes: evenAxes([6, 6], { kernel: 3, stride: 2, padding: 1 }),
    },
  ],
  [
    'along one axis',
    {
      kind: 'convolution',
      input: [1, 2, 9],
      outChannels: 2,
      groups: 1,
      bias: true,
      axes: evenAxes([9], { kernel: 3, dilation: 2, padding: 1 }),
    },
  ],
  [
    'convolution that leaves cells out',
    {
      kind: 'convolution',
      input: [1, 1, 6, 6],
      outChannels: 1,
      groups: 1,
      bias: false,
      axes: evenAxes([6, 6], { kernel: 3, stride: 2 }),
    },
  ],
  ['max pool', { kind: 'max-pool', input: [1, 2, 7, 7], axes: evenAxes([7, 7], { kernel: 3, stride: 2 }) }],
];

/** As often as each is written. */
const counted = (texts: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const text of texts) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
};

test.each(
  layers.flatMap(([name, spec]) => [[name, 320, 520, spec] as const, [name, 760, 420, spec] as const]),
)(
  '%s, %i×%i: no words or numbers vanish or stand there at once between two stages',
  (_, width, height, spec) => {
    const lesson = filledLesson(spec);
    const found: string[] = [];
    lesson.passes.forEach(({ id, stages }, pass) => {
      const textsAt = (playhead: Playhead) =>
        counted(textsOf(layerScene(lesson, playhead, { width, height, words: english }).marks));
      stages.forEach((stage, place) => {
        const before = stages[place - 1];
        if (!before) return;
        const ways = [
          [standing(pass, place - 1, stepCount(before) - 1), { ...standing(pass, place), entry: 1e-3 }],
          [standing(pass, place), { ...standing(pass, place), entry: 1 - 1e-3 }],
        ] as const;
        for (const [still, moving] of ways) {
          const [all, seen] = [textsAt(still), textsAt(moving)];
          for (const [text, count] of Object.entries(all))
            if ((seen[text] ?? 0) < count)
              found.push(`${id}, ${stage.id}, at ${moving.entry}: “${text}” ${count} → ${seen[text] ?? 0}`);
        }
      });
    });
    expect(found).toEqual([]);
  },
);

/** How much is hatched: as many cells, each as far as it is opaque. */
const hatched = (marks: readonly Mark[]): number =>
  marks.reduce((sum, mark) => {
    if (mark.kind === 'group') return sum + hatched(mark.children) * (mark.alpha ?? 1);
    return sum + ('hatch' in mark ? 1 : 0);
  }, 0);

test.each(
  [
    ...layers.map(([name, spec]) => [name, filledLesson(spec)] as const),
    ['example', exampleLesson()] as const,
  ].flatMap(([name, lesson]) => [[name, 320, 520, lesson] as const, [name, 760, 420, lesson] as const]),
)('%s, %i×%i: no hatching comes or goes at once between two stages', (_, width, height, lesson) => {
  const found: string[] = [];
  lesson.passes.forEach(({ id, stages }, pass) => {
    const hatchedAt = (playhead: Playhead) =>
      hatched(layerScene(lesson, playhead, { width, height, words: english }).marks);
    stages.forEach((stage, place) => {
      const before = stages[place - 1];
      if (!before) return;
      const way = Array.from({ length: 101 }, (__, i) =>
        hatchedAt({ ...standing(pass, place), entry: i / 100 }),
      );
      const values = [hatchedAt(standing(pass, place - 1, stepCount(before) - 1)), ...way];
      const range = Math.max(...values) - Math.min(...values);
      values.forEach((value, i) => {
        const change = Math.abs(value - (values[i - 1] ?? value));
        if (change > Math.max(0.01, range * 0.25))
          found.push(`${id}, ${stage.id}, at ${i - 1}: ${values[i - 1]} → ${value}`);
      });
    });
  });
  expect(found).toEqual([]);
});

test.each([
  [1, 2],
  [1, 3],
  [2, 2],
  [2, 3],
])('%i samples, %i channels: on the way to C ↔ m no plane lies over another', (samples, channels) => {
  const lesson = filledLesson({
    kind: 'convolution',
    input: [samples, channels, 6, 6],
    outChannels: 2,
    groups: 1,
    bias: true,
    axes: evenAxes([6, 6], { kernel: 3, stride: 2, padding: 1 }),
  });
  const pass = lesson.passes.findIndex(({ id }) => id === 'code-formula');
  const place = lesson.passes[pass]?.stages.findIndex(({ id }) => id === 'swap-input') ?? -1;
  for (let entry = 0.05; entry < 1; entry += 0.05) {
    const { marks } = layerScene(
      lesson,
      { ...standing(pass, place), entry },
      { width: 760, height: 420, words: english },
    );
    const planes = marks.flatMap((mark) =>
      mark.kind === 'group' && mark.id?.startsWith('plane-')
        ? [placedMarks(mark.children).filter((placed) => placed.mark.kind === 'rect')]
        : [],
    );
    const boxes = planes
      .filter((cells) => cells.length > 0)
      .map((cells) => around(cells.map(({ box }) => box)));
    boxes.forEach((box, one) => {
      for (const other of boxes.slice(one + 1)) {
        const [wide, high] = [
          Math.min(box.x + box.width, other.x + other.width) - Math.max(box.x, other.x),
          Math.min(box.y + box.height, other.y + other.height) - Math.max(box.y, other.y),
        ];
        expect(Math.min(wide, high), `at ${entry.toFixed(2)}`).toBeLessThanOrEqual(1);
      }
    });
  }
});

test('a kernel that turns passes over no words of its own', () => {
  const lesson = exampleLesson();
  const pass = lesson.passes.findIndex(({ id }) => id === 'backward-data');
  const place = lesson.passes[pass]?.stages.findIndex(({ id }) => id === 'rotate') ?? -1;
  for (const entry of [0.4, 0.5, 0.6]) {
    const { marks } = layerScene(
      lesson,
      { ...standing(pass, place), entry },
      { width: 760, height: 420, words: english },
    );
    expect(textsOf(marks).filter((text) => text === 'W' || text.startsWith('rotated'))).toEqual([]);
  }
});
