import type { Lesson, Selection } from '../engine/trace/lesson.ts';
import type { RunnableLayer } from './analysis.ts';
import type { LayerOptions, ValueChoice } from './panel.ts';

/** What the compute worker answers. It may be busy for long; analysis never waits for it. */
export interface ComputeWorker {
  runLayer(request: RunLayerWork): Lesson;
  runExample(request: RunWork): Lesson;
}

export interface RunWork {
  readonly selection: Partial<Selection>;
  readonly values: ValueChoice;
}

export interface RunLayerWork extends RunWork {
  readonly layer: RunnableLayer;
  readonly options: LayerOptions;
}
