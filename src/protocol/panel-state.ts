import type { Selection } from '../engine/trace/lesson.ts';
import type { TableOrder } from '../scene/network/table.ts';
import type { SizeAlong } from './analysis.ts';
import type { FieldPlace, LayerOptions, NetworkForm, PanelView, ValueChoice } from './panel.ts';

/**
 * What the webview keeps with `setState`, so that it comes back after a reload or a restart; the host reads
 * `document` from it when VS Code restores the panel.
 */
export interface PanelState {
  /** Null in the panel of the built-in example. */
  readonly document: string | null;
  readonly model: number;
  readonly pinned: boolean;
  readonly layer: string | null;
  /** Blocks that are shown part by part; null: as the network is shown at first. */
  readonly unfolded: readonly string[] | null;
  readonly view: PanelView;
  readonly shownAs: NetworkForm;
  readonly order: TableOrder | null;
  readonly pass: number;
  readonly stage: number;
  readonly step: number;
  /** The output cell whose receptive field is shown. */
  readonly field: FieldPlace | null;
  readonly selection: Partial<Selection>;
  readonly values: ValueChoice;
  /** Without dropped files, which would be large. */
  readonly options: LayerOptions;
  /** Input sizes that are tried instead of the file's. */
  readonly tried: readonly SizeAlong[];
  readonly speed: number;
  /** Whether the gradient of the cell under the pointer is checked. */
  readonly checks: boolean;
}
