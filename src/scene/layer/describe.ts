import type { Lesson } from '../../engine/trace/lesson.ts';
import { plainNumber } from '../numbers.ts';
import type { Words } from '../words/english.ts';
import { planeTitle } from './captions.ts';
import { explainStage } from './explain.ts';
import { workingOf } from './ledger.ts';
import type { Playhead } from './playhead.ts';
import { stageName } from './stage-name.ts';
import { stepCount } from './steps.ts';

/** A moment of a lesson in words: the stage, its planes, and the working of the lit cell. */
export function describeStage(lesson: Lesson, { pass, stage, step }: Playhead, words: Words): string[] {
  const stages = lesson.passes[pass]?.stages ?? [];
  const current = stages[stage];
  if (!current) return [];
  const working = workingOf(current, step, words);
  const planes = current.planes.map((plane) => {
    const { name, detail } = planeTitle(plane, words);
    return `${name}: ${detail}.`;
  });
  return [
    `${stageName(current, words)}. ${explainStage(lesson, pass, stage, words)}`,
    ...planes,
    ...(working
      ? [
          `${words.step(step + 1, stepCount(current))}. ${working.lines
            .map(({ label, value, text: written }) => `${label} ${written ?? plainNumber(value)}`)
            .concat(`${working.result.label} = ${working.result.text ?? plainNumber(working.result.value)}`)
            .join(', ')}.`,
        ]
      : []),
  ];
}
