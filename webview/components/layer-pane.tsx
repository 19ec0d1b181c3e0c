import { useMemo, useRef } from 'preact/hooks';
import { equationsOf } from '../../src/scene/equations/equations.ts';
import { explainStage } from '../../src/scene/layer/explain.ts';
import { layerScene, stepAtCell } from '../../src/scene/layer/layer-scene.ts';
import { tabOf } from '../../src/scene/layer/tabs.ts';
import { standing } from '../../src/scene/layer/playhead.ts';
import { describeStage } from '../../src/scene/layer/describe.ts';
import type { Scene } from '../../src/scene/draw-list.ts';
import { lessonOf } from '../app/state.ts';
import { words } from '../app/words.ts';
import type { Hit } from '../render/surface.ts';
import { Code, Mistakes } from './code.tsx';
import { Equations } from './equation.tsx';
import { LayerHeader } from './layer-header.tsx';
import { Message } from './message.tsx';
import type { PaneProps } from './network/network-pane.tsx';
import { PictureView } from './picture.tsx';
import { Stages } from './stages.tsx';
import { Transport } from './transport.tsx';

const nothing: Scene = { width: 1, height: 1, marks: [], hits: [], description: [] };
const still = { x: 0, y: 0, zoom: 1 };

/** One layer, or the example: its passes as tabs, their stages, the picture, and the player. */
export function LayerPane({ state, store, controller }: PaneProps) {
  const lesson = lessonOf(state);
  const { playhead } = state;
  const hovered = useRef<number | null>(null);
  const picture = useMemo(
    () => ({
      scene: (width: number, height: number): Scene => {
        controller.resized(width, height);
        const current = lessonOf(store.state);
        return current
          ? layerScene(current, store.state.playhead, { width, height, words, lit: store.state.lit })
          : nothing;
      },
      camera: () => still,
      tick: (elapsed: number) => controller.player.tick(elapsed),
    }),
    [store, controller],
  );
  const onHit = (hit: Hit | null, kind: 'click' | 'open' | 'hover') => {
    const stage = lesson?.passes[playhead.pass]?.stages[playhead.stage];
    const plane = hit ? stage?.planes[Number(hit.id.slice('plane:'.length))] : undefined;
    if (kind === 'hover') controller.light(plane?.tensor ?? null);
    if (!stage || !hit || playhead.entry < 1 || (kind === 'hover' && state.playing)) return;
    const step = stepAtCell(stage, Number(hit.id.slice('plane:'.length)), hit.row, hit.column);
    if (step === null || (kind === 'hover' && step === hovered.current)) return;
    hovered.current = step;
    controller.player.moveTo(standing(playhead.pass, playhead.stage, step));
  };
  const pass = lesson?.passes[playhead.pass];
  const inCode = pass !== undefined && tabOf(pass.id) === 'code';
  return (
    <section class={`layer ${inCode ? 'with-code' : ''}`} aria-label={words.panel.layer}>
      <LayerHeader state={state} controller={controller} />
      {lesson ? (
        <>
          <Stages lesson={lesson} playhead={playhead} controller={controller} />
          {inCode && <Code lesson={lesson} playhead={playhead} controller={controller} />}
          {inCode && <Mistakes lesson={lesson} controller={controller} />}
          <div class="telling">
            <p class="explain">{explainStage(lesson, playhead.pass, playhead.stage, words)}</p>
            <Equations
              equations={equationsOf(lesson, playhead)}
              lit={state.lit}
              onPoint={(tensor) => controller.light(tensor)}
            />
          </div>
          <div class={`stage ${state.lesson.kind === 'loading' ? 'waiting' : ''}`}>
            <PictureView
              store={store}
              label={words.panel.pictureOf(words.lesson.way[pass?.id ?? 'forward'])}
              picture={picture}
              onHit={onHit}
            />
          </div>
          <div class="spoken" role="status" aria-live={state.playing ? 'off' : 'polite'}>
            {describeStage(lesson, playhead, words).map((line) => (
              <p key={line}>{line}</p>
            ))}
          </div>
          <Transport state={state} lesson={lesson} controller={controller} />
        </>
      ) : (
        <LessonMessage state={state} />
      )}
    </section>
  );
}

function LessonMessage({ state }: Pick<PaneProps, 'state'>) {
  switch (state.lesson.kind) {
    case 'failed':
      return <Message kind="error" title={state.lesson.message} />;
    case 'none':
      return <Message kind="empty" title={words.panel.shapesOnly} />;
    default:
      return <Message kind="loading" title={words.panel.computing} />;
  }
}
