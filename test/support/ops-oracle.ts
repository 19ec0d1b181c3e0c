import { poolAxes } from '../../src/engine/geometry/pool.ts';
import { symmetricPadding } from '../../src/engine/geometry/window.ts';
import type { EngineOperation } from '../../src/engine/network/operation.ts';
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

/** An average pool by its settings; every other operation is in the engine's own terms. */
interface AveragePoolSettings {
  readonly kind: 'average-pool';
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly ceilMode: boolean;
  readonly countIncludePadding: boolean;
  readonly divisorOverride: number | null;
}

export interface OperationCase {
  readonly operation: Exclude<EngineOperation, { kind: 'average-pool' }> | AveragePoolSettings;
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

/** The case's operation as the engine runs it. */
export function operationOf({ operation, inputs }: OperationCase): EngineOperation {
  if (operation.kind !== 'average-pool') return operation;
  const { kernel, stride, padding, ceilMode, countIncludePadding, divisorOverride } = operation;
  const axes = accepted(
    poolAxes(inputs[0]?.shape.slice(2) ?? [], kernel, {
      stride,
      padding: symmetricPadding(padding),
      dilation: kernel.map(() => 1),
      rounding: ceilMode ? 'ceil-inside' : 'floor',
    }),
  );
  return {
    kind: 'average-pool',
    axes,
    options: { countIncludePadding, divisorOverride: divisorOverride ?? undefined },
  };
}

export function titleOfCase({ operation, inputs, parameters }: OperationCase, place: number): string {
  const shapes = [...inputs, ...Object.values(parameters)].map(({ shape }) => `[${shape.join(',')}]`);
  return `${place} ${JSON.stringify(operation)} of ${shapes.join(' ')}`;
}
