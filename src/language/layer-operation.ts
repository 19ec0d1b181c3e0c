import type { LayerSpec } from '../engine/trace/layer-lesson.ts';
import type { EngineOperation } from '../engine/network/operation.ts';
import { assertNever } from '../util/assert-never.ts';

/** A layer that can be shown, as the engine runs it. */
export function engineOperationOf(spec: LayerSpec): EngineOperation {
  switch (spec.kind) {
    case 'convolution':
      return { kind: spec.kind, geometry: { axes: spec.axes, groups: spec.groups } };
    case 'transposed-convolution':
      return { kind: spec.kind, geometry: { axes: spec.axes, groups: spec.groups } };
    case 'max-pool':
      return { kind: spec.kind, axes: spec.axes };
    case 'average-pool': {
      const { countIncludePadding, divisorOverride } = spec;
      return { kind: spec.kind, axes: spec.axes, options: { countIncludePadding, divisorOverride } };
    }
    case 'relu':
      return { kind: 'activation', name: 'relu' };
    case 'linear':
      return { kind: 'linear' };
    default:
      return assertNever(spec);
  }
}
