import { channelsLastNodes } from '../shapes/report-layout.ts';
import type { GraphNode } from '../graph/graph.ts';
import type { Dim, Layout, Shape } from '../graph/shape.ts';

/** The inputs of a model whose spatial sizes change together. */
export interface SizedInputs {
  /** Their places in the graph, with the shapes that they have now. */
  readonly shapes: ReadonlyMap<number, readonly Dim[]>;
  /** Place of the first spatial dimension in those shapes. */
  readonly start: number;
  /** Present sizes, one per spatial axis; null where a size is unknown or only a name. */
  readonly sizes: readonly (number | null)[];
}

/** What is looked at of a model, before or after inference. */
export interface SizedModel {
  readonly layout: Layout;
  readonly layers: readonly Pick<GraphNode, 'operation' | 'inputs'>[];
}

/**
 * The first input that has spatial axes, and all others of its spatial sizes: a pair of images is resized together, a
 * table beside an image is not. Null where no input has any.
 */
export function sizedInputsOf({ layers, layout }: SizedModel): SizedInputs | null {
  const channelsLast = channelsLastNodes({ nodes: layers });
  const inputs = layers.flatMap(({ operation }, node) =>
    operation.kind === 'input' && operation.shape !== null && operation.shape.length >= 3
      ? [{ node, shape: operation.shape, last: layout === 'channels-last' || channelsLast[node] === true }]
      : [],
  );
  const [first] = inputs;
  if (!first) return null;
  const start = first.last ? 1 : 2;
  const spatial = (shape: readonly Dim[]) => shape.slice(start, start + shape.length - 2);
  const alike = inputs.filter(
    ({ shape, last }) =>
      last === first.last && JSON.stringify(spatial(shape)) === JSON.stringify(spatial(first.shape)),
  );
  return {
    shapes: new Map(alike.map(({ node, shape }) => [node, shape])),
    start,
    sizes: spatial(first.shape).map((dim) => (typeof dim === 'number' ? dim : null)),
  };
}

/** The inputs' shapes with one size along the given axes. */
export function shapesAt(
  { shapes, start }: SizedInputs,
  axes: readonly number[],
  size: number,
): ReadonlyMap<number, NonNullable<Shape>> {
  return new Map(
    [...shapes].map(([node, shape]) => [
      node,
      shape.map((dim, place) => (axes.includes(place - start) ? size : dim)),
    ]),
  );
}
