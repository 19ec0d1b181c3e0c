import type { Motion } from '../../engine/trace/lesson.ts';
import type { Box, HitArea, HitLine, Mark } from '../draw-list.ts';
import { muted, point, text, type } from '../marks.ts';
import type { Words } from '../words/english.ts';
import { planeId } from './hit-ids.ts';

type Neurons = Extract<Motion, { kind: 'neurons' }>;

const titleHeight = 26;
const largestNode = 9;

/** Inputs on the left, outputs on the right; connections in the colour of the kernel cell that they share. */
export function neuronMarks(
  motion: Neurons,
  names: readonly [string, string],
  lit: number,
  box: Box,
  words: Words,
): Mark[] {
  const { inputs, outputs, connections } = motion;
  let count = 1;
  for (let i = 2; i < connections.length; i += 3) count = Math.max(count, (connections[i] ?? 0) + 1);
  const { left, right, inputAt, outputAt } = placesIn(motion, box);
  const lines = { plain: [] as Mark[], lit: [] as Mark[] };
  const touched = new Set<number>();
  for (let i = 0; i < connections.length; i += 3) {
    const [input = 0, output = 0, cell = 0] = connections.subarray(i, i + 3);
    const isLit = cell === lit;
    if (isLit) touched.add(input);
    (isLit ? lines.lit : lines.plain).push({
      kind: 'path',
      d: `M${point(left, inputAt(input))}L${point(right, outputAt(output))}`,
      stroke: { paint: { hue: cell / count, alpha: isLit ? 1 : 0.22 }, width: isLit ? 2 : 1 },
    });
  }
  const node = (x: number, y: number, isLit: boolean, size: number): Mark => ({
    kind: 'rect',
    x: x - size / 2,
    y: y - size / 2,
    width: size,
    height: size,
    radius: size / 2,
    // High contrast themes leave no tint to be seen: there an outline shows what is not lit.
    fill: { role: 'activation', tint: isLit ? 0 : 0.55 },
    ...(!isLit && { stroke: { paint: { role: 'activation', tint: 0.55 }, width: 1 } }),
  });
  const size = (nodes: number): number =>
    Math.max(3, Math.min(largestNode, ((box.height - titleHeight) / Math.max(1, nodes)) * 0.7));
  const highest = Math.min(inputAt(0), outputAt(0)) - largestNode / 2;
  const titleAt = Math.max(box.y + 8, highest - 12);
  const title = (x: number, name: string, nodes: number, anchor: 'start' | 'end'): Mark =>
    text(x, titleAt, `${name} · ${words.cells(String(nodes))}`, { size: type.small, fill: muted, anchor });
  return [
    ...lines.plain,
    ...lines.lit,
    ...Array.from({ length: inputs }, (_, i) => node(left, inputAt(i), touched.has(i), size(inputs))),
    ...Array.from({ length: outputs }, (_, i) => node(right, outputAt(i), true, size(outputs))),
    title(box.x, names[0], inputs, 'start'),
    title(box.x + box.width, names[1], outputs, 'end'),
  ];
}

/** What connections are pointed at as: the kernel cell that they share, of a kernel of so many columns. */
export function neuronHits(motion: Neurons, kernelColumns: number, box: Box): HitArea {
  const { kernel, connections } = motion;
  const { left, right, inputAt, outputAt } = placesIn(motion, box);
  const lines = Array.from({ length: connections.length / 3 }, (_, place): HitLine => {
    const [input = 0, output = 0, cell = 0] = connections.subarray(3 * place);
    return {
      from: [left, inputAt(input)],
      to: [right, outputAt(output)],
      row: Math.floor(cell / kernelColumns),
      column: cell % kernelColumns,
    };
  });
  return { id: planeId(kernel), ...box, lines };
}

const placesIn = ({ inputs, outputs }: Neurons, box: Box) => ({
  left: box.x + largestNode,
  right: box.x + box.width - largestNode,
  inputAt: nodesAlong(inputs, box),
  outputAt: nodesAlong(outputs, box),
});

/** Nodes spread over the height, the same distance apart, never more than needed. */
function nodesAlong(count: number, box: Box): (place: number) => number {
  const height = box.height - titleHeight;
  const step = Math.min(26, height / Math.max(1, count));
  const top = box.y + titleHeight + (height - step * count) / 2;
  return (place) => top + (place + 0.5) * step;
}
