import type { PlaneAxis, Zeros } from '../../engine/trace/lesson.ts';
import { rememberLast } from '../../util/remember-last.ts';
import type { Mark, Role } from '../draw-list.ts';
import { muted, point, space, text, textWidth } from '../marks.ts';
import type { Words } from '../words/english.ts';
import { planeBox, type PlacedPlane } from './arrange.ts';

/**
 * What runs of zeros along the columns stand for: a bracket below them, with their number, inside of a picture of this
 * width.
 */
export const bracketMarks = rememberLast(bracketsBelow);

const namesOf = (words: Words): Readonly<Record<Zeros, string>> => ({
  padding: words.paddingZeros,
  gap: words.gapZeros,
  tail: words.tailZeros,
  border: words.borderZeros,
});

function bracketsBelow(placed: PlacedPlane, pictureWidth: number, words: Words): readonly Mark[] {
  const names = namesOf(words);
  const box = planeBox(placed);
  const y = box.y + box.height + 5;
  const labelled = (zeros: ZeroRun, label: string): Bracket => {
    const half = textWidth(label, bracketText) / 2;
    // Inside of the picture, and not far beyond the plane: beside it stands the next one.
    const least = Math.max(half + space.s, box.x + half - labelOverhang);
    const most = Math.min(pictureWidth - half - space.s, box.x + box.width - half + labelOverhang);
    return { ...zeros, label, half, center: Math.max(least, Math.min(most, (zeros.from + zeros.to) / 2)) };
  };
  const zeros = zerosAlong(placed.plane.columns, placed.x, placed.cell);
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
    const { kind, from, to, label, center } = bracket;
    const isLabelled = shown.includes(bracket);
    const role = roleOf(kind);
    const line: Mark = {
      kind: 'path',
      d: `M${point(from, y - 2)}L${point(from, y + 2)}L${point(to, y + 2)}L${point(to, y - 2)}`,
      stroke: { paint: { role }, width: 1 },
    };
    const fill = role === 'faint' ? muted : { role };
    return isLabelled
      ? [line, text(center, y + 9, label, { size: bracketText, anchor: 'middle', fill })]
      : [line];
  });
}

const roleOf = (kind: Zeros): Role => (kind === 'tail' ? 'lit' : kind === 'gap' ? 'gradient' : 'faint');

/**
 * The same of zeros along the rows, on the left of a plane that nothing stands on the left of: the number, and of what is
 * not alike on all sides the name, where there is room for it.
 */
export const rowBracketMarks = rememberLast(bracketsBeside);

function bracketsBeside(placed: PlacedPlane, words: Words): readonly Mark[] {
  const names = namesOf(words);
  const x = placed.x - 5;
  const room = x - space.xs - space.s;
  const runs = zerosAlong(placed.plane.rows, placed.y, placed.cell).filter(({ from, to }) => to - from >= 4);
  const shown: number[] = [];
  return [
    ...runs.filter(({ kind }) => kind !== 'gap'),
    ...runs.filter(({ kind }) => kind === 'gap').slice(0, 1),
  ].flatMap(({ kind, length, from, to }): Mark[] => {
    const role = roleOf(kind);
    const middle = (from + to) / 2;
    const line: Mark = {
      kind: 'path',
      d: `M${point(x + 2, from)}L${point(x - 2, from)}L${point(x - 2, to)}L${point(x + 2, to)}`,
      stroke: { paint: { role }, width: 1 },
    };
    const named = kind === 'padding' || kind === 'border' ? [] : [`${names[kind]} ${length}`];
    const label = [...named, String(length)].find((text) => textWidth(text, bracketText) <= room);
    const isFree = shown.every((other) => Math.abs(other - middle) >= bracketText + 2);
    if (label === undefined || !isFree) return label === undefined ? [] : [line];
    shown.push(middle);
    const fill = role === 'faint' ? muted : { role };
    return [line, text(x - 2 - space.xs, middle, label, { size: bracketText, anchor: 'end', fill })];
  });
}

const bracketText = 10;
/** How far a bracket's label may reach beyond its plane. */
const labelOverhang = 18;

interface ZeroRun {
  readonly kind: Zeros;
  readonly length: number;
  readonly from: number;
  readonly to: number;
}

/** A run of zeros with its label, and half of that label's width around its centre. */
interface Bracket extends ZeroRun {
  readonly label: string;
  readonly half: number;
  readonly center: number;
}

/** The runs of zeros along an axis that begins at `start`, with cells of this side. */
function zerosAlong({ kinds }: PlaneAxis, start: number, cell: number): ZeroRun[] {
  const runs: ZeroRun[] = [];
  for (let place = 0; place < kinds.length;) {
    const kind = kinds[place] ?? 'data';
    let length = 1;
    while (kinds[place + length] === kind) length++;
    const from = start + place * cell;
    if (kind !== 'data') runs.push({ kind, length, from: from + 2, to: from + length * cell - 2 });
    place += length;
  }
  return runs;
}
