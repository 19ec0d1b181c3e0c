import type { Selection } from '../engine/trace/lesson.ts';
import type { SizeAlong } from './analysis.ts';
import type {
  Comparison,
  FieldPlace,
  GivenFile,
  LayerOptions,
  NetworkForm,
  PanelView,
  RunNetwork,
  ValueChoice,
} from './panel.ts';
import type { WordedRun } from './worded-run.ts';

/** What a network is run with, as it is chosen in the panel. */
export interface RunChoices {
  readonly weights: WordedRun['choices']['weights'];
  readonly input: 'ramp' | 'noise' | 'checkerboard';
  readonly loss: 'sum' | 'cross-entropy';
  readonly arithmetic: WordedRun['choices']['arithmetic'];
  readonly mode: RunNetwork['mode'];
  readonly seed: number;
}

/** A run that has ended: the document's version that ran, and the sizes that were tried. */
export interface EndedRun {
  readonly run: WordedRun;
  readonly version: number;
  readonly sizes: readonly SizeAlong[];
}

/**
 * What a page shows that is too large for `setState`. VS Code throws a hidden page away, and the host, which stays, holds
 * it meanwhile; after a restart it is gone.
 */
export interface HeldForPage {
  readonly comparison: Comparison | null;
  readonly runChoices: RunChoices;
  readonly run: EndedRun | null;
  /** Files that were dropped in. */
  readonly given: readonly GivenFile[];
}

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
