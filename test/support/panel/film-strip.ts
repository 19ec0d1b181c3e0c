import type { Lesson, Stage } from '../../../src/engine/trace/lesson.ts';
import type { GroupMark, Scene } from '../../../src/scene/draw-list.ts';
import { layerScene } from '../../../src/scene/layer/layer-scene.ts';
import { standing, type Playhead } from '../../../src/scene/layer/playhead.ts';
import { stepCount } from '../../../src/scene/layer/steps.ts';
import { muted, rect, text } from '../../../src/scene/marks.ts';
import { english } from '../../../src/scene/words/english.ts';

interface StripSize {
  readonly width: number;
  readonly height: number;
}

export interface Frame {
  readonly title: string;
  readonly scene: Scene;
}

/** Shares of the way from one stage into the next. */
const entries = [0.2, 0.4, 0.6, 0.8];

/** A pass as stills: each stage on its way in, a window on its way, its first, middle and last step. */
export function passStills(lesson: Lesson, pass: number, size: StripSize): Frame[] {
  return (lesson.passes[pass]?.stages ?? []).flatMap((stage, place) =>
    momentsOf(stage, pass, place).map((playhead): Frame => ({
      title: `${place}. ${stage.id}, ${playhead.entry < 1 ? `on its way, ${playhead.entry}` : `step ${playhead.step}`}`,
      scene: layerScene(lesson, playhead, { ...size, words: english }),
    })),
  );
}

function momentsOf(stage: Stage, pass: number, place: number): Playhead[] {
  const last = stepCount(stage) - 1;
  const steps = [...new Set([0, Math.ceil(last / 2), last])];
  return [
    ...(place === 0 ? [] : entries.map((entry) => ({ ...standing(pass, place), entry }))),
    ...(last > 0 ? [{ ...standing(pass, place, 1), travel: 0.5 }] : []),
    ...steps.map((step) => standing(pass, place, step)),
  ];
}

const title = 22;

/** Stills beside and below each other, as one picture. */
export function filmStrip(frames: readonly Frame[], { width, height }: StripSize, columns: number): Scene {
  const marks = frames.map((frame, place): GroupMark => ({
    kind: 'group',
    x: (place % columns) * (width + 1),
    y: Math.floor(place / columns) * (height + title),
    children: [
      text(8, title / 2, frame.title, { fill: muted }),
      rect({ x: 0, y: 0, width, height: height + title }, { stroke: { paint: { role: 'line' }, width: 1 } }),
      { kind: 'group', y: title, children: frame.scene.marks },
    ],
  }));
  return {
    width: Math.min(columns, frames.length) * (width + 1),
    height: Math.ceil(frames.length / columns) * (height + title),
    marks,
    hits: [],
    description: [],
  };
}
