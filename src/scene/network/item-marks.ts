import type { GroupMark, Mark } from '../draw-list.ts';
import { around, point, text, textWidth, type } from '../marks.ts';
import { blockMarks } from './block.ts';
import type { PlacedItem } from './placed-item.ts';
import { misfitSizes, misfitText, verdictStyle } from './verdict-style.ts';
import type { LayerView } from './view.ts';

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
  const { role, unreadRows, unreadColumns } = item;
  const style = { unreadRows, unreadColumns };
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
            role: 'gradient',
            filled: magnitudes ? (magnitudes.get(item.layer.id) ?? 0) : null,
            selected: false,
            mirrored: true,
          })
        : []),
      { kind: 'group', minimumZoom: textZoom, children: [...placed.labels, ...badgeMarks(placed)] },
    ],
  };
}

const radius = 7;
const signGap = 5;

/** How wide the verdict's sign and words are; 0 where there is nothing to say. */
export function badgeWidth({ verdict, axes }: LayerView): number {
  if (verdict === null || verdict === 'fits') return 0;
  return 2 * radius + signGap + textWidth(misfitText(axes), type.small, 'mono');
}

/** The verdict's sign in its colour, and the size that the formula gives. */
function badgeMarks({ item, badge }: PlacedItem): Mark[] {
  const { verdict, axes } = item.layer;
  if (!badge || verdict === null || verdict === 'fits') return [];
  const { role, sign } = verdictStyle(verdict);
  const words = badge.stacked === undefined ? [misfitText(axes)] : misfitSizes(axes);
  const x = badge.x + radius - (badge.anchor === 'start' ? 0 : badgeWidth(item.layer) / 2);
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
