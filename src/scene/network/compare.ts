import { count } from '../numbers.ts';
import type { Words } from '../words/english.ts';
import { shapeText } from './shape-text.ts';
import type { LayerView, NetworkView } from './view.ts';

/** What became of a layer since the other network. */
export type LayerChange =
  { readonly kind: 'added' } | { readonly kind: 'changed'; readonly before: LayerView };

/** How a network differs from another; layers by their ids in the network of now. */
export interface NetworkChanges {
  readonly layers: ReadonlyMap<string, LayerChange>;
  readonly removed: readonly LayerView[];
}

/** Beyond this, layers are compared in their order only: the table of a full comparison would be too large. */
const mostCells = 4_000_000;

/**
 * What has changed from `before` to `now`. Layers that are the same in both are found as the longest common run in
 * order; between them, layers of one name, else of one type, are the same layer changed.
 */
export function compareNetworks(before: NetworkView, now: NetworkView): NetworkChanges {
  const pairs = commonLayers(before.layers, now.layers);
  const layers = new Map<string, LayerChange>();
  const removed: LayerView[] = [];
  let [i, j] = [0, 0];
  for (const [a, b] of [...pairs, [before.layers.length, now.layers.length] as const]) {
    const [old, fresh] = [before.layers.slice(i, a), now.layers.slice(j, b)];
    const matches = changedLayers(old, fresh);
    for (const layer of fresh) {
      const match = matches.get(layer);
      layers.set(layer.id, match ? { kind: 'changed', before: match } : { kind: 'added' });
    }
    const kept = new Set(matches.values());
    removed.push(...old.filter((layer) => !kept.has(layer)));
    [i, j] = [a + 1, b + 1];
  }
  return { layers, removed };
}

const signature = ({ type, summary, params, outputShapes }: LayerView): string =>
  [type, summary, params, ...outputShapes.map(shapeText)].join('|');

/** Places of equal layers in both, in order. */
function commonLayers(
  before: readonly LayerView[],
  now: readonly LayerView[],
): (readonly [number, number])[] {
  const [a, b] = [before.map(signature), now.map(signature)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const head = Array.from({ length: start }, (_, place) => [place, place] as const);
  const tail = Array.from(
    { length: end },
    (_, place) => [a.length - end + place, b.length - end + place] as const,
  );
  const middle = longestCommon(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return [...head, ...middle.map(([i, j]) => [i + start, j + start] as const), ...tail];
}

/** The longest common subsequence, by the usual table of lengths. */
function longestCommon(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  const width = b.length + 1;
  if ((a.length + 1) * width > mostCells) return [];
  const lengths = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}

/** Which old layer each new one was: the one of its name, else the next of its type that nobody was. */
function changedLayers(
  old: readonly LayerView[],
  fresh: readonly LayerView[],
): ReadonlyMap<LayerView, LayerView> {
  const left = new Set(old);
  const matches = new Map<LayerView, LayerView>();
  const match = (layer: LayerView, isSame: (other: LayerView) => boolean): void => {
    const found = [...left].find(isSame);
    if (matches.has(layer) || !found) return;
    left.delete(found);
    matches.set(layer, found);
  };
  for (const layer of fresh) match(layer, ({ id, type }) => id === layer.id && type === layer.type);
  for (const layer of fresh) match(layer, ({ type }) => type === layer.type);
  return matches;
}

/** The layers that are gone, for those who hear the picture; null where none is. */
export function describeRemoved({ removed }: NetworkChanges, words: Words): string | null {
  if (removed.length === 0) return null;
  const names = removed.map(({ id, type, outputShapes }) => `${id} (${type}, ${shapeText(outputShapes[0])})`);
  return `${words.compare.removed(removed.length)}${words.colon}${names.join(words.comma)}${words.stop}`;
}

/** What a layer was, where one sees it best: its shape, else what it is configured with, else its parameters. */
export function beforeText(before: LayerView, now: LayerView, { panel }: Words): string {
  const [old, fresh] = [before, now].map(({ outputShapes }) => outputShapes.map(shapeText).join(', '));
  if (old !== fresh) return old ?? '';
  if (before.summary !== now.summary) return before.summary;
  return panel.parameters(before.params === null ? '?' : count(before.params));
}
