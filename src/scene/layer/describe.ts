import type { Lesson } from '../../engine/trace/lesson.ts';
import { plainNumber } from '../numbers.ts';
import type { Words } from '../words/english.ts';
import { planeTitle } from './captions.ts';
import { explainStage } from './explain.ts';
import { workingOf } from './ledger.ts';
import type { Playhead } from './playhead.ts';
import { stageName } from './stage-name.ts';
import { stepCount } from './steps.ts';
import type { Working } from './working.ts';

/** A moment of a lesson in words: the stage, its planes, and the working of the lit cell. */
export function describeStage(lesson: Lesson, { pass, stage, step }: Playhead, words: Words): string[] {
  const { colon, stop, between } = words;
  const stages = lesson.passes[pass]?.stages ?? [];
  const current = stages[stage];
  if (!current) return [];
  const working = workingOf(current, step, words);
  const planes = current.planes.map((plane) => {
    const { name, detail } = planeTitle(plane, words);
    return `${name}${colon}${detail}${stop}`;
  });
  return [
    `${stageName(current, words)}${stop}${between}${explainStage(lesson, pass, stage, words)}`,
    ...planes,
    ...(working
      ? [`${words.step(step + 1, stepCount(current))}${stop}${between}${sumInWords(working, words)}`]
      : []),
  ];
}

const sumInWords = ({ lines, result }: Working, { comma, stop }: Words): string =>
  [
    ...lines.map(({ label, value, text }) => `${label} ${text ?? plainNumber(value)}`),
    `${result.label} = ${result.text ?? plainNumber(result.value)}${stop}`,
  ].join(comma);
