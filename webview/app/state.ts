import type { CellCheck } from '../../src/engine/network/check-gradient.ts';
import type { Selection } from '../../src/engine/trace/lesson.ts';
import type {
  FieldPlace,
  FilledLesson,
  FixView,
  LayerOptions,
  NetworkForm,
  PanelContent,
  ValueChoice,
  RunProgress,
  EndedRun,
  RunChoices,
} from '../../src/protocol/panel.ts';
import type { Comparison } from '../../src/protocol/comparison.ts';
import type { PanelState } from '../../src/protocol/panel-state.ts';
import { usualOptions, usualValues } from '../../src/protocol/usual-choices.ts';
import { standing, type Playhead } from '../../src/scene/layer/playhead.ts';
import type { MarkedCell } from '../../src/scene/layer/marked-cell.ts';
import { nothingPointed, type Pointed } from '../../src/scene/layer/pointed-marks.ts';
import type { SizeSurvey } from '../../src/model/clean-sizes/survey.ts';
import type { NetworkChanges } from '../../src/scene/network/compare.ts';
import type { SizeAlong } from '../../src/protocol/analysis.ts';
import type { NetworkLayout } from '../../src/scene/network/layout.ts';
import type { TableOrder } from '../../src/scene/network/table.ts';
import type { LayerView, NetworkView } from '../../src/scene/network/view.ts';
import { sameData } from '../../src/util/same-data.ts';

export type LessonState =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading'; readonly previous: FilledLesson | null }
  | { readonly kind: 'ready'; readonly lesson: FilledLesson }
  | { readonly kind: 'failed'; readonly message: string };

/** A run of the whole network. */
export type RunState =
  | { readonly kind: 'none' }
  | { readonly kind: 'running' }
  | ({ readonly kind: 'ready' } & EndedRun)
  | { readonly kind: 'failed'; readonly message: string };

export interface Trial {
  readonly sizes: readonly SizeAlong[];
  readonly network: NetworkView;
}

export interface GraphState {
  readonly network: NetworkView;
  readonly changes: NetworkChanges | null;
  readonly layout: NetworkLayout;
}

/** A cell of a plane on screen that is being written over. */
export interface EditedCell {
  readonly plane: number;
  readonly row: number;
  readonly column: number;
  /** In the lens, where the cell stands once more. */
  readonly inLens?: boolean;
}

export interface CheckedCell extends CellCheck {
  /** `dX[2, 3]` */
  readonly name: string;
  /** What was changed a little: the cell is marked on it and on its gradient. */
  readonly cell: MarkedCell;
}

/** Everything that the panel shows, replaced and never changed in place. */
export interface AppState {
  readonly content: PanelContent | null;
  /** The network as it is folded, and where its parts stand. */
  readonly graph: GraphState | null;
  /** Blocks that are shown part by part; null: as the network is shown at first. */
  readonly unfolded: readonly string[] | null;
  /** Which input sizes suit the network; null until it is known. */
  readonly survey: readonly SizeSurvey[] | null;
  /** The network at other input sizes than the file's, while they are tried. */
  readonly trial: Trial | null;
  /** The network's own numbers, forward and backward. */
  readonly run: RunState;
  readonly runChoices: RunChoices;
  /** What the network is compared with. */
  readonly comparison: Comparison | null;
  /** Pinned panels do not follow the cursor. */
  readonly pinned: boolean;
  readonly view: PanelState['view'];
  readonly shownAs: NetworkForm;
  /** How the table is sorted; null: as the network is. */
  readonly order: TableOrder | null;
  /** Chosen layer, by its id. */
  readonly layer: string | null;
  readonly lesson: LessonState;
  readonly playhead: Playhead;
  readonly playing: boolean;
  readonly speed: number;
  readonly selection: Partial<Selection>;
  readonly values: ValueChoice;
  readonly options: LayerOptions;
  /** Fixes of the chosen layer's problems, by the problem's place. */
  readonly fixes: ReadonlyMap<number, readonly FixView[]>;
  readonly help: boolean;
  /** How far the run of the network is; null before the first one. */
  readonly runProgress: RunProgress | null;
  /** The cell that is being written over. */
  readonly editing: EditedCell | null;
  /** The output cell whose receptive field is shown; null: the lesson is. */
  readonly field: FieldPlace | null;
  /** Whether the gradient of the cell under the pointer is checked, and the last answer. */
  readonly checks: boolean;
  readonly checked: CheckedCell | null;
  /** How much there is of a file that is being made, 0 … 1; null: none is. An animation takes a while. */
  readonly exporting: number | null;
  /** A fix was refused: the text has changed since it was offered. */
  readonly fixRefused: boolean;
  /** Why a file that was dropped in was not taken, or a gradient not checked. */
  readonly notice: string | null;
  /** Size of the layer's picture on screen, in CSS pixels. */
  readonly pictureSize: { readonly width: number; readonly height: number };
  /** What is under the pointer, in the picture or in an equation. */
  readonly pointed: Pointed;
}

export const initialState: AppState = {
  runProgress: null,
  content: null,
  graph: null,
  unfolded: null,
  survey: null,
  trial: null,
  run: { kind: 'none' },
  runChoices: {
    weights: 'kaiming',
    input: 'noise',
    loss: 'cross-entropy',
    arithmetic: 'fast',
    mode: 'training',
    seed: 1,
  },
  comparison: null,
  pinned: false,
  view: 'network',
  shownAs: 'graph',
  order: null,
  layer: null,
  lesson: { kind: 'none' },
  playhead: standing(0, 0),
  playing: false,
  speed: 1,
  selection: {},
  values: usualValues,
  options: usualOptions,
  editing: null,
  field: null,
  checked: null,
  checks: false,
  exporting: null,
  pictureSize: { width: 1000, height: 600 },
  notice: null,
  fixes: new Map(),
  fixRefused: false,
  help: false,
  pointed: nothingPointed,
};

/** The network as it is shown: at the sizes that are tried, else as the file has it. */
export const shownNetwork = (state: AppState): NetworkView | null => state.trial?.network ?? networkOf(state);

export const networkOf = ({ content }: AppState): NetworkView | null =>
  content?.state === 'network' ? content.network : null;

export const layerOf = (state: AppState): LayerView | null =>
  shownNetwork(state)?.layers.find(({ id }) => id === state.layer) ?? null;

/** The run's numbers are of another text or other input sizes than what is shown. */
export const isRunStale = (state: AppState): boolean => {
  const { run, content } = state;
  if (run.kind !== 'ready' || content?.state !== 'network') return false;
  return run.version !== content.version || !sameData(run.sizes, triedSizes(state));
};

/** Input sizes that are tried instead of the file's. */
export const triedSizes = ({ trial }: AppState): readonly SizeAlong[] => trial?.sizes ?? [];

export const lessonOf = ({ lesson }: AppState): FilledLesson | null => {
  if (lesson.kind === 'ready') return lesson.lesson;
  return lesson.kind === 'loading' ? lesson.previous : null;
};

/** Problems of the chosen layer with their places in the network's list. */
export const problemsOf = (state: AppState) => {
  const network = shownNetwork(state);
  const place = network?.layers.findIndex(({ id }) => id === state.layer) ?? -1;
  return (network?.problems ?? []).flatMap((problem, index) =>
    problem.layer === place ? [{ problem, index }] : [],
  );
};

/** Holds the state and tells who listens; told once for several changes in a row. */
export class Store {
  #state: AppState = initialState;
  readonly #listeners = new Set<() => void>();
  #queued = false;

  get state(): AppState {
    return this.#state;
  }

  update(change: Partial<AppState>): void {
    this.#state = { ...this.#state, ...change };
    if (this.#queued) return;
    this.#queued = true;
    queueMicrotask(() => {
      this.#queued = false;
      for (const listener of this.#listeners) listener();
    });
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
