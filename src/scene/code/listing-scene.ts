import type { Stage } from '../../engine/trace/lesson.ts';
import type { Mark, Scene } from '../draw-list.ts';
import { muted, point, rect, space, text, textWidth, type } from '../marks.ts';
import type { Words } from '../words/english.ts';
import type { CodeRow } from './code-row.ts';
import { failureText, type Listing } from './listing.ts';

const lineHeight = 18;
const character = textWidth('0', type.body, 'mono');
const mono = { size: type.body, font: 'mono' } as const;
/** Between a line and what comes out of it, in characters. */
const noteGap = 2;

/** A picture with the code that makes it below: the line of the picture lit, a mistake underlined, what is raised under its line. */
export function withListing(picture: Scene, listing: Listing, stage: Stage, words: Words): Scene {
  const lines = listing.rows.flatMap((row) => linesOf(row, listing, stage));
  const title = words.lesson.way[listing.pass];
  const width = Math.ceil(
    Math.max(picture.width, textWidth(title, type.body) + 2 * space.m, ...lines.map(lineWidth)),
  );
  const top = picture.height + space.m;
  const first = top + lineHeight + space.xs;
  return {
    width,
    height: first + lines.length * lineHeight + space.m,
    marks: [
      { kind: 'group', x: (width - picture.width) / 2, children: picture.marks },
      {
        kind: 'path',
        d: `M${point(space.m, top)}H${width - space.m}`,
        stroke: { paint: { role: 'line' }, width: 1 },
      },
      text(space.m, top + lineHeight / 2 + space.xs, title, { weight: 600, fill: muted }),
      ...lines.flatMap((line, place) => lineMarks(line, first + (place + 0.5) * lineHeight, width)),
    ],
    hits: [],
    description: [...picture.description, title, ...lines.map(said)],
  };
}

interface Line {
  readonly indent: number;
  readonly text: string;
  readonly note: string;
  readonly look: 'plain' | 'lit' | 'mistake' | 'lit-mistake' | 'raised';
}

function linesOf(row: CodeRow, { rows }: Listing, stage: Stage): readonly Line[] {
  const makes = ({ at }: CodeRow): boolean => stage.line !== undefined && at.includes(stage.line);
  const indent = Math.max(0, row.text.search(/\S/));
  const [isLit, isMistake] = [makes(row), row.fault !== undefined];
  const failure = row === rows.findLast(makes) ? failureText(stage) : null;
  return [
    {
      indent,
      text: row.text.trim(),
      note: row.note === undefined ? '' : `# ${row.note}`,
      look: isLit ? (isMistake ? 'lit-mistake' : 'lit') : isMistake ? 'mistake' : 'plain',
    },
    ...(failure === null ? [] : [{ indent, text: failure, note: '', look: 'raised' as const }]),
  ];
}

const said = ({ indent, text: written, note }: Line): string =>
  `${' '.repeat(indent)}${written}${note && `  ${note}`}`.trimEnd();

const noteStart = ({ indent, text: written }: Line): number =>
  space.m +
  indent * character +
  (written === '' ? 0 : textWidth(written, type.body, 'mono') + noteGap * character);

const lineWidth = (line: Line): number => noteStart(line) + textWidth(line.note, type.body, 'mono') + space.m;

function lineMarks(line: Line, y: number, width: number): readonly Mark[] {
  const { indent, text: written, note, look } = line;
  const x = space.m + indent * character;
  const isLit = look === 'lit' || look === 'lit-mistake';
  const underline = y + lineHeight / 2 - 2;
  return [
    ...(isLit
      ? [
          rect(
            { x: space.s, y: y - lineHeight / 2, width: width - 2 * space.s, height: lineHeight },
            {
              fill: { role: 'lit', alpha: 0.12 },
            },
          ),
          rect(
            { x: space.s, y: y - lineHeight / 2, width: 3, height: lineHeight },
            { fill: { role: 'lit' } },
          ),
        ]
      : []),
    text(x, y, written, look === 'raised' ? { ...mono, fill: { role: 'error' } } : mono),
    ...(look === 'mistake' || look === 'lit-mistake'
      ? [
          {
            kind: 'path',
            d: `M${point(x, underline)}H${Math.round(x + textWidth(written, type.body, 'mono'))}`,
            stroke: { paint: { role: 'error' }, width: 1.5 },
          } as const,
        ]
      : []),
    ...(note ? [text(noteStart(line), y, note, isLit ? mono : { ...mono, fill: muted })] : []),
  ];
}
