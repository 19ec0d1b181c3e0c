import type { Box, HitArea, Mark } from '../draw-list.ts';
import { around, fitText, muted, rect, space, text, textWidth, type } from '../marks.ts';
import type { NetworkItem } from './network-item.ts';
import type { PlacedItem, PlacedNetwork } from './placed-item.ts';

/** An unfolded block around its parts, which stand in a row. */
export interface Frame {
  readonly block: string;
  /** Places of its first and last part. */
  readonly first: number;
  readonly last: number;
  /** How many frames lie inside of it, one in the other. */
  readonly inside: number;
}

/** Height of a frame's title, which stands above its parts. */
export const frameTitle = 18;
const margin = 4;

/** Frames of all blocks with several parts in the picture, the outer before the inner. */
export function framesOf(items: readonly NetworkItem[]): Frame[] {
  const open = new Map<string, Frame>();
  const closed: Frame[] = [];
  for (const [place, { layer }] of items.entries()) {
    for (const [block, frame] of open) {
      if (layer.blocks.includes(block)) continue;
      closed.push(frame);
      open.delete(block);
    }
    for (const block of layer.blocks) {
      const known = open.get(block);
      open.set(block, known ? { ...known, last: place } : { block, first: place, last: place, inside: 0 });
    }
  }
  const several = [...closed, ...open.values()].filter(
    ({ first, last }) => last > first && last - first + 1 < items.length,
  );
  return withDepths(several);
}

function withDepths(frames: readonly Frame[]): Frame[] {
  const byLength = [...frames].sort((a, b) => a.last - a.first - (b.last - b.first));
  const done: Frame[] = [];
  for (const frame of byLength) {
    const inner = done.filter(({ first, last }) => first >= frame.first && last <= frame.last);
    done.push({ ...frame, inside: Math.max(-1, ...inner.map(({ inside }) => inside)) + 1 });
  }
  return done.reverse();
}

/** The frames around their parts, each with its name and a sign to fold it again. */
export function frameMarks(
  frames: readonly Frame[],
  { items, titlesLeft }: PlacedNetwork,
): { readonly marks: readonly Mark[]; readonly hits: readonly HitArea[] } {
  const placed = frames.map((frame) => {
    const box = frameBox(frame, items);
    // Where blocks begin: arrows that come in from another lane bend before that.
    return {
      ...frame,
      box,
      left: titlesLeft?.[frame.first] ?? box.x + margin * (frame.inside + 1) + space.s,
    };
  });
  return {
    marks: placed.flatMap(({ block, box, left }): Mark[] => [
      rect(box, {
        radius: 8,
        fill: { role: 'ink', alpha: 0.03 },
        stroke: { paint: { role: 'line' }, width: 1 },
      }),
      {
        kind: 'group',
        minimumZoom: 0.3,
        children: [
          text(left, box.y + frameTitle / 2 + 1, title(block, box), {
            size: type.small,
            fill: muted,
          }),
        ],
      },
    ]),
    hits: placed.map(({ block, box, left }) => ({
      id: `block:${block}`,
      x: left - space.s,
      y: box.y,
      width: textWidth(title(block, box), type.small) + 2 * space.s,
      height: frameTitle,
    })),
  };
}

function frameBox({ first, last, inside }: Frame, items: readonly PlacedItem[]): Box {
  const { x, y, width, height } = around(items.slice(first, last + 1).flatMap(({ areas }) => areas[0] ?? []));
  const grow = margin * (inside + 1);
  const head = frameTitle * (inside + 1);
  return { x: x - grow, y: y - head, width: width + 2 * grow, height: height + head + grow };
}

const title = (block: string, box: Box): string => fitText(`− ${block}`, box.width - 2 * space.s, type.small);
