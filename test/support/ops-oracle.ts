import type { AxisGeometry, AxisPadding } from '../../src/engine/geometry/axis.ts';
import { convolutionGeometry, type ConvolutionGeometry } from '../../src/engine/geometry/convolution.ts';
import { poolAxes } from '../../src/engine/geometry/pool.ts';
import { transposedConvolutionGeometry } from '../../src/engine/geometry/transposed-convolution.ts';
import { symmetricPadding } from '../../src/engine/geometry/window.ts';
import type { PadMode } from '../../src/engine/kernels/pad.ts';
import { applyOperation } from '../../src/engine/network/apply.ts';
import type { Applied, Parameters } from '../../src/engine/network/applied.ts';
import type { EngineOperation } from '../../src/engine/network/operation.ts';
import type { ProductKernels } from '../../src/engine/network/product-kernels.ts';
import type { Tensor } from '../../src/engine/tensor.ts';
import { accepted } from './conv-oracle.ts';
import { formulaTensor } from './oracle.ts';
import { readOracle } from './read-oracle.ts';

/** A tensor of the formula's values, times `scale` plus `offset`. */
export interface TensorSpec {
  readonly shape: readonly number[];
  readonly salt: number;
  readonly scale?: number;
  readonly offset?: number;
}

/** Window operations by their settings; every other operation is in the engine's own terms. */
interface MaxPoolSettings {
  readonly kind: 'max-pool';
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  readonly ceilMode: boolean;
}

/** Padding of its own on every side, filled in some mode. */
interface ConvolutionCase {
  readonly kind: 'convolution';
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
  readonly sides: readonly AxisPadding[];
  readonly mode: PadMode;
}

interface TransposedCase {
  readonly kind: 'transposed-convolution';
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
  readonly padding: readonly number[];
  readonly outputPadding: readonly number[];
}

interface AveragePoolSettings {
  readonly kind: 'average-pool';
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly ceilMode: boolean;
  readonly countIncludePadding: boolean;
  readonly divisorOverride: number | null;
}

type WindowCase = AveragePoolSettings | MaxPoolSettings | ConvolutionCase | TransposedCase;

export interface OperationCase {
  readonly operation: Exclude<EngineOperation, { kind: WindowCase['kind'] }> | WindowCase;
  readonly inputs: readonly TensorSpec[];
  readonly parameters: Readonly<Record<string, TensorSpec>>;
  readonly dz: TensorSpec;
  readonly shape: readonly number[];
  readonly z: readonly number[];
  readonly inputGradients: readonly (readonly number[])[];
  readonly parameterGradients: Readonly<Record<string, readonly number[]>>;
}

export type LossCase = {
  readonly input: TensorSpec;
  readonly loss: number;
  readonly gradient: readonly number[];
} & (
  | { readonly kind: 'cross-entropy'; readonly classes: readonly number[] }
  | { readonly kind: 'squared-error'; readonly target: TensorSpec }
);

export const operationsOracle = readOracle('ops-seed1.json.gz') as {
  readonly operations: readonly OperationCase[];
  readonly losses: readonly LossCase[];
};

export function tensorOf({ shape, salt, scale = 1, offset = 0 }: TensorSpec): Tensor {
  const { data } = formulaTensor(shape, salt);
  return { shape, data: data.map((value) => value * scale + offset) };
}

export function tensorsOf(specs: Readonly<Record<string, TensorSpec>>): Readonly<Record<string, Tensor>> {
  return Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, tensorOf(spec)]));
}

/** The case as the engine runs it: a convolution whose padding is no zeros pads its input first. */
export function applyCase(
  item: OperationCase,
  inputs: readonly Tensor[],
  parameters: Parameters,
  kernels: ProductKernels,
): Applied {
  const [x] = inputs;
  const { operation } = item;
  if (operation.kind !== 'convolution' || operation.mode === 'constant' || !x) {
    return applyOperation(operationOf(item), inputs, parameters, kernels);
  }
  const { sides, mode } = operation;
  const padded = applyOperation({ kind: 'pad', sides, mode, value: 0 }, [x], {}, kernels);
  const geometry = convolutionOf(operation, padded.output.shape, weightShape(item), withoutPadding(sides));
  const convolved = applyOperation({ kind: 'convolution', geometry }, [padded.output], parameters, kernels);
  return {
    output: convolved.output,
    backward: (dz) => {
      const gradients = convolved.backward(dz);
      const [byPadded] = gradients.inputs;
      return byPadded ? { ...gradients, inputs: padded.backward(byPadded).inputs } : gradients;
    },
  };
}

const withoutPadding = (sides: readonly AxisPadding[]): readonly AxisPadding[] =>
  sides.map(() => ({ before: 0, after: 0 }));

const weightShape = ({ parameters }: OperationCase): readonly number[] => parameters['weight']?.shape ?? [];

function convolutionOf(
  { stride, dilation, groups }: ConvolutionCase,
  x: readonly number[],
  w: readonly number[],
  padding: readonly AxisPadding[],
): ConvolutionGeometry {
  return accepted(
    convolutionGeometry({ x, w, b: null }, { stride, dilation, groups, padding, rounding: 'floor' }),
  );
}

function operationOf(item: OperationCase): EngineOperation {
  const { operation, inputs } = item;
  const x = inputs[0]?.shape ?? [];
  switch (operation.kind) {
    case 'convolution':
      return {
        kind: 'convolution',
        geometry: convolutionOf(operation, x, weightShape(item), operation.sides),
      };
    case 'transposed-convolution': {
      const { stride, dilation, groups, padding, outputPadding } = operation;
      const settings = { stride, dilation, groups, padding: symmetricPadding(padding), outputPadding };
      const shapes = { x, w: weightShape(item), b: null };
      return {
        kind: 'transposed-convolution',
        geometry: accepted(transposedConvolutionGeometry(shapes, settings)),
      };
    }
    case 'max-pool':
      return { kind: 'max-pool', axes: poolAxesOf(x, operation, operation.dilation) };
    case 'average-pool': {
      const { countIncludePadding, divisorOverride } = operation;
      return {
        kind: 'average-pool',
        axes: poolAxesOf(
          x,
          operation,
          operation.kernel.map(() => 1),
        ),
        options: { countIncludePadding, divisorOverride: divisorOverride ?? undefined },
      };
    }
    default:
      return operation;
  }
}

function poolAxesOf(
  x: readonly number[],
  { kernel, stride, padding, ceilMode }: MaxPoolSettings | AveragePoolSettings,
  dilation: readonly number[],
): readonly AxisGeometry[] {
  const rounding = ceilMode ? 'ceil-inside' : 'floor';
  return accepted(
    poolAxes(x.slice(2), kernel, { stride, padding: symmetricPadding(padding), dilation, rounding }),
  );
}

export function titleOfCase({ operation, inputs, parameters }: OperationCase, place: number): string {
  const shapes = [...inputs, ...Object.values(parameters)].map(({ shape }) => `[${shape.join(',')}]`);
  return `${place} ${JSON.stringify(operation)} of ${shapes.join(' ')}`;
}
