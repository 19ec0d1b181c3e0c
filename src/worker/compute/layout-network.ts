import type { ElkEdgeSection, ElkNode } from 'elkjs';
import { chainLayout, type NetworkLayout, type Sources } from '../../scene/network/layout.ts';
import { layoutInParts } from './layout-parts.ts';

/** Cells of the grid on which the layers stand, as the library measures. */
const cell = 10;
const pitch = 2 * cell;
/** Layers are flat for the library, so that all arrows meet them at one place. */
const thin = 0.1;

/**
 * Arranges a network by the layered method of Sugiyama: ranks along the flow, few crossings, straight chains. The
 * library is loaded with the first network that branches.
 */
export async function layoutNetwork(sources: Sources): Promise<NetworkLayout> {
  const chain = chainLayout(sources);
  if (chain) return chain;
  return layoutInParts(sources, (part) => Promise.resolve(chainLayout(part) ?? layoutPart(part)));
}

/** Ranks that the arrows of a part pass, all together, with which the library still has the time to look for the fewest crossings. */
const mostPassed = 2_000;

async function layoutPart(sources: Sources): Promise<NetworkLayout> {
  const { default: Elk } = await import('elkjs/lib/elk.bundled.js');
  const arranged = await new Elk().layout(elkGraph(sources));
  const nodes = new Map(arranged.children?.map((node) => [node.id, node]));
  const at = sources.map((_, place) => nodes.get(String(place)) ?? { x: 0, y: 0 });
  // Ranks are apart as far as the arrows between them need: only their order counts.
  const columns = [...new Set(at.map(({ x = 0 }) => x))].sort((a, b) => a - b);
  const places = at.map(({ x = 0, y = 0 }) => ({ rank: columns.indexOf(x), across: y / pitch }));
  const sections = new Map(arranged.edges?.map(({ id, sections: [section] = [] }) => [id, section]));
  return {
    places,
    routes: sources.map((from, target) =>
      from.map((source, order) => {
        const section = sections.get(`${target}:${order}`);
        const [first, last] = [places[source]?.rank ?? 0, places[target]?.rank ?? 0];
        const between = Array.from({ length: Math.max(0, last - first - 1) }, (_, i) => first + 1 + i);
        return between.map((rank) => (section ? acrossAt(section, columns[rank] ?? 0) : 0));
      }),
    ),
  };
}

function elkGraph(sources: Sources): ElkNode {
  return {
    id: 'network',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'RIGHT',
      'elk.edgeRouting': 'POLYLINE',
      'elk.spacing.nodeNode': String(2 * cell),
      'elk.spacing.edgeNode': String(cell),
      'elk.spacing.edgeEdge': String(cell / 2),
      'elk.layered.spacing.nodeNodeBetweenLayers': String(cell),
      'elk.layered.spacing.edgeNodeBetweenLayers': '1',
      'elk.layered.spacing.edgeEdgeBetweenLayers': '1',
      // With one alignment for all, a chain stays straight beside what skips.
      'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
      'elk.layered.nodePlacement.bk.fixedAlignment': 'LEFTUP',
      // Inputs that are joined with nothing yet stand in the same ranks.
      'elk.separateConnectedComponents': 'false',
      'elk.padding': '[left=0, top=0, right=0, bottom=0]',
      ...(passedRanks(sources) > mostPassed && { 'elk.layered.thoroughness': '1' }),
    },
    children: sources.map((_, place) => ({ id: String(place), width: cell, height: thin })),
    edges: sources.flatMap((from, target) =>
      from.map((source, order) => ({
        id: `${target}:${order}`,
        sources: [String(source)],
        targets: [String(target)],
      })),
    ),
  };
}

/** About how many: layers stand in their order, most of them at a rank of their own. */
const passedRanks = (sources: Sources): number =>
  sources.reduce((sum, from, place) => from.reduce((part, source) => part + place - source - 1, sum), 0);

/** Where a line of bends passes the middle of a column, in lanes. */
function acrossAt({ startPoint, bendPoints = [], endPoint }: ElkEdgeSection, column: number): number {
  const x = column + cell / 2;
  const points = [startPoint, ...bendPoints, endPoint];
  const after = points.findIndex((point) => point.x >= x);
  const [a, b] = [points[Math.max(0, after - 1)] ?? startPoint, points[after] ?? endPoint];
  const share = b.x === a.x ? 1 : Math.min(1, Math.max(0, (x - a.x) / (b.x - a.x)));
  return (a.y + share * (b.y - a.y) - thin / 2) / pitch;
}
