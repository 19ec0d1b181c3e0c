import type { FieldPlace, PanelHost, PanelWebview } from '../../src/protocol/panel.ts';
import type { Endpoint } from '../../src/protocol/rpc/endpoint.ts';
import { askForCheck } from './ask-for-check.ts';
import type { EditedCell, Store } from './state.ts';

interface CellParts {
  readonly host: Endpoint<PanelWebview, PanelHost>;
  /** Keeps the state for a reload. */
  readonly save: () => void;
}

/** What is done with one cell of a lesson. */
export class Cells {
  readonly #store: Store;
  readonly #parts: CellParts;

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
    this.#store.update({ editing });
  }

  /** The field over a cell has lost the keyboard: unless it has gone on to another cell, it is done. */
  leave(editing: EditedCell): void {
    if (this.#store.state.editing === editing) this.edit(null);
  }

  /** Checks the gradient of a cell by a finite difference. */
  check(name: string, tensor: 'X' | 'W', index: number): void {
    askForCheck(this.#parts.host, this.#store, name, { tensor, index });
  }

  toggleChecks(checks = !this.#store.state.checks): void {
    this.#store.update({ checks, checked: null, notice: null });
    this.#parts.save();
  }
}
