import type { Mark } from '../draw-list.ts';
import { faded, rect, text } from '../marks.ts';
import { shortNumber } from '../numbers.ts';
import { planeBox, type PlacedPlane } from './arrange.ts';
import { isReadable, numberStyle } from './number-style.ts';
import type { PlaneStyle } from './plane-style.ts';
import { between } from './playhead.ts';
import { columnCount } from './steps.ts';

/** Copies of other kernel cells than the lit one. */
const dimmed = 0.22;
/** Of smaller cells outlines would leave nothing. */
const smallestOutlined = 5;

/** A plane whose cells are coloured by the kernel cell that they share; what is none of them stays empty. */
export function classMarks(placed: PlacedPlane, classes: Int16Array, style: PlaneStyle): Mark[] {
  const { plane, cell } = placed;
  const count = Math.max(1, ...classes) + 1;
  const width = columnCount(plane);
  const inset = cell >= 12 ? 1 : cell >= 5 ? 0.5 : 0;
  const numbers = style.numbers ?? (isReadable(numberStyle(plane.values, cell)) ? 1 : 0);
  const marks: Mark[] = [];
  // Where most of a matrix is empty, a frame says how far it goes.
  if (classes.includes(-1)) {
    const { alpha = 1, x = 0, y = 0, scale = 1 } = style.frame ?? {};
    const box = planeBox(placed);
    const frame = rect(
      { x: box.x + x, y: box.y + y, width: box.width * scale, height: box.height * scale },
      {
        fill: { role: 'surface' },
        stroke: { paint: { role: 'line' }, width: 1 },
      },
    );
    marks.push(...faded([frame], alpha));
  }
  classes.forEach((shared, place) => {
    if (shared < 0) return;
    const [row, column] = [Math.floor(place / width), place % width];
    const moved = style.move?.(row, column);
    const isDim = style.litClass !== undefined && style.litClass !== shared;
    const alpha = moved?.alpha ?? 1;
    const dimness = isDim ? (style.litShare ?? 1) : 0;
    if (alpha <= 0) return;
    const x = placed.x + (moved?.x ?? column) * cell;
    const y = placed.y + (moved?.y ?? row) * cell;
    const hue = shared / count;
    const side = cell * (moved?.side ?? 1);
    const parts: Mark[] = [
      rect(
        { x: x + inset, y: y + inset, width: side - 2 * inset, height: side - 2 * inset },
        {
          radius: Math.min(4, cell * 0.12),
          fill: { hue, ...(isDim && { alpha: between(1, dimmed, dimness) }) },
          // Where fills all but vanish, outlines tell where there are copies.
          ...(isDim &&
            cell >= smallestOutlined && {
              stroke: { paint: { role: 'faint', tint: 0.5, alpha: dimness }, width: 1 },
            }),
        },
      ),
    ];
    // On a faded cell none could be read.
    const shown = numbers * (1 - dimness);
    if (shown > 0) {
      const { size, decimals } = numberStyle(plane.values, side);
      const number = text(x + side / 2, y + side / 2, shortNumber(plane.values[place] ?? 0, decimals), {
        size,
        font: 'mono',
        anchor: 'middle',
        fill: { onHue: hue },
      });
      if (size > 0) parts.push(...faded([number], shown));
    }
    marks.push(...(alpha < 1 ? [{ kind: 'group' as const, alpha, children: parts }] : parts));
  });
  return marks;
}
