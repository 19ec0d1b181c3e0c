import type { Motion, MotionAxis, Stage } from '../../engine/trace/lesson.ts';
import type { Box, Mark } from '../draw-list.ts';
import { around, point, rect, textBox, type } from '../marks.ts';
import { cellBox, type PlacedPlane } from './arrange.ts';
import { columnCount, positionAt, rowCount, spanOf, type Cell } from './steps.ts';
import { between } from './playhead.ts';
import { readersAt } from './readers.ts';

/** What is lit at a step: the boxes on each plane, by its place in the stage. */
export interface Highlight {
  readonly plane: number;
  readonly box: Box;
  /** Taps of a dilated window, one by one. */
  readonly taps: readonly Box[];
  /** Lines run from the window to the cell that it makes. */
  readonly end: 'from' | 'to' | 'none';
}

/** The lit places on the way (0 … 1) from the step before to this one. */
export function highlights(
  stage: Stage,
  placed: readonly PlacedPlane[],
  step: number,
  travel: number,
): Highlight[] {
  const { motion, planes } = stage;
  if (motion === null) return [];
  const at = positionAt(motion, planes, step);
  const before = step > 0 && travel < 1 ? positionAt(motion, planes, step - 1) : at;
  const moving: Cell = {
    row: between(before.row, at.row, travel),
    column: between(before.column, at.column, travel),
  };
  const cell = (plane: number, where: Cell, end: Highlight['end']): Highlight[] => {
    const target = placed[plane];
    return target ? [{ plane, box: cellBox(target, where.row, where.column), taps: [], end }] : [];
  };
  const window = (
    plane: number,
    rows: MotionAxis,
    columns: MotionAxis,
    end: Highlight['end'],
  ): Highlight[] => {
    const target = placed[plane];
    if (!target) return [];
    const [top, left] = [moving.row * rows.stride, moving.column * columns.stride];
    const holes = rows.dilation > 1 || columns.dilation > 1;
    return [
      {
        plane,
        box: cellBox(target, top, left, spanOf(rows), spanOf(columns)),
        taps: holes ? tapBoxes(target, rows, columns, top, left) : [],
        end,
      },
    ];
  };
  switch (motion.kind) {
    case 'gather':
      return [
        ...window(motion.source, motion.rows, motion.columns, 'from'),
        ...cell(motion.target, at, 'to'),
      ];
    case 'pool':
      return [
        ...window(motion.source, motion.rows, motion.columns, 'from'),
        ...cell(motion.target, at, 'to'),
      ];
    case 'scatter':
      return [
        ...cell(motion.source, at, 'from'),
        ...window(motion.target, motion.rows, motion.columns, 'to'),
      ];
    case 'route':
      return [...cell(motion.source, at, 'from'), ...routed(motion, placed, step, window)];
    case 'collect':
      return [
        ...cell(motion.source, at, 'from'),
        ...window(motion.window, motion.rows, motion.columns, 'to'),
        ...whole(placed[motion.target], motion.target),
      ];
    case 'unroll':
      return [
        ...window(motion.source, motion.rows, motion.columns, 'from'),
        ...matrixColumn(placed[motion.target], motion.target, motion, step, 'to'),
      ];
    case 'fold-back':
      return [
        ...matrixColumn(placed[motion.source], motion.source, motion, step, 'from'),
        ...window(motion.target, motion.rows, motion.columns, 'to'),
      ];
    case 'share':
    case 'neurons':
      return cell(motion.kernel, at, 'none');
    case 'compare':
      return placed.flatMap(({ plane }, place) =>
        at.row < rowCount(plane) && at.column < columnCount(plane) ? cell(place, at, 'none') : [],
      );
    case 'readers':
      return readerHighlights(motion, placed, at);
    case 'cellwise':
      return [
        ...cell(motion.source, at, 'from'),
        ...(motion.mask === null ? [] : cell(motion.mask, at, 'none')),
        ...cell(motion.target, at, 'to'),
      ];
    case 'multiply':
      return [
        ...strip(placed[motion.left], motion.left, at.row, 'row'),
        ...strip(placed[motion.right], motion.right, at.column, 'column'),
        ...cell(motion.target, at, 'none'),
      ];
    case 'total':
      return [...cell(motion.source, at, 'from'), ...cell(motion.target, { row: 0, column: 0 }, 'to')];
  }
}

/** The part of a matrix column that is one window of the shown channel. */
function matrixColumn(
  target: PlacedPlane | undefined,
  plane: number,
  { firstRow, rows, columns }: Extract<Motion, { kind: 'unroll' | 'fold-back' }>,
  step: number,
  end: Highlight['end'],
): Highlight[] {
  if (!target) return [];
  return [{ plane, box: cellBox(target, firstRow, step, rows.taps * columns.taps), taps: [], end }];
}

function whole(target: PlacedPlane | undefined, plane: number): Highlight[] {
  return target
    ? [
        {
          plane,
          box: cellBox(target, 0, 0, rowCount(target.plane), columnCount(target.plane)),
          taps: [],
          end: 'none',
        },
      ]
    : [];
}

/** The input cell, the outputs that read it, and the kernel cells that they read it through. */
function readerHighlights(
  motion: Extract<Motion, { kind: 'readers' }>,
  placed: readonly PlacedPlane[],
  at: Cell,
): Highlight[] {
  const [source, target] = [placed[motion.source], placed[motion.target]];
  const kernel = motion.kernel === null ? undefined : placed[motion.kernel];
  if (!source || !target) return [];
  const readers = readersAt(motion, at);
  const boxes = (plane: PlacedPlane, cells: readonly Cell[]) =>
    cells.map(({ row, column }) => cellBox(plane, row, column));
  const outputs = boxes(
    target,
    readers.map(({ output }) => output),
  );
  const taps = kernel
    ? boxes(
        kernel,
        readers.map(({ tap }) => tap),
      )
    : [];
  return [
    { plane: motion.source, box: cellBox(source, at.row, at.column), taps: [], end: 'from' },
    ...(taps.length > 0
      ? [{ plane: motion.kernel ?? 0, box: around(taps), taps, end: 'none' as const }]
      : []),
    ...(outputs.length > 0
      ? [{ plane: motion.target, box: around(outputs), taps: outputs, end: 'to' as const }]
      : []),
  ];
}

type WindowOn = (plane: number, rows: MotionAxis, columns: MotionAxis, end: Highlight['end']) => Highlight[];

function routed(
  motion: Extract<Motion, { kind: 'route' }>,
  placed: readonly PlacedPlane[],
  step: number,
  window: WindowOn,
): Highlight[] {
  const target = placed[motion.target];
  if (!target) return [];
  const area = window(
    motion.target,
    motion.rows,
    motion.columns,
    motion.reduce.kind === 'max' ? 'none' : 'to',
  );
  if (motion.reduce.kind !== 'max') return area;
  const winner = motion.reduce.winners[step] ?? -1;
  if (winner < 0) return area;
  const columns = columnCount(target.plane);
  const box = cellBox(target, Math.floor(winner / columns), winner % columns);
  return [...area, { plane: motion.target, box, taps: [], end: 'to' }];
}

function strip(
  target: PlacedPlane | undefined,
  plane: number,
  index: number,
  along: 'row' | 'column',
): Highlight[] {
  if (!target) return [];
  const box =
    along === 'row'
      ? cellBox(target, index, 0, 1, columnCount(target.plane))
      : cellBox(target, 0, index, rowCount(target.plane), 1);
  return [{ plane, box, taps: [], end: 'none' }];
}

function tapBoxes(
  target: PlacedPlane,
  rows: MotionAxis,
  columns: MotionAxis,
  top: number,
  left: number,
): Box[] {
  const boxes: Box[] = [];
  for (let r = 0; r < rows.taps; r++) {
    for (let c = 0; c < columns.taps; c++) {
      boxes.push(cellBox(target, top + r * rows.dilation, left + c * columns.dilation));
    }
  }
  return boxes;
}

const smallestMark = 5;
/** Of a lit row, and how far outside of a thinner one its outline stands. */
const thinnest = 10;
const outside = 2;
/** Several cells of one window are outlined from this size on. */
const smallestOutline = 6;

/** Of the surface on both sides of a lit outline, so that it is seen on every colour. */
export const casing = 1;

/**
 * Outlines in the lit colour; a dilated window's taps are outlined, its span is dashed. Cells keep their own colour, which
 * their numbers are legible on.
 */
export function highlightMarks(lit: readonly Highlight[]): Mark[] {
  return lit.flatMap(({ box, taps }) => {
    const grown = aroundThin(atLeast(box, smallestMark));
    if (taps.length === 0) return litOutline(grown, 2.25);
    return [
      rect(grown, { radius: 3, stroke: { paint: { role: 'lit' }, width: 1, dash: [3, 3] } }),
      ...taps.flatMap((tap) =>
        // Outlines of the smallest cells would hide them.
        tap.width < smallestOutline
          ? [rect(tap, { fill: { role: 'lit', alpha: 0.4 } })]
          : litOutline(tap, 1.75),
      ),
    ];
  });
}

const litOutline = (box: Box, width: number): Mark[] => [
  rect(box, { radius: 3, stroke: { paint: { role: 'surface' }, width: width + 2 * casing } }),
  rect(box, { radius: 3, stroke: { paint: { role: 'lit' }, width } }),
];

/** Lines between two boxes, and the room that they pass through. */
export interface Connection {
  readonly mark: Mark;
  readonly room: Box;
}

/** Lines from the corners of the window to the cell that it makes, as through a lens. */
export function connector(lit: readonly Highlight[]): Connection | null {
  const from = lit.find(({ end }) => end === 'from')?.box;
  const to = lit.find(({ end }) => end === 'to')?.box;
  if (!from || !to) return null;
  const left = from.x + from.width;
  const corners = [
    [left, from.y],
    [to.x, to.y],
    [to.x, to.y + to.height],
    [left, from.y + from.height],
  ] as const;
  return connection(corners, 0.05, 0.4);
}

/** The lens from a window in a heat map down to its magnified cells. */
export function lens(window: Box, magnified: Box): Connection {
  const bottom = window.y + window.height;
  const corners = [
    [window.x, bottom],
    [magnified.x, magnified.y],
    [magnified.x + magnified.width, magnified.y],
    [window.x + window.width, bottom],
  ] as const;
  return connection(corners, 0.07, 0.45);
}

function connection(corners: readonly (readonly [number, number])[], fill: number, line: number): Connection {
  return {
    mark: {
      kind: 'path',
      d: `M${corners.map(([x, y]) => point(x, y)).join('L')}Z`,
      fill: { role: 'lit', alpha: fill },
      stroke: { paint: { role: 'lit', alpha: line }, width: 1 },
    },
    room: around(corners.map(([x, y]) => ({ x, y, width: 0, height: 0 }))),
  };
}

/** Words with less between them are said together. */
const wordGap = 14;

/**
 * Behind words that a connection would run through: a patch of the surface. Words beside each other have one, else the
 * connection's edge would stand between them like a stroke.
 */
export function patchMarks(connections: readonly Connection[], words: readonly Mark[]): Mark[] {
  const boxes = words.flatMap((mark) =>
    mark.kind === 'text' && mark.text !== ''
      ? // Signs are drawn larger than they look.
        [textBox({ ...mark, size: Math.min(mark.size, type.title) })]
      : [],
  );
  return joined(boxes)
    .filter((box) => connections.some(({ room }) => overlap(room, box)))
    .map((box) => rect(box, { fill: { role: 'surface' } }));
}

/** Boxes, those of one line that nearly touch as one. */
function joined(boxes: readonly Box[]): readonly Box[] {
  const lines: Box[] = [];
  for (const box of [...boxes].sort((a, b) => a.x - b.x)) {
    const beside = lines.findIndex((line) => isBeside(line, box));
    const line = lines[beside];
    if (line) lines[beside] = around([line, box]);
    else lines.push(box);
  }
  return lines;
}

/** `next` begins where `line` ends, and stands as high. */
const isBeside = (line: Box, next: Box): boolean =>
  Math.abs(line.y + line.height / 2 - next.y - next.height / 2) < line.height / 4 &&
  next.x - line.x - line.width < wordGap;

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** A row or a column of small cells: its outline stands outside of it, and hides none of their colours. */
const aroundThin = ({ x, y, width, height }: Box): Box => {
  const [across, along] = [Math.min(width, height), Math.max(width, height)];
  if (across >= thinnest || along < 3 * across) return { x, y, width, height };
  const [beside, above] = width < height ? [outside, 0] : [0, outside];
  return { x: x - beside, y: y - above, width: width + 2 * beside, height: height + 2 * above };
};

const atLeast = (box: Box, size: number): Box => ({
  x: box.x - Math.max(0, size - box.width) / 2,
  y: box.y - Math.max(0, size - box.height) / 2,
  width: Math.max(size, box.width),
  height: Math.max(size, box.height),
});
