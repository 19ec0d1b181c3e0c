import type { Box } from '../draw-list.ts';
import type { Motion, Plane, Stage } from '../../engine/trace/lesson.ts';
import { rememberLast } from '../../util/remember-last.ts';
import { columnCount, rowCount } from './steps.ts';

/** A plane with its place: the top left corner of its first cell, and the side of a cell. */
export interface PlacedPlane {
  readonly plane: Plane;
  readonly x: number;
  readonly y: number;
  readonly cell: number;
  /** Where what stands below it begins, where that is not its own end. */
  readonly bottom?: number;
}

export interface Operator {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

export interface Arrangement {
  readonly planes: readonly PlacedPlane[];
  readonly operators: readonly Operator[];
  /** Planes stand in one row, so that lines may run from one to the next. */
  readonly inRow: boolean;
  /** Where the last row ends, with what stands below it. */
  readonly end: number;
}

export interface Sizes {
  /** Side of the cells of every plane but kernels. */
  readonly cell: number;
  /** Kernels keep cells that can be read. */
  readonly kernelCell: number;
}

/** Room around a plane: its caption above, its legend below, the sheets of further channels at its right. */
const above = 30;
const below = 42;
/** Where no zeros are named there, at the picture's end, and in tables, whose last row alone has a legend. */
const belowLegend = 24;
const belowLast = 28;
const belowTable = 10;
const beside = 14;
const operatorWidth = 34;
/** Of a sign that begins a row. */
const leadWidth = 22;
const largestCell = 44;
const rowGap = 8;

/**
 * Small planes of kernels, of what is counted for each of their cells, and of one bias keep readable cells where inputs
 * shrink to heat maps.
 */
const isSmallKernel = (plane: Plane, { id, motion }: Stage): boolean =>
  // A kernel that is a matrix has cells as large as what it is multiplied with.
  motion?.kind !== 'multiply' &&
  (kernels.includes(plane.tensor) ||
    (id === 'uses' && (plane.tensor === 'count' || plane.tensor === 'writes'))) &&
  rowCount(plane) <= 11 &&
  columnCount(plane) <= 11;

const kernels: readonly Plane['tensor'][] = ['W', 'dW', 'db'];

type Rows = readonly (readonly Plane[])[];

/** How the planes of a stage stand: beside each other, all but the first below it, or all below each other. */
export type Layout = 'row' | 'source-on-top' | 'column';

/** A stage's planes row by row; a table keeps the rows that it asks for. */
function rowsFor({ planes, perRow }: Stage, layout: Layout): Rows {
  if (perRow !== undefined) return slices(planes, perRow);
  if (layout === 'column') return slices(planes, 1);
  return layout === 'row' || planes.length < 2 ? [planes] : [planes.slice(0, 1), planes.slice(1)];
}

const slices = (planes: readonly Plane[], length: number): Rows =>
  Array.from({ length: Math.max(1, Math.ceil(planes.length / length)) }, (_, row) =>
    planes.slice(row * length, (row + 1) * length),
  );

export interface Fit {
  readonly sizes: Sizes;
  readonly layout: Layout;
}

/** The largest cells with which all of a pass' stages fit into the box, and whether planes then stand in one row. */
export function fitStages(stages: readonly Stage[], box: Box): Fit {
  const [first] = stages;
  return first ? fitFrom(first, stages, box) : searchFit(stages, box);
}

/**
 * A stage's own fit where the one of its pass leaves cells that cannot be read: as large as its planes allow, up to cells
 * that can.
 */
export const fitAlone = (stage: Stage, pass: Fit, box: Box): Fit =>
  pass.sizes.cell >= sharedCell ? pass : fitReadable(stage, box);

const fitReadable = rememberLast((stage: Stage, box: Box): Fit => searchFit([stage], box, readableCell));

const fitFrom = rememberLast((_first: Stage, stages: readonly Stage[], box: Box): Fit =>
  searchFit(stages, box),
);

function searchFit(stages: readonly Stage[], box: Box, most = largestCell): Fit {
  const fits = (['row', 'source-on-top', 'column'] as const).map((layout) => ({
    layout,
    cell: largestFit(stages, layout, box, most),
  }));
  // Beside each other unless cells are clearly larger otherwise.
  const best = fits.reduce((kept, other) => (kept.cell >= other.cell * 0.85 ? kept : other));
  return { layout: best.layout, sizes: sizesFor(roundedCell(best.cell), stages, box) };
}

/** Below this size of its cells, each stage of a pass takes what it has room for. */
const sharedCell = 18;
/** Numbers can be read in cells of this size: below it, kernels keep cells of their own. */
const readableCell = 26;

/** Kernels keep cells that can be read, as far as the box allows. */
function sizesFor(cell: number, stages: readonly Stage[], box: Box): Sizes {
  if (cell >= readableCell) return { cell, kernelCell: cell };
  const small = stages.flatMap((stage) => stage.planes.filter((plane) => isSmallKernel(plane, stage)));
  const widest = Math.max(1, ...small.map(columnCount));
  const tallest = Math.max(1, ...small.map(rowCount));
  const room = Math.min((box.width * 0.28) / widest, (box.height - above - below) / tallest);
  return { cell, kernelCell: Math.max(cell, Math.min(readableCell, Math.floor(room))) };
}

function largestFit(stages: readonly Stage[], layout: Layout, box: Box, most: number): number {
  const fits = (cell: number): boolean => {
    const sizes = sizesFor(cell, stages, box);
    return stages.every((stage) => {
      const rows = rowsFor(stage, layout);
      return fitsInto(
        box,
        extentsOf(
          stage,
          rows,
          rows.map(() => sizes),
        ),
      );
    });
  };
  let [low, high] = [0.05, most];
  if (fits(high)) return high;
  while (high - low > 0.05) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

const roundedCell = (cell: number): number => (cell >= 4 ? Math.floor(cell) : cell);

const cellOf = (stage: Stage, plane: Plane, sizes: Sizes): number =>
  isSmallKernel(plane, stage) ? sizes.kernelCell : sizes.cell;

/** The room that each row of planes takes. */
const extentsOf = (stage: Stage, rows: Rows, sizes: readonly Sizes[]): readonly Extent[] => {
  let place = 0;
  return rows.map((planes, r) => {
    const first = place;
    place += planes.length;
    const gaps = planes.slice(1).map(() => operatorWidth);
    return {
      ...rowSize(stage, planes, sizes[r] ?? smallest, [lead(stage, first), ...gaps]),
      below: belowRow(stage, planes, place >= stage.planes.length),
    };
  });
};

const fitsInto = (box: Box, extents: readonly Extent[]): boolean =>
  heightOf(extents) <= box.height && extents.every(({ width }) => width <= box.width);

const smallest: Sizes = { cell: 1, kernelCell: 1 };

/**
 * Rows below each other are not all as wide: those with room beside them take cells that can be read, as far as the height
 * allows. What is compared or multiplied, and tables, keep one size.
 */
function grownRows(stage: Stage, rows: Rows, sizes: Sizes, box: Box): readonly Sizes[] {
  const same = rows.map(() => sizes);
  if (rows.length < 2 || stage.perRow !== undefined) return same;
  if (stage.motion?.kind === 'compare' || stage.motion?.kind === 'multiply') return same;
  const upTo = (most: number): readonly Sizes[] =>
    rows.reduce<readonly Sizes[]>((grown, _, r) => {
      for (let cell = most; cell > sizes.cell; cell--) {
        const larger = grown.with(r, { cell, kernelCell: Math.max(cell, sizes.kernelCell) });
        if ((extentsOf(stage, rows, larger)[r]?.width ?? 0) <= box.width) return larger;
      }
      return grown;
    }, same);
  for (let most = readableCell; most > sizes.cell; most--) {
    const grown = upTo(most);
    if (fitsInto(box, extentsOf(stage, rows, grown))) return grown;
  }
  return same;
}

function belowRow({ perRow }: Stage, planes: readonly Plane[], isLast: boolean): number {
  if (perRow !== undefined) return isLast ? belowLast : belowTable;
  if (planes.some(hasZeros)) return below;
  return isLast ? belowLast : belowLegend;
}

/** Whether zeros that were put in are counted below a plane. */
export const hasZeros = ({ columns }: Plane): boolean => columns.kinds.some((kind) => kind !== 'data');

/** Room for the sign that joins a row to the one above: before its first plane, which has this place in the stage. */
const lead = (stage: Stage, place: number): number =>
  place > 0 && stage.perRow === undefined && signBefore(stage, place) ? leadWidth : 0;

/** Of a row of planes, without the room above and below them. */
interface Extent {
  readonly width: number;
  readonly height: number;
  readonly below: number;
}

const heightOf = (extents: readonly Extent[]): number =>
  extents.reduce((sum, row) => sum + above + row.height + row.below, (extents.length - 1) * rowGap);

function rowSize(
  stage: Stage,
  planes: readonly Plane[],
  sizes: Sizes,
  gaps: readonly number[],
): Pick<Extent, 'width' | 'height'> {
  const widths = planes.map(
    (plane) => Math.max(columnsOf(stage, plane) * cellOf(stage, plane, sizes), captionWidth) + beside,
  );
  const heights = planes.map((plane) => rowsOf(stage, plane) * cellOf(stage, plane, sizes));
  return {
    width: [...gaps, ...widths].reduce((sum, width) => sum + width),
    height: Math.max(0, ...heights),
  };
}

/** What a plane's caption takes at least: a narrow plane stands in the middle of it. */
export const captionWidth = 64;

/**
 * Of the room that is left in a box that is taller than wide: what is in its very middle seems to hang low, unless neurons
 * stand beside it.
 */
const shareAbove = 0.4;

/**
 * Places a stage's planes in the middle of the box, with the signs between them. A narrow panel is scrolled, and what
 * is looked at must not hide below its end: there they stand at the top.
 */
export const arrange = rememberLast(placePlanes);

function placePlanes(stage: Stage, box: Box, fit: Fit, isNarrow: boolean): Arrangement {
  const rows = rowsFor(stage, fit.layout);
  const sizes = grownRows(stage, rows, fit.sizes, box);
  const extents = extentsOf(stage, rows, sizes);
  const planes: PlacedPlane[] = [];
  const operators: Operator[] = [];
  const isTall = box.height > box.width && stage.motion?.kind !== 'neurons';
  const share = isNarrow ? 0 : isTall ? shareAbove : 0.5;
  // A plane stays where it is when zeros are added to it: their names have room below it before.
  const reserved = stage.perRow === undefined ? below - (extents.at(-1)?.below ?? below) : 0;
  let top = box.y + Math.max(0, box.height - heightOf(extents) - reserved) * share;
  rows.forEach((row, r) => {
    const { width, height, below: room } = extents[r] ?? { width: 0, height: 0, below };
    let left = box.x + Math.max(0, (box.width - width) / 2) + lead(stage, planes.length);
    const middle = top + above + height / 2;
    for (const [place, plane] of row.entries()) {
      if (place > 0) left += operatorWidth;
      const cell = cellOf(stage, plane, sizes[r] ?? fit.sizes);
      const [planeWidth, planeHeight] = [columnsOf(stage, plane) * cell, rowsOf(stage, plane) * cell];
      const slot = Math.max(planeWidth, captionWidth);
      if (planes.length > 0) {
        const sign = signBefore(stage, planes.length);
        const middleOfSign = place > 0 ? (operatorWidth + beside) / 2 : leadWidth / 2 + 2;
        if (sign) operators.push({ text: sign, x: left - middleOfSign, y: middle });
      }
      planes.push({
        plane,
        x: left + (slot - planeWidth) / 2,
        y: middle - planeHeight / 2,
        cell,
        ...(stage.motion?.kind === 'compare' && { bottom: middle + planeHeight / 2 }),
      });
      left += slot + beside;
    }
    top += above + height + room + rowGap;
  });
  return { planes, operators, inRow: fit.layout === 'row', end: top - rowGap };
}

/** Planes that are compared take equal room, so that what one of them lacks is seen. */
const rowsOf = ({ planes, motion }: Stage, plane: Plane): number =>
  motion?.kind === 'compare' ? Math.max(...planes.map(rowCount)) : rowCount(plane);
const columnsOf = ({ planes, motion }: Stage, plane: Plane): number =>
  motion?.kind === 'compare' ? Math.max(...planes.map(columnCount)) : columnCount(plane);

/** Motions whose target cells are each made by one step; the others add to them step by step. */
const makesAtOnce: readonly Motion['kind'][] = ['gather', 'pool', 'cellwise', 'multiply', 'total'];

/** The sign that stands before a plane: what joins it to the one before. */
function signBefore({ id, motion }: Stage, place: number): string {
  if (motion === null) return '';
  if (motion.kind === 'compare') {
    // Both ways, and their difference.
    if (id === 'agree') return place === motion.target ? '−' : '=';
    return place === motion.target ? '≠' : '';
  }
  if (motion.kind === 'readers' || motion.kind === 'share' || motion.kind === 'neurons') return '';
  if (place === motion.target) {
    return makesAtOnce.includes(motion.kind) ? '=' : '→';
  }
  switch (motion.kind) {
    case 'gather':
      return '⋆';
    case 'scatter':
    case 'collect':
    case 'multiply':
      return '×';
    case 'cellwise':
      return '⊙';
    default:
      return '→';
  }
}

export const planeBox = ({ plane, x, y, cell }: PlacedPlane): Box => ({
  x,
  y,
  width: columnCount(plane) * cell,
  height: rowCount(plane) * cell,
});

/** Where what stands below a plane begins. */
export const bottomOf = ({ plane, y, cell, bottom = y + rowCount(plane) * cell }: PlacedPlane): number =>
  bottom;

/** The box of one cell, or of several. */
export const cellBox = (
  { x, y, cell }: PlacedPlane,
  row: number,
  column: number,
  rows = 1,
  columns = 1,
): Box => ({
  x: x + column * cell,
  y: y + row * cell,
  width: columns * cell,
  height: rows * cell,
});
