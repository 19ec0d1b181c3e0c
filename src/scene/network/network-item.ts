import type { Role } from '../draw-list.ts';
import type { Words } from '../words/english.ts';
import { blockSize, plateThickness, type BlockSize, type Unread } from './block.ts';
import { beforeText, type LayerChange, type NetworkChanges } from './compare.ts';
import type { Sources } from './layout.ts';
import { shapeText } from './shape-text.ts';
import { exactSize, misfitSizes } from './verdict-style.ts';
import type { LayerView, NetworkView } from './view.ts';

/** One layer as it is drawn: the block of its output, its words, and what the next layers leave unread of it. */
export interface NetworkItem {
  readonly layer: LayerView;
  readonly place: number;
  readonly sources: readonly number[];
  /** Leaves the shape as it is: drawn as a thin plate with few words. */
  readonly plate: boolean;
  readonly role: Role;
  readonly size: BlockSize;
  readonly title: string;
  readonly summary: string;
  /** Since the network that it is compared with. */
  readonly change: LayerChange['kind'] | null;
  readonly shape: string;
  /** What stands beside the verdict's sign: `112.5 → 112` along each axis that does not fit. None where all is well. */
  readonly misfits: readonly string[];
  readonly unread: Unread;
}

export function networkItems(
  view: NetworkView,
  words: Words,
  changes: NetworkChanges | null = null,
): NetworkItem[] {
  const unread = unreadOf(view);
  const framed = framedBlocks(view);
  return view.layers.map((layer, place) => {
    const plate = layer.kind === 'elementwise' || layer.kind === 'normalization';
    const size = blockSize(layer.outputShapes[0]);
    return {
      layer,
      place,
      sources: sourcesOf(layer, place),
      plate,
      role: roleOf(layer),
      size: plate ? { ...size, thickness: plateThickness } : size,
      title: `${layer.fold ? '+ ' : ''}${shortTitle(layer, framed)}`,
      ...changeOf(layer, changes, words),
      shape: shapeText(layer.outputShapes[0]),
      misfits: misfitsOf(view, place, words),
      unread: unread.get(place) ?? nothingUnread,
    };
  });
}

/** A refused size has no whole number behind it; what is refused for another reason says no more than that. */
function misfitsOf({ layers, problems }: NetworkView, place: number, { verdicts }: Words): readonly string[] {
  const { verdict = null, axes = [] } = layers[place] ?? {};
  if (verdict === null || verdict === 'fits') return [];
  const sizes = misfitSizes(axes);
  if (sizes.length > 0) return sizes;
  const refused = problems.flatMap(({ layer, windows }) =>
    layer === place && windows ? [`${exactSize(windows.geometry)} → ?`] : [],
  );
  return refused.length > 0 ? [...new Set(refused)] : [verdicts[verdict]];
}

/** What stands in the line of words: what a layer was before, else what it is configured with. */
function changeOf(
  layer: LayerView,
  changes: NetworkChanges | null,
  words: Words,
): Pick<NetworkItem, 'summary' | 'change'> {
  if (layer.fold) {
    const { members } = layer.fold;
    const changed = members.filter((id) => changes?.layers.has(id)).length;
    const summary =
      changed > 0 ? words.compare.changedOf(changed, members.length) : words.layers(members.length);
    return { summary, change: changed > 0 ? 'changed' : null };
  }
  const change = changes?.layers.get(layer.id);
  if (change?.kind !== 'changed') return { summary: layer.summary, change: change?.kind ?? null };
  return { summary: words.compare.was(beforeText(change.before, layer, words)), change: 'changed' };
}

/** Blocks with several layers in the picture: they are framed, and their layers' names go without them. */
function framedBlocks({ layers }: NetworkView): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { blocks } of layers)
    for (const block of blocks) counts.set(block, (counts.get(block) ?? 0) + 1);
  return new Set([...counts].flatMap(([block, count]) => (count > 1 && count < layers.length ? block : [])));
}

function shortTitle(layer: LayerView, framed: ReadonlySet<string>): string {
  const title = titleOf(layer);
  const frame = layer.blocks.findLast((block) => framed.has(block));
  const inside = frame !== undefined && title.startsWith(frame) ? title.slice(frame.length) : title;
  const short = inside.replace(/^[./]/, '');
  // The third of several equal blocks: its number alone says nothing.
  return short === '' || /^\d+( ×|$)/.test(short) ? title : short;
}

/** `layer3 ×6` for a block of six equal parts. */
export const titleOf = ({ id, fold }: LayerView): string =>
  fold ? `${fold.block}${fold.repeats > 1 ? ` ×${fold.repeats}` : ''}` : id;

/** By layer: its inputs that are known and stand before it. */
export const networkSources = ({ layers }: NetworkView): Sources => layers.map(sourcesOf);

const sourcesOf = (layer: LayerView, place: number): number[] =>
  layer.inputs.filter((input): input is number => input !== null && input < place);

function roleOf({ kind, verdict }: LayerView): Role {
  if (verdict === 'impossible') return 'error';
  switch (kind) {
    // What comes out of a folded block are activations, too.
    case 'block':
    case 'convolution':
    case 'transposed-convolution':
      return 'activation';
    case 'linear':
      return 'kernel';
    case 'pool':
    case 'adaptive-pool':
    case 'global-pool':
      return 'success';
    case 'concat':
    case 'combine':
      return 'muted';
    case 'unknown':
      return 'warning';
    default:
      return 'faint';
  }
}

const nothingUnread: Unread = { rows: 0, columns: 0, counts: { rows: 0, columns: 0 } };

/** Of each layer's output: the rows and columns at its end that one of the next layers never reads. */
function unreadOf({ layers }: NetworkView): ReadonlyMap<number, Unread> {
  const unread = new Map<number, Unread>();
  for (const layer of layers) {
    const source = layer.inputs[0];
    if (source === null || source === undefined || layer.fold) continue;
    const [columns, rows] = [...layer.axes]
      .reverse()
      .map(({ lost, geometry }) =>
        geometry ? { count: lost.tail, share: lost.tail / geometry.inputSize } : null,
      );
    const known = unread.get(source) ?? nothingUnread;
    unread.set(source, {
      rows: Math.max(known.rows, rows?.share ?? 0),
      columns: Math.max(known.columns, columns?.share ?? 0),
      counts: {
        rows: Math.max(known.counts.rows, rows?.count ?? 0),
        columns: Math.max(known.counts.columns, columns?.count ?? 0),
      },
    });
  }
  return unread;
}

/** A layer in words, for those who hear the picture. */
export function describeLayer({ layer, shape, change, summary }: NetworkItem, words: Words): string {
  const { colon, stop, between } = words;
  const sentences = [
    `${titleOf(layer)}${colon}${layer.fold ? words.layers(layer.fold.members.length) : layer.type}${stop}`,
    layer.summary === '' || layer.summary === layer.type ? '' : `${layer.summary}${stop}`,
    words.output(shape),
    // The line of words says what a changed layer was.
    change === 'added' ? `${words.compare.isNew}${stop}` : change === 'changed' ? `${summary}${stop}` : '',
    layer.verdict === null || layer.verdict === 'fits' ? '' : `${words.verdicts[layer.verdict]}${stop}`,
  ];
  return sentences.filter(Boolean).join(between);
}
