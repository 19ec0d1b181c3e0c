import type { Box, Mark } from '../../../src/scene/draw-list.ts';
import { textBox } from '../../../src/scene/marks.ts';

/** A mark that is seen, with its place in the picture. */
export interface PlacedMark {
  readonly mark: Exclude<Mark, { readonly kind: 'group' }>;
  readonly box: Box;
}

interface Offset {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** All marks of a picture with their boxes; texts as wide as a pure picture takes them for. */
export function placedMarks(marks: readonly Mark[], at: Offset = { x: 0, y: 0, scale: 1 }): PlacedMark[] {
  return marks.flatMap((mark): PlacedMark[] => {
    if (mark.kind === 'group') {
      const { x = 0, y = 0, scale = 1, alpha = 1 } = mark;
      if (alpha <= 0) return [];
      const inner = { x: at.x + x * at.scale, y: at.y + y * at.scale, scale: at.scale * scale };
      return placedMarks(mark.children, inner);
    }
    const { x, y, width, height } = boxOf(mark);
    return [
      {
        mark,
        box: {
          x: at.x + x * at.scale,
          y: at.y + y * at.scale,
          width: width * at.scale,
          height: height * at.scale,
        },
      },
    ];
  });
}

function boxOf(mark: PlacedMark['mark']): Box {
  if (mark.kind === 'path') return pathBox(mark.d);
  return mark.kind === 'text' ? textBox(mark) : mark;
}

/** Around all points that the path names in absolute coordinates; arcs and other relative parts are small. */
function pathBox(d: string): Box {
  const absolute = d.split(/[a-z]/)[0] ?? '';
  const numbers = [...absolute.matchAll(/-?[\d.]+|NaN/g)].map(([number]) => Number(number));
  const xs = numbers.filter((_, place) => place % 2 === 0);
  const ys = numbers.filter((_, place) => place % 2 === 1);
  if (xs.length === 0 || ys.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

/** All words of a picture. */
export const textsOf = (marks: readonly Mark[]): string[] =>
  placedMarks(marks).flatMap(({ mark }) => (mark.kind === 'text' ? [mark.text] : []));
