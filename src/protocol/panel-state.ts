import type { Selection } from '../engine/trace/lesson.ts';
import type { TableOrder } from '../scene/network/table.ts';
import type { SizeAlong } from './analysis.ts';
import type { ComparedWith } from './comparison.ts';
import type {
  FileName,
  FieldPlace,
  LayerOptions,
  NetworkForm,
  PanelView,
  RunChoices,
  ValueChoice,
} from './panel.ts';

/**
 * What the webview keeps with `setState`, so that it comes back after a reload or a restart; the host reads
 * `document` from it when VS Code restores the panel.
 */
export interface PanelState {
  /** The panel's own name, by which its files are kept. */
  readonly panel: string;
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
  readonly files: readonly FileName[];
  readonly comparison: ComparedWith | null;
  readonly runChoices: RunChoices;
  /** The network has run, or was running: its numbers follow from the choices. */
  readonly ran: boolean;
  /** How the network's picture was moved; null: as it is shown at first. */
  readonly seen: SeenNetwork | null;
  /** How far the table and the chart of the run were scrolled. */
  readonly scrolled: ScrolledForms;
  /** Input sizes that are tried instead of the file's. */
  readonly tried: readonly SizeAlong[];
  readonly speed: number;
  /** Whether the gradient of the cell under the pointer is checked. */
  readonly checks: boolean;
}

export interface SeenNetwork {
  /** The network, and whether it runs across or down: seen otherwise, it is shown as at first. */
  readonly as: string;
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
  /** The layer that was brought into view last. */
  readonly shown: string;
}

export type ScrolledForms = Readonly<Partial<Record<NetworkForm, ScrolledForm>>>;

export interface ScrolledForm {
  /** In pixels from the top. */
  readonly top: number;
  /** The layer that was chosen then: another one is brought into view. */
  readonly layer: string | null;
}
