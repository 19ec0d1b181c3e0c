import type { Zeros } from '../../engine/trace/lesson.ts';
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
  const labelled = (zeros: ZeroRun, label: string): Bracket => {
    const half = textWidth(label, bracketText) / 2;
    // Inside of the picture, and not far beyond the plane: beside it stands the next one.
    const from = Math.max(half + space.s, box.x + half - labelOverhang);
    const to = Math.min(pictureWidth - half - space.s, box.x + box.width - half + labelOverhang);
    return { ...zeros, label, half, center: Math.max(from, Math.min(to, (zeros.left + zeros.right) / 2)) };
  };
  const zeros = zerosAlong(placed);
  const named = (which: ZeroRun) => labelled(which, `${names[which.kind]} ${which.length}`);
  const ends = zeros.filter(({ kind }) => kind !== 'gap').map(named);
  const shown: Bracket[] = [];
  const isFree = (bracket: Bracket): boolean =>
    shown.every(({ center, half }) => Math.abs(center - bracket.center) > half + bracket.half + space.xs + 2);
  const numbered = (which: ZeroRun) => labelled(which, String(which.length));
  // The ends first: their number alone where there is no room for their name.
  const runs = ends.map((bracket) => {
    const free = [bracket, numbered(bracket)].find(isFree);
    if (free) shown.push(free);
    return free ?? bracket;
  });
  // One gap of many: the first that has room for its label, else for its number alone.
  const gaps = zeros.filter(({ kind }) => kind === 'gap');
  const [firstGap] = gaps;
  const gap = gaps.map(named).find(isFree) ?? gaps.map(numbered).find(isFree);
  if (gap) shown.push(gap);
  const others = gap || !firstGap ? [] : [named(firstGap)];
  return [...runs, ...(gap ? [gap] : others)].flatMap((bracket): Mark[] => {
    const { kind, left, right, label, center } = bracket;
    const isLabelled = shown.includes(bracket);
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
const labelOverhang = 18;

interface ZeroRun {
  readonly kind: Zeros;
  readonly length: number;
  readonly left: number;
  readonly right: number;
}

/** A run of zeros with its label, and half of that label's width around its centre. */
interface Bracket extends ZeroRun {
  readonly label: string;
  readonly half: number;
  readonly center: number;
}

/** The runs of zeros along a plane's columns. */
function zerosAlong({ plane, x, cell }: PlacedPlane): ZeroRun[] {
  const { kinds } = plane.columns;
  const runs: ZeroRun[] = [];
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
