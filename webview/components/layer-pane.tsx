import { useMemo, useRef } from 'preact/hooks';
import { equationsOf } from '../../src/scene/equations/equations.ts';
import type { Lesson, PassId, Plane } from '../../src/engine/trace/lesson.ts';
import { cellPlace } from '../../src/scene/layer/cell-place.ts';
import { editableIn } from '../../src/protocol/panel.ts';
import { explainStage } from '../../src/scene/layer/explain.ts';
import { planeOf } from '../../src/scene/layer/hit-ids.ts';
import { layerScene } from '../../src/scene/layer/layer-scene.ts';
import { nothingPointed, pointedAt } from '../../src/scene/layer/pointed-marks.ts';
import { stepAtCell } from '../../src/scene/layer/step-at-cell.ts';
import { tabOf, tabTitle } from '../../src/scene/layer/tabs.ts';
import { standing } from '../../src/scene/layer/playhead.ts';
import type { Scene } from '../../src/scene/draw-list.ts';
import type { Hit } from '../../src/scene/hit-test.ts';
import { middleCell } from '../app/middle-cell.ts';
import { layerOf, lessonOf } from '../app/state.ts';
import { words } from '../app/words.ts';
import { CellInput } from './cell-input.tsx';
import { Code, Mistakes } from './code.tsx';
import { Equations } from './equation.tsx';
import { GradientCheck } from './gradient-check.tsx';
import { LayerHeader } from './layer-header.tsx';
import { Message } from './message.tsx';
import type { PaneProps } from './network/network-pane.tsx';
import { PictureView, type HitKind } from './picture.tsx';
import { ReceptiveView } from './receptive-view.tsx';
import { Spoken } from './spoken.tsx';
import { shownTab, Stages, tabContent } from './stages.tsx';
import { tabId } from './tabs.tsx';
import { TriedSize } from './tried-size.tsx';
import { Transport } from './transport.tsx';
import { beside, useSteady, useStep } from './use-store.ts';
import { WhatIsWrong } from './what-is-wrong.tsx';

/** Its wrong dX stands beside the right one, at the line of code that makes it. */
const textbookBug = ['tail'] as const;

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
          ? layerScene(current, store.state.playhead, {
              ...{ width, height, words },
              pointed: store.state.pointed,
              marked: store.state.checked?.cell ?? null,
            })
          : nothing;
      },
      camera: () => still,
      tick: (elapsed: number) => controller.player.tick(elapsed),
    }),
    [store, controller],
  );
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file) void controller.choices.takeFile(file);
  };
  const onHit = (hit: Hit | null, kind: HitKind) => {
    const stage = lesson?.passes[playhead.pass]?.stages[playhead.stage];
    const { plane: place, inLens } = planeOf(hit?.id ?? '');
    const plane = stage?.planes[place];
    if (kind === 'hover') {
      const step =
        (stage && hit && stepAtCell(stage, place, hit.row, hit.column)) ?? store.state.playhead.step;
      controller.point(pointedAt(stage, step, place, hit));
      if (state.checks) controller.cells.checkPointed(plane && hit ? { plane, ...hit } : null);
    }
    // A file that is dragged: the tensor that would take it is lit.
    if (kind === 'drag') {
      controller.point({ ...nothingPointed, tensor: plane?.tensor ?? null });
      return;
    }
    if (kind === 'open' && lesson && plane && hit && isEditable(lesson, plane, hit.row, hit.column)) {
      controller.cells.edit({
        plane: place,
        row: hit.row,
        column: hit.column,
        inLens,
      });
    }
    // What the lens shows stays as long as one points at it, and as long as a cell of it is written over.
    const stays = inLens || (kind === 'hover' && (state.playing || state.editing !== null));
    if (!stage || !hit || stays || store.state.playhead.entry < 1) return;
    const step = stepAtCell(stage, place, hit.row, hit.column);
    if (step === null || (kind === 'hover' && step === hovered.current)) return;
    hovered.current = step;
    controller.player.moveTo(standing(playhead.pass, playhead.stage, step));
  };
  const steady = useSteady(state);
  const head = useMemo(
    () => (
      <>
        <LayerHeader state={steady} controller={controller} />
        <TriedSize state={steady} controller={controller} />
        <WhatIsWrong state={steady} store={store} controller={controller} />
      </>
    ),
    [steady, store, controller],
  );
  const pass = lesson?.passes[playhead.pass];
  const inCode = pass !== undefined && tabOf(pass.id) === 'code' && !state.field;
  return (
    <section class={`layer ${inCode ? 'with-code' : ''}`} aria-label={words.panel.layer}>
      {head}
      {lesson ? (
        <>
          <Stages
            lesson={lesson}
            playhead={playhead}
            controller={controller}
            cell={middleCell(state)}
            field={state.field}
          />
          <div
            id={tabContent}
            class="tab-content"
            role="tabpanel"
            aria-labelledby={tabId(shownTab(lesson, playhead, state.field))}
          >
            {state.field ? (
              <ReceptiveView state={state} store={store} controller={controller} />
            ) : (
              <>
                {inCode && <Code lesson={lesson} playhead={playhead} controller={controller} />}
                {inCode && <Mistakes lesson={lesson} controller={controller} />}
                {pass?.id === 'backward-data' && hasFormula(lesson) && (
                  <Mistakes lesson={lesson} controller={controller} only={textbookBug} />
                )}
                <div class="telling">
                  <p class="explain">{explainStage(lesson, playhead.pass, playhead.stage, words)}</p>
                  <StepEquations state={state} store={store} controller={controller} />
                </div>
                {state.checks && (
                  <GradientCheck state={state} store={store} lesson={lesson} controller={controller} />
                )}
                {state.notice !== null && (
                  <p class="check differs" role="alert">
                    {state.notice}
                  </p>
                )}
                <div
                  class={`stage ${state.lesson.kind === 'loading' ? 'waiting' : ''}`}
                  onDragOver={(event) => event.preventDefault()}
                  onDrop={onDrop}
                >
                  <PictureView
                    store={store}
                    label={words.panel.pictureOf(pictureName(lesson, pass?.id ?? 'forward'))}
                    picture={picture}
                    onHit={onHit}
                  />
                  {state.editing && (
                    <CellInput
                      state={state}
                      lesson={lesson}
                      scene={layerScene(lesson, playhead, { ...state.pictureSize, words })}
                      controller={controller}
                    />
                  )}
                </div>
                <Spoken state={state} store={store} lesson={lesson} />
                <Transport state={state} store={store} lesson={lesson} controller={controller} />
              </>
            )}
          </div>
        </>
      ) : (
        <WithoutLesson state={state} store={store} controller={controller} />
      )}
    </section>
  );
}

/** The way that is shown, as its button or its tab names it. */
const pictureName = (lesson: Lesson, id: PassId): string =>
  id === 'reads' ? tabTitle(lesson, 'reads', words) : words.lesson.way[id];

/** Pools route, and a transposed convolution's way back is a plain correlation: no zeros can be forgotten there. */
const hasFormula = ({ operation }: Lesson): boolean => operation === 'convolution' || operation === 'chain';

/** What the step computes. */
function StepEquations({ state, store, controller }: PaneProps) {
  const playhead = useStep(store, beside);
  const lesson = lessonOf(state);
  if (!lesson) return null;
  return (
    <Equations
      equations={equationsOf(lesson, playhead)}
      pointed={state.pointed}
      onPoint={(pointed) => controller.point(pointed)}
    />
  );
}

/** Only what the layer takes in can be written over, and only where the plane shows it as it is. */
const isEditable = ({ operation }: Lesson, plane: Plane, row: number, column: number): boolean =>
  editableIn(operation).some((name) => name === plane.tensor) && cellPlace(plane, row, column) !== null;

/** A layer without numbers still reads something of every tensor before it. */
function WithoutLesson({ state, store, controller }: PaneProps) {
  const field = state.lesson.kind === 'none' ? (state.field ?? middleCell(state)) : null;
  if (!field) return <LessonMessage state={state} controller={controller} />;
  return (
    <>
      <p class="explain lone">{words.panel.shapesOnly}</p>
      <ReceptiveView state={{ ...state, field }} store={store} controller={controller} />
    </>
  );
}

function LessonMessage({ state, controller }: Pick<PaneProps, 'state' | 'controller'>) {
  const { lesson, options } = state;
  switch (lesson.kind) {
    case 'failed':
      // A file that does not fit is let go of where that is said.
      return options.given.length > 0 ? (
        <Message
          kind="error"
          title={lesson.message}
          action={words.lesson.resetValues}
          onAction={() => controller.choices.tell({ edits: [], given: [] })}
        />
      ) : (
        <Message kind="error" title={lesson.message} />
      );
    case 'none':
      return (
        <Message
          kind="empty"
          title={layerOf(state)?.verdict === 'impossible' ? words.lesson.noOutput : words.panel.shapesOnly}
        />
      );
    default:
      return <Message kind="loading" title={words.panel.computing} />;
  }
}
