import type { CellCheck } from '../engine/network/check-gradient.ts';
import type { CompiledNetwork } from '../engine/session/compiled-network.ts';
import type { NetworkChoices } from '../engine/session/network-run.ts';
import type { Selection } from '../engine/trace/lesson.ts';
import type { NetworkLayout, Sources } from '../scene/network/layout.ts';
import type { RunnableLayer } from './analysis.ts';
import type { CheckCell, CheckExample, FilledLesson, LayerOptions, ValueChoice } from './panel.ts';
import type { WordedRun } from './worded-run.ts';

/** What the compute worker answers. It may be busy for long; analysis never waits for it. */
export interface ComputeWorker {
  runLayer(request: RunLayerWork): FilledLesson;
  checkCell(request: CheckCellWork): CellCheck;
  runExample(request: RunWork): FilledLesson;
  checkExample(request: CheckExample): CellCheck;
  /**
   * A whole network forward and backward. Refused, with a sentence for the user, where it would take more memory than
   * allowed, or where the choices do not fit. Cancelled between layers and inside of long ones.
   */
  runNetwork(request: RunNetworkWork): WordedRun;
  /** Where the layers of a network stand in its picture. */
  layoutNetwork(request: LayoutWork): NetworkLayout;
}

/** What the compute worker tells while it works. */
export interface ComputeProgress {
  progress(notice: NetworkProgress): null;
}

export interface NetworkProgress {
  /** The number that the caller gave the run. */
  readonly run: number;
  readonly done: number;
  readonly total: number;
  /** The layer that comes next. */
  readonly layer: string;
}

export interface RunNetworkWork {
  readonly run: number;
  readonly network: CompiledNetwork;
  readonly choices: NetworkChoices;
  /** The layer whose tensors are wanted besides the statistics of all. */
  readonly layer: string | null;
  readonly maximumBytes: number;
}

export interface LayoutWork {
  readonly sources: Sources;
}

export interface RunWork {
  readonly selection: Partial<Selection>;
  readonly values: ValueChoice;
  readonly options: LayerOptions;
}

export interface CheckCellWork extends RunLayerWork {
  readonly tensor: CheckCell['tensor'];
  readonly index: number;
}

export interface RunLayerWork extends RunWork {
  readonly layer: RunnableLayer;
}
