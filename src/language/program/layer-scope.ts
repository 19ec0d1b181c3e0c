import type { RunSetting } from '../../engine/session/skip-reason.ts';
import type { Framework } from '../../model/graph/graph.ts';
import type { LayerReport } from '../../model/report.ts';
import { placeOf } from '../../model/shapes/dims.ts';
import { NotRunnable } from './not-runnable.ts';
import type { ProgramBuilder, Value } from './program-builder.ts';

/** Batch norm by the batch's own statistics, or by kept ones; dropout does nothing in either. */
export type NormalizationMode = 'training' | 'inference';

/**
 * What compiling one layer may look at. Tensors are [N, C, spatial…], also those that the framework stores
 * [N, spatial…, C]: operations that count dimensions in the framework's own order take `stored` ones and give their
 * result to `reported`.
 */
export interface LayerScope {
  readonly layer: LayerReport;
  readonly framework: Framework;
  readonly mode: NormalizationMode;
  readonly inputs: readonly Value[];
  /** Whether each input is stored channels last. */
  readonly inputsTurned: readonly boolean[];
  /** Whether the outputs are. */
  readonly outputTurned: boolean;
  /** The output shapes of the report. */
  readonly outputs: readonly (readonly number[])[];
  readonly builder: ProgramBuilder;
}

export function firstInput({ inputs }: LayerScope): Value {
  const [x] = inputs;
  if (!x) throw new NotRunnable({ kind: 'no-input' });
  return x;
}

export function firstOutput({ outputs }: LayerScope): readonly number[] {
  const [shape] = outputs;
  if (!shape) throw new NotRunnable({ kind: 'unknown-output' });
  return shape;
}

/** An input in the framework's own order of dimensions. */
export function stored(scope: LayerScope, place = 0): Value {
  const value = scope.inputs[place] ?? firstInput(scope);
  return scope.inputsTurned[place] === true ? scope.builder.permute(value, toChannelsLast(value)) : value;
}

/** A result that is in the framework's own order, as the program keeps it. */
export function reported(scope: LayerScope, value: Value): Value {
  return scope.outputTurned ? scope.builder.permute(value, toChannelsFirst(value)) : value;
}

/** The shape of an output in the framework's own order. */
export function storedOutput(scope: LayerScope): readonly number[] {
  const shape = firstOutput(scope);
  if (!scope.outputTurned || shape.length < 3) return shape;
  return [shape[0] ?? 1, ...shape.slice(2), shape[1] ?? 1];
}

/** Where dimension `axis` of the framework's order is in [N, C, spatial…]. */
export function reportedAxis(scope: LayerScope, axis: number, value = firstInput(scope)): number {
  const rank = value.shape.length;
  const place = placeOf(axis, rank);
  if (place === null) throw new NotRunnable({ kind: 'no-dimension', dimension: axis });
  if (scope.inputsTurned[0] !== true || rank < 3 || place === 0) return place;
  return place === rank - 1 ? 1 : place + 1;
}

function toChannelsLast({ shape }: Value): readonly number[] {
  const places = [...shape.keys()];
  return shape.length < 3 ? places : [0, ...places.slice(2), 1];
}

function toChannelsFirst({ shape }: Value): readonly number[] {
  const places = [...shape.keys()];
  return shape.length < 3 ? places : [0, shape.length - 1, ...places.slice(1, -1)];
}

/** A hyper-parameter that must be known. */
export function known<T>(value: T | null | undefined, setting: RunSetting): T {
  if (value === null || value === undefined) throw new NotRunnable({ kind: 'unknown-setting', setting });
  return value;
}
