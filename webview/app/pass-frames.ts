import type { Lesson } from '../../src/engine/trace/lesson.ts';
import { standing, type Playhead } from '../../src/scene/layer/playhead.ts';
import { stepCount } from '../../src/scene/layer/steps.ts';

/** A still of a pass, and how long it stands, in seconds. */
export interface PassFrame {
  readonly playhead: Playhead;
  readonly seconds: number;
}

/** Stills in which one stage turns into the next. */
const entryFrames = 8;
const entrySeconds = 0.8;
const stillSeconds = 1.6;
const stepSeconds = 0.4;
/** A stage of more steps is shown in leaps, so that a file stays small. */
const mostSteps = 48;
const fewestStills = 6;

/** A pass from its first stage to its last, as the stills of an animation. */
export function passFrames(lesson: Lesson, pass: number): PassFrame[] {
  return (lesson.passes[pass]?.stages ?? []).flatMap((stage, place): PassFrame[] => {
    const arrival = place === 0 ? [] : Array.from({ length: entryFrames }, (_, i) => i / entryFrames);
    const steps = stepCount(stage);
    const leap = Math.max(1, Math.ceil(steps / mostSteps));
    const stops = Array.from({ length: Math.ceil(steps / leap) }, (_, i) => i * leap);
    if (stops.at(-1) !== steps - 1) stops.push(steps - 1);
    return [
      ...arrival.map((entry) => ({
        playhead: { ...standing(pass, place), entry },
        seconds: entrySeconds / entryFrames,
      })),
      ...stops.map((step, i) => ({
        playhead: standing(pass, place, step),
        seconds: i === stops.length - 1 ? stillSeconds : stepSeconds,
      })),
    ];
  });
}

/** What a still of each stage costs, by the stage's place: those of one stage are much alike. */
export function* stageCosts(
  frames: readonly PassFrame[],
  cost: (playhead: Playhead) => number,
): Generator<number, ReadonlyMap<number, number>> {
  const costs = new Map<number, number>();
  for (const { playhead } of frames) {
    if (playhead.entry < 1 || costs.has(playhead.stage)) continue;
    costs.set(playhead.stage, cost(playhead));
    yield playhead.stage;
  }
  return costs;
}

/** As many stills as cost no more than `most`, evenly chosen, but not so few that nothing is seen to move. */
export function affordable(
  frames: readonly PassFrame[],
  most: number,
  costs: ReadonlyMap<number, number>,
): PassFrame[] {
  const all = frames.reduce((sum, { playhead }) => sum + (costs.get(playhead.stage) ?? 0), 0);
  return thinned(frames, Math.max(fewestStills, Math.floor((frames.length * most) / Math.max(1, all))));
}

/** So many stills at most, evenly chosen, the first and the last among them; each stands for those that follow it. */
export function thinned(frames: readonly PassFrame[], most: number): PassFrame[] {
  if (frames.length <= most) return [...frames];
  const places = Array.from({ length: most }, (_, i) => Math.round((i * (frames.length - 1)) / (most - 1)));
  return places.flatMap((place, i) => {
    const frame = frames[place];
    const stands = frames.slice(place, places[i + 1]);
    return frame ? [{ ...frame, seconds: stands.reduce((sum, { seconds }) => sum + seconds, 0) }] : [];
  });
}
