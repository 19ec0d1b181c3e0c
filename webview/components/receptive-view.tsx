import { useMemo, useRef, useState } from 'preact/hooks';
import { planeSize, type FieldStep } from '../../src/scene/receptive/receptive-field.ts';
import { placesOf, receptiveScene, tensorsLeftOut } from '../../src/scene/receptive/receptive-scene.ts';
import type { Scene } from '../../src/scene/draw-list.ts';
import type { FieldPlace } from '../../src/protocol/panel.ts';
import type { Controller } from '../app/controller.ts';
import { fieldSteps } from '../app/field-steps.ts';
import { layerOf, type AppState, type Store } from '../app/state.ts';
import { words } from '../app/words.ts';
import { PictureView } from './picture.tsx';

interface ReceptiveViewProps {
  readonly state: AppState;
  readonly store: Store;
  readonly controller: Controller;
}

const nothing: Scene = { width: 1, height: 1, marks: [], hits: [], description: [] };
const still = { x: 0, y: 0, zoom: 1 };

/** What one output cell reads of every earlier tensor; arrows or the pointer choose the cell. */
export function ReceptiveView({ state, store, controller }: ReceptiveViewProps) {
  const latest = useRef(state.field);
  latest.current = state.field;
  const picture = useMemo(
    () => ({
      scene: (width: number, height: number): Scene =>
        sceneOf(fieldSteps({ ...store.state, field: latest.current }), { width, height }),
      camera: () => still,
      tick: () => false,
    }),
    [store],
  );
  const [width, setWidth] = useState(800);
  const { field } = state;
  const steps = useMemo(
    () => fieldSteps(state),
    [state.content, state.trial, state.layer, state.lesson, field],
  );
  const size = planeSize(layerOf(state) ?? undefined);
  if (!field || !size) return null;
  const move = (rows: number, columns: number) =>
    controller.cells.showField(clamped(field, rows, columns, size));
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowRight') move(0, 1);
    else if (event.key === 'ArrowLeft') move(0, -1);
    else if (event.key === 'ArrowDown') move(1, 0);
    else if (event.key === 'ArrowUp') move(-1, 0);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const { description, height } = sceneOf(steps, { width });
  const left = tensorsLeftOut(steps);
  return (
    <>
      <p class="explain lone">
        {words.lesson.fieldExplain(steps[0] ? placesOf(steps[0]) : '')}
        {left > 0 && ` ${words.lesson.fieldLeftOut(left)}`}
      </p>
      <div
        class="stage"
        style={{ minHeight: `${height}px` }}
        tabIndex={0}
        role="group"
        aria-label={words.lesson.fieldTab}
        onKeyDown={onKey}
      >
        <PictureView
          store={store}
          label={words.lesson.fieldTab}
          picture={picture}
          onResize={(now) => setWidth(now)}
          onHit={(hit) => {
            if (hit?.id === 'field' && (hit.row !== field.row || hit.column !== field.column))
              controller.cells.showField({ row: hit.row, column: hit.column });
          }}
        />
      </div>
      <div class="spoken" role="status" aria-live="polite">
        {description.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    </>
  );
}

const sceneOf = (
  steps: readonly FieldStep[],
  room: { readonly width: number; readonly height?: number },
): Scene => (steps.length === 0 ? nothing : receptiveScene(steps, room, words));

const clamped = (
  { row, column }: FieldPlace,
  rows: number,
  columns: number,
  size: { readonly rows: number; readonly columns: number },
): FieldPlace => ({
  row: Math.max(0, Math.min(size.rows - 1, row + rows)),
  column: Math.max(0, Math.min(size.columns - 1, column + columns)),
});
