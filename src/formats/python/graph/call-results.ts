import type { Value } from '../interpreter/values.ts';
import { nodeOf, type CallResult, type Recorded } from './recorded.ts';
import { tensorsIn } from './tensors-in.ts';

/** A function has given a value: the last node of those recorded since its call that the value comes from knows it. */
export function keepResult(
  nodes: readonly Recorded[],
  since: number,
  { site, depth }: Pick<CallResult, 'site' | 'depth'>,
  value: Value,
): void {
  if (nodes.length <= since) return;
  const outputs = tensorsIn([value]);
  const places = outputs.map(({ ref }) => {
    const node = ref && nodeOf(ref);
    return node ? nodes.indexOf(node, since) : -1;
  });
  const last = nodes[Math.max(...places)];
  if (!last) return;
  last.results = [...last.results, { site, depth, shapes: outputs.map(({ shape }) => shape) }];
}

/** Those of a node that a module holds which so many blocks are around. */
export function resultsInside({ results }: Recorded, depth: number): Recorded['results'] {
  return results.length === 0 ? results : results.filter((result) => result.depth > depth);
}
