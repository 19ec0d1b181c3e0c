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
  const needsImage = nodes.map(() => false);
  for (let place = nodes.length - 1; place >= 0; place--) {
    const { type = '', inputs = [] } = nodes[place] ?? {};
    if (passing.has(type) ? !needsImage[place] : content.has(type)) continue;
    for (const ref of inputs) if (ref !== null) needsImage[ref.node] = true;
  }
  return nodes.map((node, place) => {
    const { operation } = node;
    if (operation.kind !== 'concat' || needsImage[place]) return node;
    return { ...node, operation: { ...operation, flattensUneven: true } };
  });
}
