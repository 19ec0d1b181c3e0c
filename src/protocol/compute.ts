import type { Lesson, Selection } from '../engine/trace/lesson.ts';
import type { NetworkLayout, Sources } from '../scene/network/layout.ts';
import type { RunnableLayer } from './analysis.ts';
import type { LayerOptions, ValueChoice } from './panel.ts';

/** What the compute worker answers. It may be busy for long; analysis never waits for it. */
export interface ComputeWorker {
  runLayer(request: RunLayerWork): Lesson;
  runExample(request: RunWork): Lesson;
  /** Where the layers of a network stand in its picture. */
  layoutNetwork(request: LayoutWork): NetworkLayout;
}

export interface LayoutWork {
  readonly sources: Sources;
}

export interface RunWork {
  readonly selection: Partial<Selection>;
  readonly values: ValueChoice;
}

export interface RunLayerWork extends RunWork {
  readonly layer: RunnableLayer;
  readonly options: LayerOptions;
}
