import type { Words } from '../words/english.ts';
import type { Box, HitArea, Mark, Scene } from '../draw-list.ts';
import { around, rect, space } from '../marks.ts';
import { placeAcross } from './place-across.ts';
import { placeDown } from './place-down.ts';
import { describeLayer, networkItems } from './network-item.ts';
import { arrowMarks, pointsOf } from './arrows.ts';
import { describeRemoved, type NetworkChanges } from './compare.ts';
import { frameMarks, framesOf } from './frames.ts';
import type { NetworkLayout } from './layout.ts';
import type { Orientation, PlacedItem, Point } from './placed-item.ts';
import { itemMarks } from './item-marks.ts';
import { layerCount } from './totals.ts';
import type { NetworkView } from './view.ts';

export interface NetworkOptions {
  readonly orientation: Orientation;
  /** Width of the view: a picture that flows down is set to it. */
  readonly width: number;
  readonly selected: string | null;
  /** Without the backward lane and with few words: an overview beside something else. */
  readonly compact?: boolean;
  /** How the network differs from another: what changed is marked. */
  readonly changes?: NetworkChanges | null;
  /** How large each layer's gradient is beside the others, 0 to 1, after a run. */
  readonly magnitudes?: ReadonlyMap<string, number> | null;
  readonly words: Words;
}

/** The whole network as blocks in proportion to their tensors, with the gradients' lane along it. */
export function networkScene(
  view: NetworkView,
  layout: NetworkLayout,
  { orientation, width, selected, compact = false, changes = null, magnitudes = null, words }: NetworkOptions,
): Scene {
  const items = networkItems(view, words, changes);
  const frames = compact ? [] : framesOf(items);
  const placedNetwork =
    orientation === 'across'
      ? placeAcross(items, layout, frames, compact)
      : placeDown(items, layout, frames, width);
  const { items: placed, arrows } = placedNetwork;
  const extent = around([
    ...placed.flatMap(({ areas }) => areas),
    ...arrows.flatMap(({ path }) => pointsOf(path).map(dot)),
  ]);
  const drawn = frameMarks(frames, placedNetwork);
  const marks: Mark[] = [
    ...drawn.marks,
    ...placed.flatMap(changeMarks),
    ...placed.filter(({ item }) => item.layer.id === selected).flatMap(({ areas }) => areas.map(selection)),
    ...arrowMarks(arrows, orientation),
    ...placed.map((item) => itemMarks(item, item.item.layer.id === selected, magnitudes)),
  ];
  const hits: HitArea[] = [
    ...placed.flatMap(({ item, areas }) => areas.map((area) => ({ id: `layer:${item.layer.id}`, ...area }))),
    ...drawn.hits,
  ];
  return {
    width: extent.x + extent.width + space.m,
    height: extent.y + extent.height + space.m,
    marks,
    hits,
    description: [
      `${view.name}${words.colon}${words.layers(layerCount(items.map(({ layer }) => layer)))}${words.stop}`,
      ...items.map((item) => describeLayer(item, words)),
      ...[changes && describeRemoved(changes, words)].filter((text) => text !== null),
    ],
  };
}

const dot = ({ x, y }: Point): Box => ({ x, y, width: 0, height: 0 });

/** Green behind what was added, gold behind what has changed. */
function changeMarks({ item, areas: [area] }: PlacedItem): Mark[] {
  if (!item.change || !area) return [];
  const role = item.change === 'added' ? 'success' : 'lit';
  return [
    rect(area, { radius: 8, fill: { role, alpha: 0.14 }, stroke: { paint: { role, alpha: 0.7 }, width: 1 } }),
  ];
}

const selection = (bounds: Box): Mark =>
  rect(bounds, {
    radius: 8,
    fill: { role: 'accent', alpha: 0.12 },
    stroke: { paint: { role: 'accent' }, width: 1.5 },
  });
