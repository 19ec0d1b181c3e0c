import type { GraphNode } from '../../model/graph/graph.ts';

/** Layers that give on whether their input has a height and a width. */
const passing = new Set(['route', 'dropout', 'activation', 'logistic', 'l2norm', 'empty', 'silence']);

/** Layers that are content with a row of values; all others refuse an input without height and width. */
const content = new Set([
  'connected',
  'rnn',
  'gru',
  'lstm',
  'softmax',
  'cost',
  'contrastive',
  'detection',
  'batchnorm',
  'normalization',
  'shortcut',
  'upsample',
  'implicit',
]);

/**
 * A route over layers of different sizes gives no image, but all of their values in a row: darknet goes on unless a
 * layer behind it "must output image" (AlexeyAB/darknet: src/parser.c parse_route, parse_convolutional and others).
 */
export function withFlatRoutes(nodes: readonly GraphNode[]): readonly GraphNode[] {
  const consumers = nodes.map((): number[] => []);
  nodes.forEach(({ inputs }, place) => {
    for (const ref of inputs) if (ref !== null) consumers[ref.node]?.push(place);
  });
  const needsImage: boolean[] = [];
  for (let place = nodes.length - 1; place >= 0; place--) {
    needsImage[place] = (consumers[place] ?? []).some((consumer) => {
      const type = nodes[consumer]?.type ?? '';
      return passing.has(type) ? needsImage[consumer] : !content.has(type);
    });
  }
  return nodes.map((node, place) => {
    const { operation } = node;
    if (operation.kind !== 'concat' || needsImage[place]) return node;
    return { ...node, operation: { ...operation, flattensUneven: true } };
  });
}
