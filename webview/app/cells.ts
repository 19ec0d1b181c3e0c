import type { Plane, Stage } from '../../src/engine/trace/lesson.ts';
import { cellPlace } from '../../src/scene/layer/cell-place.ts';
import { positionAt, walkedPlane, type Cell } from '../../src/scene/layer/steps.ts';
import {
  chainTensors,
  type FieldPlace,
  type PanelHost,
  type PanelWebview,
} from '../../src/protocol/panel.ts';
import type { Endpoint } from '../../src/protocol/rpc/endpoint.ts';
import { askForCheck } from './ask-for-check.ts';
import type { EditedCell, Store } from './state.ts';

interface CellParts {
  readonly host: Endpoint<PanelWebview, PanelHost>;
  /** Keeps the state for a reload. */
  readonly save: () => void;
}

interface PlaneCell extends Cell {
  readonly plane: Plane;
}

/** What a layer's loss depends on, and that of the example. */
const checkable = { layer: ['X', 'W'], example: chainTensors } as const;

/** What is done with one cell of a lesson. */
export class Cells {
  readonly #store: Store;
  readonly #parts: CellParts;
  /** The cell that was checked last. */
  #checked = '';
  /** The pointer is over a cell that is checked. */
  #isPointed = false;

  constructor(store: Store, parts: CellParts) {
    this.#store = store;
    this.#parts = parts;
  }

  /** Shows what an output cell reads of every tensor before it; null: back to the lesson. */
  showField(field: FieldPlace | null): void {
    this.#store.update({ field });
    this.#parts.save();
  }

  /** Begins to write a cell over, or leaves it as it is. */
  edit(editing: EditedCell | null): void {
    // What plays would take the cell away.
    this.#store.update({ editing, ...(editing && { playing: false }) });
  }

  /** The field over a cell has lost the keyboard: unless it has gone on to another cell, it is done. */
  leave(editing: EditedCell): void {
    if (this.#store.state.editing === editing) this.edit(null);
  }

  /** Checks the gradient of the cell under the pointer by a finite difference; null: it is over none. */
  checkPointed(pointed: PlaneCell | null): void {
    this.#isPointed = pointed !== null && this.#check(pointed);
  }

  /** The same for the cell that a step goes to, as long as the pointer is over none: so by keyboard too. */
  checkStep({ motion, planes }: Stage, step: number): void {
    const plane = motion && planes[walkedPlane(motion)];
    if (plane && !this.#isPointed) this.#check({ plane, ...positionAt(motion, planes, step) });
  }

  /** Once for each cell; false where it is none that has a gradient to check. */
  #check({ plane, row, column }: PlaneCell): boolean {
    const place = cellPlace(plane, row, column);
    const { view } = this.#store.state;
    const tensors = view === 'network' ? [] : checkable[view];
    const tensor = tensors.find((name) => place?.tensor === name || place?.tensor === `d${name}`);
    if (!place || !tensor) return false;
    const name = `d${tensor}[${place.indices.join(', ')}]`;
    const cell = `${name} ${place.index}`;
    if (cell !== this.#checked)
      askForCheck(this.#parts.host, this.#store, name, { tensor, index: place.index });
    this.#checked = cell;
    return true;
  }

  /** The numbers are others: what was checked is no longer true. */
  checkAnew(): void {
    this.#checked = '';
    this.#store.update({ checked: null });
  }

  toggleChecks(checks = !this.#store.state.checks): void {
    this.checkAnew();
    this.#store.update({ checks, notice: null });
    this.#parts.save();
  }
}
