import type { TransposedAxisGeometry } from '../../engine/geometry/transposed-axis.ts';
import type { Framework } from '../graph/graph.ts';
import type { Operation } from '../graph/operation.ts';
import type { Shape } from '../graph/shape.ts';
import type { Finding } from '../problems/finding.ts';
import type { AxisReport } from '../report.ts';

/** What follows from one operation and the shapes that it is given. Shapes are in the framework's own order. */
export interface OperationInference {
  readonly outputShapes: readonly Shape[];
  /** Window operations whose sizes are all known, one per spatial axis; empty otherwise. */
  readonly axes: readonly AxisReport[];
  readonly transposedAxes: readonly TransposedAxisGeometry[];
  /** Learned and kept values, as the framework counts them; null where unknown. */
  readonly params: number | null;
  /** Multiply-adds, for one sample where the batch is a name; null where unknown. */
  readonly macs: number | null;
  readonly findings: readonly Finding[];
}

/** What an operation gives for the shapes that it is given. */
export interface KnownInference {
  readonly operation: Operation;
  readonly inputShapes: readonly Shape[];
  readonly inference: OperationInference;
}

/** By the places of a graph's nodes; null where nothing is known. */
export type KnownInferences = readonly (KnownInference | null)[];

/** The rule of one kind of operation. It never throws: what it cannot know is null. */
export type OperationRule<T> = (
  operation: T,
  inputShapes: readonly Shape[],
  framework: Framework,
) => OperationInference;

const none: readonly never[] = [];

/** An inference from what differs from "one output, nothing learned, nothing multiplied, nothing wrong". */
export function inferred(outputShape: Shape, rest: Partial<OperationInference> = {}): OperationInference {
  return {
    outputShapes: [outputShape],
    axes: none,
    transposedAxes: none,
    params: 0,
    macs: 0,
    findings: none,
    ...rest,
  };
}

/** Product of what is known, or null; also null where it is too large to be counted exactly. */
export function productOrNull(...factors: readonly (number | null)[]): number | null {
  let product = 1;
  for (const factor of factors) {
    if (factor === null) return null;
    product *= factor;
  }
  return Number.isSafeInteger(product) ? product : null;
}
