import { useEffect, useRef } from 'preact/hooks';
import { cellPlace } from '../../src/scene/layer/cell-place.ts';
import type { Scene } from '../../src/scene/draw-list.ts';
import type { Lesson } from '../../src/engine/trace/lesson.ts';
import { columnCount, rowCount, valueAt } from '../../src/scene/layer/steps.ts';
import { plainNumber } from '../../src/scene/numbers.ts';
import { editableIn } from '../../src/protocol/panel.ts';
import type { Controller } from '../app/controller.ts';
import type { AppState, EditedCell } from '../app/state.ts';
import { words } from '../app/words.ts';

interface CellInputProps {
  readonly state: AppState;
  readonly lesson: Lesson;
  readonly scene: Scene;
  readonly controller: Controller;
}

const smallest = 46;

/** A field over a cell: Enter writes it over, Tab goes on to the next cell, Escape leaves it. */
export function CellInput({ state, lesson, scene, controller }: CellInputProps) {
  const field = useRef<HTMLInputElement>(null);
  const { editing, playhead } = state;
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [editing]);
  const plane = editing && lesson.passes[playhead.pass]?.stages[playhead.stage]?.planes[editing.plane];
  const area = editing && scene.hits.find(({ id }) => id === `plane:${editing.plane}`);
  const place = editing && plane && cellPlace(plane, editing.row, editing.column);
  const tensor = place && editableIn(lesson.operation).find((name) => name === place.tensor);
  if (!editing || !plane || !area || !place || !tensor) return null;
  const [width, height] = [area.width / columnCount(plane), area.height / rowCount(plane)];
  const shown = Math.max(smallest, width);
  const write = () => {
    const value = Number(field.current?.value.trim().replace('−', '-').replace(',', '.'));
    const { edits } = state.options;
    if (Number.isFinite(value) && field.current?.value.trim() !== '') {
      controller.choices.tell({ edits: [...edits, { tensor, index: place.index, value }] });
    }
  };
  const next = (): EditedCell => {
    const at = editing.row * columnCount(plane) + editing.column + 1;
    const wrapped = at % (rowCount(plane) * columnCount(plane));
    return {
      plane: editing.plane,
      row: Math.floor(wrapped / columnCount(plane)),
      column: wrapped % columnCount(plane),
    };
  };
  const name = `${tensor}[${place.row}, ${place.column}]`;
  return (
    <input
      key={`${editing.plane}.${editing.row}.${editing.column}`}
      ref={field}
      class="cell-input"
      aria-label={words.lesson.newValue(name)}
      value={plainNumber(valueAt(plane, editing)).replace('−', '-')}
      inputMode="decimal"
      style={{
        left: `${area.x + (editing.column + 0.5) * width - shown / 2}px`,
        top: `${area.y + (editing.row + 0.5) * height - 13}px`,
        width: `${shown}px`,
      }}
      onBlur={() => controller.cells.leave(editing)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') controller.cells.edit(null);
        else if (event.key === 'Enter') {
          write();
          controller.cells.edit(null);
        } else if (event.key === 'Tab' && !event.shiftKey) {
          write();
          controller.cells.edit(next());
        } else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}
