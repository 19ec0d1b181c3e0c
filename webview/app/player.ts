import type { Lesson, Stage } from '../../src/engine/trace/lesson.ts';
import type { Fault } from '../../src/engine/trace/options.ts';
import type { PanelPlace } from '../../src/protocol/panel.ts';
import { openingStep } from '../../src/scene/layer/opening-step.ts';
import { standing, type Playhead } from '../../src/scene/layer/playhead.ts';
import { stepCount } from '../../src/scene/layer/steps.ts';
import { tabOf } from '../../src/scene/layer/tabs.ts';

/** Milliseconds at speed 1 (docs/panel.md). */
const entryTime = 800;
const travelTime = 320;
const longestStep = 900;
/** A whole sweep takes no longer, however many steps it has. */
const longestSweep = 24_000;
const stillTime = 1300;

export const speeds = [0.25, 0.5, 1, 2, 4, 8] as const;

/** Where the player goes after `elapsed` milliseconds; at the end of the pass it stays on the last step. */
export function advance(
  lesson: Lesson,
  playhead: Playhead,
  clock: number,
  elapsed: number,
  reducedMotion: boolean,
): { readonly playhead: Playhead; readonly clock: number; readonly ended: boolean } {
  const stages = stagesOf(lesson, playhead.pass);
  const stage = stages[playhead.stage];
  if (!stage) return { playhead, clock: 0, ended: true };
  if (playhead.entry < 1) {
    const entry = reducedMotion ? 1 : Math.min(1, playhead.entry + elapsed / entryTime);
    return { playhead: { ...playhead, entry }, clock: 0, ended: false };
  }
  const steps = stepCount(stage);
  const duration = stepTime(stage, steps);
  const time = clock + elapsed;
  const passed = Math.floor(time / duration);
  const step = playhead.step + passed;
  const rest = time - passed * duration;
  if (step < steps) {
    const travel = reducedMotion || duration < travelTime ? 1 : Math.min(1, rest / travelTime);
    return { playhead: { ...playhead, step, travel: step === 0 ? 1 : travel }, clock: rest, ended: false };
  }
  if (playhead.stage + 1 < stages.length) {
    const next = { ...standing(playhead.pass, playhead.stage + 1), entry: reducedMotion ? 1 : 0 };
    return { playhead: next, clock: 0, ended: false };
  }
  return { playhead: { ...playhead, step: steps - 1, travel: 1 }, clock: 0, ended: true };
}

const stepTime = (stage: Stage, steps: number): number =>
  stage.motion === null ? stillTime : Math.min(longestStep, longestSweep / steps);

const stagesOf = (lesson: Lesson, pass: number): readonly Stage[] => lesson.passes[pass]?.stages ?? [];

/** One step on or back, over the borders of stages. */
export function stepBy(lesson: Lesson, { pass, stage, step }: Playhead, by: 1 | -1): Playhead {
  const stages = stagesOf(lesson, pass);
  const next = step + by;
  const current = stages[stage];
  if (current && next >= 0 && next < stepCount(current))
    return { ...standing(pass, stage, next), travel: by > 0 ? 0 : 1 };
  const neighbour = stages[stage + by];
  if (!neighbour) return standing(pass, stage, step);
  return by > 0
    ? { ...standing(pass, stage + 1), entry: 0 }
    : standing(pass, stage - 1, stepCount(neighbour) - 1);
}

/** Brings a playhead that may belong to another lesson into range. */
export function clampPlayhead(lesson: Lesson, { pass, stage, step }: Playhead): Playhead {
  const thePass = Math.min(pass, lesson.passes.length - 1);
  const stages = stagesOf(lesson, thePass);
  const theStage = Math.min(stage, stages.length - 1);
  const steps = stages[theStage] ? stepCount(stages[theStage]) : 1;
  return standing(thePass, theStage, Math.min(step, steps - 1));
}

/** The step at which a stage is opened. */
export function openingStepAt(lesson: Lesson, pass: number, place: number): number {
  const stage = stagesOf(lesson, pass)[place];
  return stage ? openingStep(stage) : 0;
}

/** The stage that shows most of a pass: the first in which something moves. */
export function openingStage(lesson: Lesson, pass: number): Playhead {
  const stages = stagesOf(lesson, pass);
  const moving = stages.findIndex(({ motion }) => motion !== null);
  return standing(pass, pass === 0 ? Math.max(0, moving) : 0);
}

/** The whole pass as one scale of steps, for the scrubber. */
export function timeline(
  lesson: Lesson,
  { pass, stage, step }: Playhead,
): { readonly position: number; readonly length: number } {
  const counts = stagesOf(lesson, pass).map(stepCount);
  const before = counts.slice(0, stage).reduce((sum, count) => sum + count, 0);
  return { position: before + step, length: counts.reduce((sum, count) => sum + count, 0) };
}

export function atPosition(lesson: Lesson, pass: number, position: number): Playhead {
  let left = position;
  const counts = stagesOf(lesson, pass).map(stepCount);
  for (const [stage, count] of counts.entries()) {
    if (left < count) return standing(pass, stage, left);
    left -= count;
  }
  return standing(pass, Math.max(0, counts.length - 1), Math.max(0, (counts.at(-1) ?? 1) - 1));
}

/** Where a stage stands among those of its pass that have its name. */
export const nthOfName = (stages: readonly Stage[], place: number): number =>
  stages.slice(0, place).filter(({ id }) => id === stages[place]?.id).length;

/** The place of the `nth` stage of a pass that has a name, else of the first one. */
function stageNamed(lesson: Lesson, pass: number, id: string | undefined, nth: number): number | undefined {
  const named = stagesOf(lesson, pass).flatMap((stage, place) => (stage.id === id ? [place] : []));
  return named[nth] ?? named[0];
}

/** A place that is named by pass and stage; what is not named is where a pass opens. */
export function playheadAt(lesson: Lesson, place: PanelPlace): Playhead {
  const pass = Math.max(
    0,
    lesson.passes.findIndex(({ id }) => id === place.pass),
  );
  const stage = stageNamed(lesson, pass, place.stage, place.nth ?? 0);
  if (stage === undefined) return openingStage(lesson, pass);
  return clampPlayhead(lesson, standing(pass, stage, place.step ?? openingStepAt(lesson, pass, stage)));
}

/** The pass, stage and step of `before` in another lesson, which may have others in between; else the same by number. */
export function samePlace(lesson: Lesson, before: Lesson | null, playhead: Playhead): Playhead {
  const shown = before?.passes[playhead.pass];
  const pass = lesson.passes.findIndex(({ id }) => id === shown?.id);
  if (!shown || pass < 0) return clampPlayhead(lesson, playhead);
  const { stage, step } = playhead;
  const same = stageNamed(lesson, pass, shown.stages[stage]?.id, nthOfName(shown.stages, stage));
  return clampPlayhead(lesson, standing(pass, same ?? stage, step));
}

/** The kernel as it begins to turn, or turned where nothing moves; null: no kernel turns in this pass. */
export function turningKernel(lesson: Lesson, pass: number, reducedMotion: boolean): Playhead | null {
  const stage = stageNamed(lesson, pass, 'flip', 0);
  return stage === undefined ? null : { ...standing(pass, stage), entry: reducedMotion ? 1 : 0 };
}

/** Where a mistake shows: the comparison that it leads to, or the line that raises. */
export function mistakeIn(lesson: Lesson, fault: Fault, otherwise: Playhead): Playhead {
  for (const [pass, { id, stages }] of lesson.passes.entries()) {
    const stage = tabOf(id) === 'code' ? stages.findIndex((candidate) => isShownBy(fault, candidate)) : -1;
    if (stage >= 0) return standing(pass, stage, openingStepAt(lesson, pass, stage));
  }
  return clampPlayhead(lesson, otherwise);
}

function isShownBy(fault: Fault, { id, planes, failure }: Stage): boolean {
  const compared = id === 'compare' ? planes[0]?.tensor : undefined;
  switch (fault) {
    case 'bias':
      return failure?.kind === 'broadcast';
    case 'bounds':
      return failure?.kind === 'index';
    case 'tail':
    case 'ties':
      return compared === 'dX' || compared === 'Z';
    case 'stride':
    case 'transposed':
    case 'mean':
      return compared === 'dW';
  }
}
