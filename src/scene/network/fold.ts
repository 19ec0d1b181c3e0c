import { worstVerdict } from './verdict-style.ts';
import type { LayerView, NetworkView } from './view.ts';

/** Blocks of a network that are shown part by part; all others are drawn as one. */
export type Unfolded = ReadonlySet<string>;

/** Layers in a row that are drawn as one: a layer alone, or what a folded block holds. */
interface Part {
  readonly block: string | null;
  readonly members: readonly LayerView[];
}

/**
 * The network with every block that is not unfolded as one layer, joined to what stays. Only layers in a row are
 * folded together, so that the result is in order too. Places in it, those of problems included, are its own.
 */
export function foldNetwork(view: NetworkView, unfolded: Unfolded): NetworkView {
  const parts = partsOf(view.layers, unfolded);
  if (parts.length === view.layers.length) return view;
  const places = parts.flatMap(({ members }, place) => members.map(() => place));
  const moved = (place: number | null): number | null => (place === null ? null : (places[place] ?? null));
  return {
    ...view,
    layers: parts.map(({ block, members }, place) => {
      const inputs = members.flatMap((member) => member.inputs.map(moved));
      const [only] = members;
      if (block === null && only) return { ...only, inputs };
      const outside = [...new Set(inputs)].filter((input) => input !== place);
      return { ...foldOf(block ?? '', members), inputs: outside };
    }),
    problems: view.problems.map((problem) => ({ ...problem, layer: moved(problem.layer) })),
  };
}

/** The layer in the picture that is or holds a layer; null where it is in neither. */
export const visibleLayer = ({ layers }: NetworkView, id: string): string | null =>
  layers.find((layer) => layer.id === id || layer.fold?.members.includes(id))?.id ?? null;

function partsOf(layers: readonly LayerView[], unfolded: Unfolded): Part[] {
  const parts: { block: string | null; members: LayerView[] }[] = [];
  for (const layer of layers) {
    const block = layer.blocks.find((name) => !unfolded.has(name)) ?? null;
    const last = parts.at(-1);
    if (block !== null && last?.block === block) last.members.push(layer);
    else parts.push({ block, members: [layer] });
  }
  // A block of one layer hides nothing.
  return parts.map((part) => (part.members.length === 1 ? { ...part, block: null } : part));
}

function foldOf(block: string, members: readonly LayerView[]): Omit<LayerView, 'inputs'> {
  const [first, last] = [members[0], members.at(-1)];
  // The layer whose misfit costs most speaks for all.
  const verdict = worstVerdict(members.map((member) => member.verdict));
  const worst = members.find((member) => member.verdict === verdict);
  return {
    id: `fold:${first?.id ?? block}`,
    type: '',
    kind: 'block',
    summary: '',
    line: first?.line ?? 0,
    blocks: first?.blocks.slice(0, first.blocks.indexOf(block)) ?? [],
    inputShapes: first?.inputShapes ?? [],
    outputShapes: last?.outputShapes ?? [],
    axes: worst?.axes ?? [],
    transposedAxes: [],
    verdict,
    params: sumOf(members.map(({ params }) => params)),
    macs: sumOf(members.map(({ macs }) => macs)),
    receptiveField: last?.receptiveField ?? null,
    outputElements: last?.outputElements ?? null,
    heldElements: sumOf(members.map(({ heldElements }) => heldElements)),
    playable: false,
    fold: { block, members: members.map(({ id }) => id), repeats: repeatsIn(block, members) },
  };
}

function sumOf(values: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return sum;
}

/** How often a block has the same kinds of layers in a row; 1 where its parts differ. */
function repeatsIn(block: string, members: readonly LayerView[]): number {
  const kinds = new Map<string, Set<string>>();
  for (const { blocks, type } of members) {
    const child = blocks[blocks.indexOf(block) + 1];
    if (child === undefined) return 1;
    kinds.set(child, (kinds.get(child) ?? new Set()).add(type));
  }
  const [first, ...others] = [...kinds.values()].map((types) => [...types].sort().join(' '));
  return others.every((types) => types === first) ? kinds.size : 1;
}

/** A picture with more parts than this is folded further, one with fewer than `fewParts` is unfolded further. */
const manyParts = 48;
const fewParts = 6;
/** However little is shown: more than this is not unfolded by itself. */
const mostParts = 160;

/** What a network is shown with at first: level by level, as deep as keeps it small. */
export function firstUnfolded({ layers }: NetworkView): Unfolded {
  let unfolded: Unfolded = new Set();
  let shown = partsOf(layers, unfolded).length;
  for (let depth = 0; shown < layers.length; depth++) {
    const next = new Set([...unfolded, ...layers.flatMap(({ blocks }) => blocks[depth] ?? [])]);
    const parts = partsOf(layers, next).length;
    if (next.size === unfolded.size || parts > (shown < fewParts ? mostParts : manyParts)) break;
    [unfolded, shown] = [next, parts];
  }
  return unfolded;
}
