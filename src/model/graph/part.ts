import type { PlacedPart, TensorRef } from './graph.ts';

/** A tensor that a part takes from outside. */
export const partInput = (place: number): TensorRef => ({ node: -1 - place, output: 0 });

/** The node that gives a tensor of a part in a graph. */
export function placedNode({ node }: TensorRef, { first, inputs }: PlacedPart): number | null {
  return node < 0 ? (inputs[-1 - node]?.node ?? null) : first + node;
}

/** What a tensor of a part is in a graph. */
export function placedTensor(tensor: TensorRef | null, { first, inputs }: PlacedPart): TensorRef | null {
  if (tensor === null) return null;
  const { node, output } = tensor;
  return node < 0 ? (inputs[-1 - node] ?? null) : { node: first + node, output };
}
