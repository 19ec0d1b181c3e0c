import type { GroupMark, Mark } from '../draw-list.ts';
import { around, point, text, textWidth, type } from '../marks.ts';
import { blockMarks, unreadCount } from './block.ts';
import type { PlacedItem } from './placed-item.ts';
import type { NetworkItem } from './network-item.ts';
import { verdictStyle } from './verdict-style.ts';

/** Gradients are drawn smaller than what they are the gradients of. */
export const gradientScale = 0.55;

/** Below this zoom no text is drawn. */
const textZoom = 0.45;

export function itemMarks(
  placed: PlacedItem,
  selected: boolean,
  magnitudes: ReadonlyMap<string, number> | null,
): GroupMark {
  const { item, block, gradient } = placed;
  const { role, unread } = item;
  const style = { unread };
  const magnitude = magnitudes?.get(item.layer.id) ?? null;
  return {
    kind: 'group',
    id: `layer:${item.layer.id}`,
    bounds: around(placed.areas),
    children: [
      ...blockMarks(block.x, block.y + block.height, placed.blockSize, {
        ...style,
        role,
        selected,
        mirrored: false,
      }),
      ...(gradient
        ? blockMarks(gradient.box.x, gradient.box.y, gradient.size, {
            ...style,
            // After a run that gave it none, it is an empty shape.
            role: magnitudes && magnitude === null ? 'faint' : 'gradient',
            filled: magnitudes ? (magnitude ?? 0) : null,
            selected: false,
            mirrored: true,
          })
        : []),
      {
        kind: 'group',
        minimumZoom: textZoom,
        children: [
          ...placed.labels,
          ...badgeMarks(placed),
          ...unreadCount(block.x, block.y + block.height, placed.blockSize, unread),
        ],
      },
    ],
  };
}

const radius = 7;
const signGap = 5;

/** How wide the verdict's sign and words are; 0 where there is nothing to say. */
export function badgeWidth({ misfits }: NetworkItem): number {
  if (misfits.length === 0) return 0;
  return 2 * radius + signGap + textWidth(misfits.join(', '), type.small, 'mono');
}

/** The verdict's sign in its colour, and the size that the formula gives. */
function badgeMarks({ item, badge }: PlacedItem): Mark[] {
  const { misfits, layer } = item;
  if (!badge || layer.verdict === null || misfits.length === 0) return [];
  const { role, sign } = verdictStyle(layer.verdict);
  const words = badge.signOnly ? [] : badge.stacked === undefined ? [misfits.join(', ')] : misfits;
  const width = badge.signOnly ? 2 * radius : badgeWidth(item);
  const x = badge.x + radius - (badge.anchor === 'start' ? 0 : width / 2);
  return [
    {
      kind: 'path',
      d: `M${point(x - radius, badge.y)}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0Z`,
      fill: { role, tint: 0.75 },
      stroke: { paint: { role }, width: 1.2 },
    },
    text(x, badge.y + 0.5, sign, { size: type.small, weight: 600, anchor: 'middle', fill: { role } }),
    ...words.map((line, place) =>
      text(x + radius + signGap, badge.y + 0.5 + place * (badge.stacked ?? 0), line, {
        size: type.small,
        font: 'mono',
        fill: { role },
      }),
    ),
  ];
}
