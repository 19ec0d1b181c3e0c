import type { Box, HitArea, Mark, Scene } from '../draw-list.ts';
import { around, rect, space } from '../marks.ts';
import { placeAcross } from './place-across.ts';
import { placeDown } from './place-down.ts';
import { describeLayer, networkItems } from './network-item.ts';
import { edgeMarks } from './edges.ts';
import type { Orientation } from './placed-item.ts';
import { itemMarks } from './item-marks.ts';
import type { NetworkView } from './view.ts';

export interface NetworkOptions {
  readonly orientation: Orientation;
  /** Width of the view: a picture that flows down is set to it. */
  readonly width: number;
  readonly selected: string | null;
  /** Without the backward lane and with few words: an overview beside something else. */
  readonly compact?: boolean;
}

/** The whole network as blocks in proportion to their tensors, with the gradients' lane along it. */
export function networkScene(
  view: NetworkView,
  { orientation, width, selected, compact = false }: NetworkOptions,
): Scene {
  const items = networkItems(view);
  const placed = orientation === 'across' ? placeAcross(view, items, compact) : placeDown(view, items, width);
  const extent = around(placed.map(({ bounds }) => bounds));
  const marks: Mark[] = [
    ...placed.filter(({ item }) => item.layer.id === selected).map(({ bounds }) => selection(bounds)),
    ...edgeMarks(placed, orientation),
    ...placed.map((item) => itemMarks(item, item.item.layer.id === selected)),
  ];
  const hits: HitArea[] = placed.map(({ item, bounds }) => ({ id: `layer:${item.layer.id}`, ...bounds }));
  return {
    width: extent.x + extent.width + space.m,
    height: extent.y + extent.height + space.m,
    marks,
    hits,
    description: [`${view.name}: ${items.length} layers.`, ...items.map(describeLayer)],
  };
}

const selection = (bounds: Box): Mark =>
  rect(bounds, {
    radius: 8,
    fill: { role: 'accent', alpha: 0.12 },
    stroke: { paint: { role: 'accent' }, width: 1.5 },
  });
