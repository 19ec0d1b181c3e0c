/** What a mark means; the palette turns it into a colour of the current theme. */
export type Role =
  | 'surface'
  | 'ink'
  | 'muted'
  | 'faint'
  | 'line'
  | 'accent'
  | 'activation'
  | 'kernel'
  | 'gradient'
  | 'lit'
  | 'error'
  | 'warning'
  | 'info'
  | 'success';

/**
 * A colour by meaning. `tint` mixes a role towards the surface (0: pure, 1: surface). `value` is a place on the
 * diverging scale, −1 … 1; `on` is the ink that reads best upon that value; a role `over` a value is made to be seen on it.
 */
export type Paint =
  | { readonly role: Role; readonly tint?: number; readonly over?: number; readonly alpha?: number }
  | { readonly value: number; readonly alpha?: number }
  | { readonly on: number; readonly alpha?: number }
  /** One of many equal things by its place, 0 … 1, on the circle of hues; `onHue` is the ink upon it. */
  | { readonly hue: number; readonly alpha?: number }
  | { readonly onHue: number; readonly alpha?: number };

export interface Stroke {
  readonly paint: Paint;
  readonly width: number;
  readonly dash?: readonly number[];
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface RectMark extends Box {
  readonly kind: 'rect';
  readonly radius?: number;
  readonly fill?: Paint;
  /** Diagonal lines over the fill: cells that no window reads. */
  readonly hatch?: Paint;
  readonly stroke?: Stroke;
}

export interface TextMark {
  readonly kind: 'text';
  readonly x: number;
  /** The line's vertical middle. */
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly font: 'ui' | 'mono';
  readonly weight: 400 | 600;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly fill: Paint;
}

export interface PathMark {
  readonly kind: 'path';
  /** SVG path data. */
  readonly d: string;
  /** Where it lies, so that what is out of view need not be drawn. */
  readonly bounds?: Box;
  readonly fill?: Paint;
  readonly hatch?: Paint;
  readonly stroke?: Stroke;
}

/** A heat map: values / scale are places on the diverging scale, one pixel a value; cells that are larger than a pixel are drawn without smoothing. */
export interface RasterMark extends Box {
  readonly kind: 'raster';
  readonly rows: number;
  readonly columns: number;
  readonly values: ArrayLike<number>;
  readonly scale: number;
  readonly alpha?: number;
  /** Cells from this place on are pale: they are still to come. */
  readonly revealed?: number;
  /** Columns from this place on are pale. */
  readonly revealedColumns?: number;
}

export interface GroupMark {
  readonly kind: 'group';
  readonly children: readonly Mark[];
  /** Names the group for hit tests and for tests that read a scene back. */
  readonly id?: string;
  /** Where the group lies, so that what is out of view need not be drawn. */
  readonly bounds?: Box;
  readonly x?: number;
  readonly y?: number;
  readonly scale?: number;
  readonly alpha?: number;
  /** Left out when the picture is smaller than this scale: text that could not be read anyway. */
  readonly minimumZoom?: number;
}

export type Mark = RectMark | TextMark | PathMark | RasterMark | GroupMark;

/** A place that the pointer can be over; cells of a plane are found from rows and columns. */
export interface HitArea extends Box {
  readonly id: string;
  readonly rows?: number;
  readonly columns?: number;
  /** The area is a part of a plane: the row and column of its first cell there, and how far its cells are apart. */
  readonly part?: PlanePart;
  /** Within it, only what is near one of these lines is pointed at, as the cell that the line stands for. */
  readonly lines?: readonly HitLine[];
}

export interface PlanePart {
  readonly row: number;
  readonly column: number;
  readonly rowStep: number;
  readonly columnStep: number;
}

export interface HitLine {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  readonly row: number;
  readonly column: number;
}

/** One picture as pure data: what to draw, where the pointer can be, and the same in words. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
  readonly hits: readonly HitArea[];
  /** The picture in words, in reading order. */
  readonly description: readonly string[];
}
