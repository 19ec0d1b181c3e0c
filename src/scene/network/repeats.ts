import { shapeText } from './shape-text.ts';
import type { LayerView } from './view.ts';

/** Networks of fewer layers are seen at a glance as they are. */
const fewLayers = 48;
/** A part of more layers than this is not looked for. */
const longestPart = 96;
/** Fewer layers than this, or a part of one layer, are not worth a frame. */
const leastLayers = 6;
const shortestPart = 2;
/** Parts that are alike in their types alone are longer, and their branches join: any chain of convolutions is alike. */
const shortestAlike = 4;

/** Equal parts in a row: layers `start` … `start + length·count − 1`. */
interface Repeat {
  readonly start: number;
  readonly length: number;
  readonly count: number;
}

/**
 * Blocks for layers of formats that name none (Darknet, Caffe): where equal parts follow each other, joined in the same
 * way, they become one block, and each part a block in it: first parts of the same sizes, then, in what is left, parts
 * of the same types (the cells of GoogLeNet, the growing layers of DenseNet). Layers that have blocks keep them.
 */
export function withRepeats(layers: readonly LayerView[]): readonly LayerView[] {
  if (layers.length < fewLayers) return layers;
  const same = repeatsOf(layers.map(sameAs), shortestPart, layers);
  const covered = new Set(same.flatMap(({ start, length, count }) => range(start, length * count)));
  const alike = layers.map((layer, place) => (covered.has(place) ? `only ${place}` : alikeTo(layer, place)));
  const joins = layers.map(({ inputs }) => inputs.length > 1);
  const repeats = [
    ...same,
    ...repeatsOf(alike, shortestAlike, layers).filter(({ start, length }) =>
      joins.slice(start, start + length).includes(true),
    ),
  ];
  const taken = new Set(layers.flatMap(({ id, blocks }) => [id, ...blocks]));
  const result = [...layers];
  for (const { start, length, count } of repeats) {
    const whole = nameOf(layers.slice(start, start + length * count), taken);
    for (let first = start; first < start + length * count; first += length) {
      const part = nameOf(layers.slice(first, first + length), taken);
      for (let place = first; place < first + length; place++) {
        const layer = layers[place];
        if (layer) result[place] = { ...layer, blocks: [whole, part] };
      }
    }
  }
  return result;
}

/**
 * From the front, what covers most, unless its part is nearly all made of repeats itself: two cells and a pool, twice,
 * are two cells twice.
 */
function repeatsOf(texts: readonly string[], shortest: number, layers: readonly LayerView[]): Repeat[] {
  const runs = equalRuns(numbered(texts), shortest);
  const found: Repeat[] = [];
  for (let start = 0; start < texts.length; start++) {
    const repeat = widest(runs, start, longestPart);
    if (!repeat) continue;
    const half = Math.floor(repeat.length / 2);
    const inner = range(start, Math.ceil(repeat.length / 4))
      .map((place) => widest(runs, place, half))
      .find((candidate) => candidate && coverOf(candidate) >= 0.75 * repeat.length);
    const chosen = inner ?? repeat;
    const first = chosen.start + bestShift(layers, chosen);
    found.push({ ...chosen, start: first });
    start = first + coverOf(chosen) - 1;
  }
  return found;
}

/** By the length of a part: from each place on, how many layers equal the one that many places later. */
function equalRuns(signatures: readonly number[], shortest: number): ReadonlyMap<number, Int32Array> {
  const size = signatures.length;
  const runs = new Map<number, Int32Array>();
  for (let length = shortest; length <= Math.min(longestPart, size >> 1); length++) {
    const equal = new Int32Array(size);
    for (let start = size - length - 1; start >= 0; start--)
      equal[start] = signatures[start] === signatures[start + length] ? (equal[start + 1] ?? 0) + 1 : 0;
    runs.set(length, equal);
  }
  return runs;
}

interface Candidate extends Repeat {
  /** By how much the parts may begin later. */
  readonly slack: number;
}

const coverOf = ({ length, count }: Repeat): number => length * count;

/** The repeat from a place on that covers most, of parts up to a length. */
function widest(
  runs: ReadonlyMap<number, Int32Array>,
  start: number,
  longest: number,
): Candidate | undefined {
  let best: Candidate | undefined;
  for (const [length, equal] of runs) {
    if (length > longest) break;
    const run = equal[start] ?? 0;
    const candidate = { start, length, count: Math.floor(run / length) + 1, slack: run % length };
    if (candidate.count < 2 || coverOf(candidate) < leastLayers) continue;
    if (!best || coverOf(candidate) > coverOf(best)) best = candidate;
  }
  return best;
}

/** Parts may begin at several places: at best with a layer that changes the shape, where one tensor alone goes in. */
function bestShift(layers: readonly LayerView[], { start, length, slack }: Candidate): number {
  let best = { shift: 0, cost: Infinity };
  for (let shift = 0; shift <= slack; shift++) {
    const from = start + shift;
    const part = layers.slice(from, from + length);
    const outside = new Set(part.flatMap(({ inputs }) => inputs.filter((input) => (input ?? 0) < from)));
    const cost = 2 * outside.size + (isPlate(part[0]) ? 1 : 0);
    if (cost < best.cost) best = { shift, cost };
  }
  return best.shift;
}

const isPlate = (layer: LayerView | undefined): boolean =>
  layer?.kind === 'elementwise' || layer?.kind === 'normalization';

/** Equal for layers that do the same to tensors of the same shape that come from as far back. */
const sameAs = (layer: LayerView, place: number): string =>
  [
    alikeTo(layer, place),
    layer.summary,
    layer.params,
    ...[...layer.inputShapes, ...layer.outputShapes].map(shapeText),
  ].join('|');

/** Equal for layers of one type whose inputs come from as far back. */
function alikeTo({ blocks, type, inputs }: LayerView, place: number): string {
  if (blocks.length > 0 || inputs.length === 0) return `only ${place}`;
  return [type, ...inputs.map((input) => (input === null ? `? ${place}` : place - input))].join('|');
}

const range = (start: number, length: number): number[] => Array.from({ length }, (_, i) => start + i);

function numbered(texts: readonly string[]): readonly number[] {
  const numbers = new Map<string, number>();
  return texts.map((text) => {
    const known = numbers.get(text) ?? numbers.size;
    numbers.set(text, known);
    return known;
  });
}

/** What the layers' names begin with, where that says something and nothing else is called so; else the first and the last name. */
function nameOf(layers: readonly LayerView[], taken: Set<string>): string {
  const ids = layers.map(({ id }) => id);
  const shared = ids.reduce(commonStart).replace(/[^\p{L}\p{N}]+$/u, '');
  const name = /\p{L}/u.test(shared) && !taken.has(shared) ? shared : `${ids[0] ?? ''} … ${ids.at(-1) ?? ''}`;
  taken.add(name);
  return name;
}

function commonStart(a: string, b: string): string {
  let end = 0;
  while (end < a.length && a[end] === b[end]) end++;
  return a.slice(0, end);
}
