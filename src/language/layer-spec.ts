import type { LayerSpec } from '../engine/trace/layer-lesson.ts';
import type { Convolution } from '../model/graph/operation.ts';
import type { Shape } from '../model/graph/shape.ts';
import type { InferredLayer } from '../model/report.ts';

/** What the engine needs to run a layer; null where it has no such operation or a size is unknown. */
export function layerSpecOf({
  operation,
  inputShapes,
  outputShapes,
  axes,
  transposedAxes,
}: InferredLayer): LayerSpec | null {
  const input = knownSizes(inputShapes[0]);
  const output = knownSizes(outputShapes[0]);
  if (!input || !output) return null;
  const windows = axes.flatMap(({ geometry }) => (geometry ? [geometry] : []));
  const complete = windows.length > 0 && windows.length === input.length - 2;
  const outChannels = output[1] ?? 1;
  switch (operation.kind) {
    case 'convolution':
      if (!complete || !hasOrdinaryKernel(operation)) return null;
      return {
        kind: 'convolution',
        input,
        outChannels,
        groups: operation.channelwise ? (input[1] ?? 1) : (operation.groups ?? 1),
        bias: operation.bias,
        axes: windows,
      };
    case 'transposed-convolution':
      if (transposedAxes.length === 0) return null;
      return {
        kind: 'transposed-convolution',
        input,
        outChannels,
        groups: operation.groups ?? 1,
        bias: operation.bias,
        axes: transposedAxes,
      };
    case 'pool':
      if (!complete) return null;
      if (operation.mode === 'max') return { kind: 'max-pool', input, axes: windows };
      if (operation.mode !== 'average') return null;
      if (operation.divisorOverride === null) return null;
      return {
        kind: 'average-pool',
        input,
        axes: windows,
        countIncludePadding: operation.countIncludePadding,
        ...(operation.divisorOverride !== undefined && { divisorOverride: operation.divisorOverride }),
      };
    case 'elementwise':
      return operation.name === 'relu' ? { kind: 'relu', input } : null;
    case 'linear': {
      const features = input.slice(1).reduce((product, size) => product * size, 1);
      const flat = input.length === 2 || operation.flattens;
      return flat
        ? { kind: 'linear', input: [input[0] ?? 1, features], outFeatures: outChannels, bias: operation.bias }
        : null;
    }
    default:
      return null;
  }
}

/** One kernel for all positions over zeros as padding: what the lessons show. */
const hasOrdinaryKernel = ({ unshared, paddingMode = 'zeros', channelwise }: Convolution): boolean =>
  unshared !== true && paddingMode === 'zeros' && channelwise?.kind !== 'separable';

/** Sizes with one sample where the batch is unknown; null where another size is. */
function knownSizes(shape: Shape | undefined): readonly number[] | null {
  if (!shape || shape.length < 2) return null;
  const [batch, ...rest] = shape;
  const sizes = rest.filter((dim): dim is number => typeof dim === 'number' && dim > 0);
  return sizes.length === rest.length ? [typeof batch === 'number' ? batch : 1, ...sizes] : null;
}
