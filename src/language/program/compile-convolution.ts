import { axisGeometry, type AxisGeometry } from '../../engine/geometry/axis.ts';
import { outputSizesOf } from '../../engine/geometry/window.ts';
import type { Convolution, Linear, TransposedConvolution } from '../../model/graph/operation.ts';
import { withActivation } from './activation-step.ts';
import { known, reported, stored, storedOutput, type LayerScope } from './layer-scope.ts';
import { NotRunnable } from './not-runnable.ts';
import type { ProgramBuilder, Value } from './program-builder.ts';
import { batched } from './unbatched.ts';

/** Darknet: AlexeyAB/darknet src/blas.c, normalize_cpu. */
const batchNormEpsilon = 1e-5;

export function compileConvolution(scope: LayerScope, operation: Convolution): Value {
  if (operation.unshared === true) throw new NotRunnable({ kind: 'unshared-kernels' });
  return batched(scope, operation.kernel.length, (x, shape) => {
    const { axes, padded } = paddedInput(scope, operation, x);
    const [batch = 1, inChannels = 1] = x.shape;
    const { channelwise, bias } = operation;
    const outChannels = shape[1] ?? 1;
    const sizes = outputSizesOf(axes);
    if (!channelwise) {
      const groups = known(operation.groups, 'groups');
      const geometry = { axes, groups };
      return finished(scope, operation, (hasBias) =>
        convolved(scope.builder, padded, geometry, [batch, outChannels, ...sizes], bias && hasBias),
      );
    }
    // Every channel by itself, and for `separable` a 1×1 convolution over them.
    const multiplier = known(channelwise.multiplier, 'depth-multiplier');
    const depthwise = { axes, groups: inChannels };
    const middle = [batch, inChannels * multiplier, ...sizes];
    if (channelwise.kind === 'depthwise') {
      return finished(scope, operation, () => convolved(scope.builder, padded, depthwise, middle, bias));
    }
    const between = convolved(scope.builder, padded, depthwise, middle, false);
    const pointwise = { axes: sizes.map(pointAxis), groups: 1 };
    return finished(scope, operation, () =>
      convolved(scope.builder, between, pointwise, [batch, outChannels, ...sizes], bias),
    );
  });
}

export function compileTransposed(scope: LayerScope, operation: TransposedConvolution): Value {
  return batched(scope, operation.kernel.length, (x, shape) => {
    const axes = scope.layer.transposedAxes;
    if (axes.length !== operation.kernel.length) throw new NotRunnable({ kind: 'unknown-geometry' });
    const groups = known(operation.groups, 'groups');
    const [, inChannels = 1] = x.shape;
    const outChannels = shape[1] ?? 1;
    const kernel = axes.map(({ kernelSize }) => kernelSize);
    return finished(scope, operation, (hasBias) =>
      scope.builder.step({ kind: 'transposed-convolution', geometry: { axes, groups } }, [x], shape, {
        weight: [inChannels, outChannels / groups, ...kernel],
        ...(operation.bias && hasBias && { bias: [outChannels] }),
      }),
    );
  });
}

/** Over the last dimension as the framework stores it, or over all from `axis` on, one after the other. */
export function compileLinear(scope: LayerScope, operation: Linear): Value {
  const { builder } = scope;
  const x = stored(scope);
  const shape = storedOutput(scope);
  const outFeatures = known(operation.outFeatures, 'out-features');
  const axis = operation.axis ?? 1;
  const rows = operation.flattens ? x.shape.slice(0, axis) : x.shape.slice(0, -1);
  const features = x.shape.slice(rows.length).reduce((product, size) => product * size, 1);
  const flat = builder.reshape(x, [...rows, features]);
  const z = finished(scope, operation, (hasBias) =>
    builder.step({ kind: 'linear' }, [flat], [...rows, outFeatures], {
      weight: [outFeatures, features],
      ...(operation.bias && hasBias && { bias: [outFeatures] }),
    }),
  );
  return reported(scope, builder.reshape(z, shape));
}

/** The product, then what its layer hides: batch norm, whose offset takes the bias' place, and an activation. */
function finished(
  scope: LayerScope,
  operation: Convolution | TransposedConvolution | Linear,
  product: (hasBias: boolean) => Value,
): Value {
  const { builder, mode } = scope;
  const isNormalized = operation.batchNormalized === true;
  let z = product(!isNormalized);
  const channelAxis = operation.kind === 'linear' ? z.shape.length - 1 : 1;
  if (isNormalized) {
    const channels = [z.shape[1] ?? 1];
    z = builder.step({ kind: 'batch-norm', mode, epsilon: batchNormEpsilon }, [z], z.shape, {
      scale: channels,
      shift: channels,
      ...(mode === 'inference' && { mean: channels, variance: channels }),
    });
  }
  return withActivation(scope, z, channelAxis);
}

function convolved(
  builder: ProgramBuilder,
  x: Value,
  geometry: { readonly axes: readonly AxisGeometry[]; readonly groups: number },
  shape: readonly number[],
  bias: boolean,
): Value {
  const [, inChannels = 1] = x.shape;
  const [, outChannels = 1] = shape;
  const kernel = geometry.axes.map(({ kernelSize }) => kernelSize);
  return builder.step({ kind: 'convolution', geometry }, [x], shape, {
    weight: [outChannels, inChannels / geometry.groups, ...kernel],
    ...(bias && { bias: [outChannels] }),
  });
}

/** The layer's axes; where its padding is no zeros, those of a convolution without padding over a padded input. */
function paddedInput(
  { layer, builder }: LayerScope,
  { kernel, paddingMode = 'zeros' }: Convolution,
  x: Value,
): { readonly axes: readonly AxisGeometry[]; readonly padded: Value } {
  const axes = windowsOf({ layer }, kernel.length);
  if (paddingMode === 'zeros') return { axes, padded: x };
  const sides = axes.map(({ padding }) => padding);
  const sizes = axes.map(({ inputSize, padding }) => inputSize + padding.before + padding.after);
  const shape = [...x.shape.slice(0, 2), ...sizes];
  const padded = builder.step({ kind: 'pad', sides, mode: paddingMode, value: 0 }, [x], shape);
  return { axes: axes.map(withoutPadding), padded };
}

/** The geometry records of a window operation, one per axis. */
export function windowsOf({ layer }: Pick<LayerScope, 'layer'>, rank: number): readonly AxisGeometry[] {
  const axes = layer.axes.flatMap(({ geometry }) => (geometry ? [geometry] : []));
  if (axes.length !== rank) throw new NotRunnable({ kind: 'unknown-geometry' });
  return axes;
}

function withoutPadding(axis: AxisGeometry): AxisGeometry {
  const inputSize = axis.inputSize + axis.padding.before + axis.padding.after;
  const result = axisGeometry({ ...axis, inputSize, padding: { before: 0, after: 0 } });
  if (!result.ok) throw new NotRunnable({ kind: 'misfit' });
  return result.axis;
}

/** An axis of a 1×1 convolution. */
function pointAxis(inputSize: number): AxisGeometry {
  const padding = { before: 0, after: 0 };
  const result = axisGeometry({
    inputSize,
    kernelSize: 1,
    stride: 1,
    dilation: 1,
    padding,
    rounding: 'floor',
  });
  if (!result.ok) throw new NotRunnable({ kind: 'misfit' });
  return result.axis;
}
