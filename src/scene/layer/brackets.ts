import type { CellKind } from '../../engine/trace/lesson.ts';
import { rememberLast } from '../../util/remember-last.ts';
import type { Mark, Role } from '../draw-list.ts';
import { muted, point, space, text, textWidth } from '../marks.ts';
import type { Words } from '../words/english.ts';
import { planeBox, type PlacedPlane } from './arrange.ts';

/**
 * What runs of zeros along the columns stand for: a bracket below them, with their number, inside of a picture of this
 * width.
 */
export const bracketMarks = rememberLast(bracketsOf);

function bracketsOf(placed: PlacedPlane, pictureWidth: number, words: Words): readonly Mark[] {
  const names = {
    padding: words.paddingZeros,
    gap: words.gapZeros,
    tail: words.tailZeros,
    border: words.borderZeros,
  };
  const box = planeBox(placed);
  const y = box.y + box.height + 5;
  const brackets = zerosAlong(placed).map((zeros) => {
    const label = `${names[zeros.kind]} ${zeros.length}`;
    const half = textWidth(label, bracketText) / 2;
    // Inside of the picture, and not far beyond the plane: beside it stands the next one.
    const from = Math.max(half + 2, box.x + half - labelOverhang);
    const to = Math.min(pictureWidth - half - 2, box.x + box.width - half + labelOverhang);
    return { ...zeros, label, half, center: Math.max(from, Math.min(to, (zeros.left + zeros.right) / 2)) };
  });
  const labelled: typeof brackets = [];
  // The ends first: there is one gap of many, and it is the one that has room for its label.
  for (const bracket of [...brackets].sort((a, b) => Number(a.kind === 'gap') - Number(b.kind === 'gap'))) {
    if (bracket.kind === 'gap' && labelled.some(({ kind }) => kind === 'gap')) continue;
    const free = labelled.every(
      ({ center, half }) => Math.abs(center - bracket.center) >= half + bracket.half + space.xs,
    );
    if (free) labelled.push(bracket);
  }
  const hasGap = labelled.some(({ kind }) => kind === 'gap');
  const firstGap = brackets.find(({ kind }) => kind === 'gap');
  return brackets.flatMap((bracket): Mark[] => {
    const { kind, left, right, label, center } = bracket;
    const isLabelled = labelled.includes(bracket);
    if (kind === 'gap' && !isLabelled && (hasGap || bracket !== firstGap)) return [];
    const role: Role = kind === 'tail' ? 'lit' : kind === 'gap' ? 'gradient' : 'faint';
    const line: Mark = {
      kind: 'path',
      d: `M${point(left, y - 2)}L${point(left, y + 2)}L${point(right, y + 2)}L${point(right, y - 2)}`,
      stroke: { paint: { role }, width: 1 },
    };
    const fill = role === 'faint' ? muted : { role };
    return isLabelled
      ? [line, text(center, y + 9, label, { size: bracketText, anchor: 'middle', fill })]
      : [line];
  });
}

const bracketText = 10;
/** How far a bracket's label may reach beyond its plane. */
const labelOverhang = 22;

interface Zeros {
  readonly kind: Exclude<CellKind, 'data'>;
  readonly length: number;
  readonly left: number;
  readonly right: number;
}

/** The runs of zeros along a plane's columns. */
function zerosAlong({ plane, x, cell }: PlacedPlane): Zeros[] {
  const { kinds } = plane.columns;
  const runs: Zeros[] = [];
  for (let start = 0; start < kinds.length;) {
    const kind = kinds[start] ?? 'data';
    let length = 1;
    while (kinds[start + length] === kind) length++;
    if (kind !== 'data')
      runs.push({ kind, length, left: x + start * cell + 2, right: x + (start + length) * cell - 2 });
    start += length;
  }
  return runs;
}
