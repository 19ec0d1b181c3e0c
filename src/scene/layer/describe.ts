import type { Lesson, Stage } from '../../engine/trace/lesson.ts';
import { spokenNumber } from '../numbers.ts';
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
  const planes = current.planes.map((plane) => {
    const { name, detail } = planeTitle(plane, words);
    return `${name}${colon}${detail}${stop}`;
  });
  const working = stepInWords(current, step, words);
  return [
    `${stageName(current, words)}${stop}${between}${explainStage(lesson, pass, stage, words)}`,
    ...planes,
    ...(working === '' ? [] : [working]),
  ];
}

/** What is said when another step or stage has come. */
export function describeStep(lesson: Lesson, { pass, stage, step }: Playhead, words: Words): string {
  const current = lesson.passes[pass]?.stages[stage];
  if (!current) return '';
  return `${stageName(current, words)}${words.stop}${words.between}${stepInWords(current, step, words)}`;
}

/** A sum of more products is none that one would go through. */
const mostFactors = 64;

/** The numbers that the working multiplies, cell by cell, or takes together; empty where there are none, or too many. */
export function factorsInWords(stage: Stage, step: number, words: Words): string {
  const grids = workingOf(stage, step, words)?.grids ?? [];
  const [first] = grids;
  if (!first || first.values.length > mostFactors) return '';
  // A whole window is multiplied by one cell where that is added into it.
  const cells = first.values.map((_, cell) =>
    grids.map(({ values }) => spokenNumber(values[values.length === 1 ? 0 : cell] ?? 0)),
  );
  return cells
    .map((numbers) =>
      numbers.length === 1
        ? numbers.join('')
        : `${numbers.slice(0, -1).join(' × ')} = ${numbers.at(-1) ?? ''}`,
    )
    .join(words.comma);
}

function stepInWords(stage: Stage, step: number, words: Words): string {
  const working = workingOf(stage, step, words);
  return working === null
    ? ''
    : `${words.step(step + 1, stepCount(stage))}${words.stop}${words.between}${sumInWords(working, words)}`;
}

const sumInWords = ({ lines, result }: Working, { comma, stop }: Words): string =>
  [
    ...lines.map(({ label, value, text }) => `${label} ${text ?? spokenNumber(value)}`),
    `${result.label} = ${result.text ?? spokenNumber(result.value)}${stop}`,
  ].join(comma);
