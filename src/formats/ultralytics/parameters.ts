import type { GraphNode } from '../../model/graph/graph.ts';
import { inferOperation } from '../../model/shapes/infer-operation.ts';

/** All parameters as PyTorch counts them: those of the layers, and those of modules that nothing calls. */
export function calledParameters(nodes: readonly GraphNode[], uncalled: number): number | null {
  let sum = uncalled;
  for (const { operation, inputs, sharesParametersOf } of nodes) {
    if (sharesParametersOf !== undefined) continue;
    const { params } = inferOperation(
      operation,
      inputs.map(() => null),
      'pytorch',
    );
    if (params === null) return null;
    sum += params;
  }
  return Number.isNaN(sum) ? null : sum;
}
