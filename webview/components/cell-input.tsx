import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { cellPlace } from '../../src/scene/layer/cell-place.ts';
import type { Box, Scene } from '../../src/scene/draw-list.ts';
import { cellIn } from '../../src/scene/hit-test.ts';
import { lensId, planeId } from '../../src/scene/layer/hit-ids.ts';
import { standing } from '../../src/scene/layer/playhead.ts';
import { stepAtCell } from '../../src/scene/layer/step-at-cell.ts';
import type { Lesson, Plane } from '../../src/engine/trace/lesson.ts';
import { columnCount, rowCount, valueAt } from '../../src/scene/layer/steps.ts';
import { writtenNumber } from '../../src/scene/numbers.ts';
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
/** Of a character, and of the field's edges, in CSS pixels. */
const characterWidth = 8;
const edges = 16;
/** Where cells are smaller, the field stands over the lens. */
const smallestCell = 8;

/** A field over a cell: Enter writes it over, Tab goes on to the next cell, Shift+Tab to the one before, Escape leaves it. */
export function CellInput({ state, lesson, scene, controller }: CellInputProps) {
  const field = useRef<HTMLInputElement>(null);
  const { editing, playhead } = state;
  const [wrong, setWrong] = useState<string | null>(null);
  // Before the next key can come: without the focus, a Tab would leave the field.
  useLayoutEffect(() => {
    setWrong(null);
    field.current?.focus();
    field.current?.select();
  }, [editing]);
  const stage = lesson.passes[playhead.pass]?.stages[playhead.stage];
  const plane = editing && stage?.planes[editing.plane];
  const cell = editing && cellBox(scene, editing);
  // Of a heat map the lens goes along: else one would not see what is written over.
  useLayoutEffect(() => {
    if (!editing || !stage || !cell || cell.width >= smallestCell) return;
    const step = stepAtCell(stage, editing.plane, editing.row, editing.column);
    if (step !== null && step !== playhead.step)
      controller.player.moveTo(standing(playhead.pass, playhead.stage, step));
  }, [editing]);
  const place = editing && plane && cellPlace(plane, editing.row, editing.column);
  const tensor = place && editableIn(lesson.operation).find((name) => name === place.tensor);
  if (!editing || !plane || !cell || !place || !tensor) return null;
  const shownText = writtenNumber(valueAt(plane, editing)).replace('−', '-');
  const width = Math.max(smallest, cell.width, shownText.length * characterWidth + edges);
  const left = cell.x + cell.width / 2 - width / 2;
  /** Writes the cell over and goes on; what is no number stays where it is. */
  const write = (then: EditedCell | null) => {
    const text = field.current?.value.trim() ?? '';
    const value = Number(text.replace('−', '-').replace(',', '.'));
    if (text === '' || !Number.isFinite(value)) {
      setWrong(text);
      return;
    }
    const { edits } = state.options;
    // What is written there is rounded: a cell that is only passed keeps its value.
    if (text !== shownText)
      controller.choices.tell({ edits: [...edits, { tensor, index: place.index, value }] });
    controller.cells.edit(then);
  };
  const name = `${tensor}[${place.indices.join(', ')}]`;
  return (
    <>
      <input
        key={`${editing.plane}.${editing.row}.${editing.column}`}
        ref={field}
        class="cell-input"
        aria-label={words.lesson.newValue(name)}
        aria-invalid={wrong !== null}
        defaultValue={shownText}
        inputMode="decimal"
        style={{
          left: `${Math.max(0, Math.min(left, scene.width - width))}px`,
          top: `${cell.y + cell.height / 2 - 13}px`,
          width: `${width}px`,
        }}
        onBlur={() => controller.cells.leave(editing)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') controller.cells.edit(null);
          else if (event.key === 'Enter') write(null);
          else if (event.key === 'Tab') write(nextCell(plane, editing, event.shiftKey ? -1 : 1));
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      {wrong !== null && (
        <p class="check differs" role="alert">
          {words.lesson.noNumber(wrong)}
        </p>
      )}
    </>
  );
}

/** Where a cell stands: in the lens where it was pointed at there, or is too small on its plane; else on the plane. */
function cellBox({ hits }: Scene, { plane, row, column, inLens }: EditedCell): Box | null {
  const [onPlane, magnified] = [planeId(plane), lensId(plane)].map((wanted) => {
    const area = hits.find(({ id }) => id === wanted);
    return area ? cellIn(area, row, column) : null;
  });
  const isTiny = onPlane ? onPlane.width < smallestCell : true;
  return (inLens === true || isTiny ? magnified : null) ?? onPlane ?? null;
}

/** The next cell that can be written over, around from the last to the first: zeros of padding are passed over. */
function nextCell(shown: Plane, { plane, row, column, inLens }: EditedCell, by: 1 | -1): EditedCell {
  const [width, count] = [columnCount(shown), rowCount(shown) * columnCount(shown)];
  for (let steps = 1; steps <= count; steps++) {
    const at = (row * width + column + by * steps + count * steps) % count;
    const cell = { row: Math.floor(at / width), column: at % width };
    if (cellPlace(shown, cell.row, cell.column)) return { plane, ...cell, ...(inLens && { inLens }) };
  }
  return { plane, row, column };
}
