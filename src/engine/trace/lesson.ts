import type { AxisGeometry } from '../geometry/axis.ts';
import type { Span } from '../kernels/average-pool.ts';
import type { TensorData } from '../tensor.ts';
import type { Fault } from './options.ts';

/**
 * A lesson shows one operation with real numbers: passes made of stages, stages made of planes and at most one
 * motion over them. It is plain data that may cross threads. Steps are not stored: a motion's step i follows
 * from its counts, so a lesson over a large tensor is as small as the planes that it shows.
 */
export interface Lesson {
  readonly operation: LessonOperation;
  /** `exact`: float64. `fast`: float32, for layers that are too large for it. */
  readonly arithmetic: 'exact' | 'fast';
  /** What can be chosen, and what was. */
  readonly choices: Choices;
  readonly selection: Selection;
  readonly passes: readonly Pass[];
  /** What equations and code say in numbers; null for layers without windows. */
  readonly facts: Facts | null;
}

/** The numbers behind a window layer's lesson: sizes of one group, geometry of all axes, and of the two that are shown. */
export interface Facts {
  readonly samples: number;
  readonly inChannels: number;
  readonly outChannels: number;
  /** How many groups there are, each with as many channels. */
  readonly groups: number;
  /** One to three, the outermost first; a transposed convolution's are those of its adjoint. */
  readonly axes: readonly AxisGeometry[];
  readonly rows: AxisGeometry;
  readonly columns: AxisGeometry;
  /** What an average pool divides its windows' sums by. */
  readonly divisor?: Divisor;
  /** The mistakes that change something here, and which of them are made. */
  readonly faults: readonly { readonly fault: Fault; readonly made: boolean; readonly shows: boolean }[];
}

/** One number for all windows, or how many cells each has on the input, or on the padded input. */
export type Divisor = number | 'input-cells' | 'padded-cells';

export type LessonOperation =
  'convolution' | 'transposed-convolution' | 'max-pool' | 'average-pool' | 'relu' | 'linear' | 'chain';

/** How many there are of each thing a plane is cut from. */
export interface Choices {
  readonly batch: number;
  /** Channels of the input that the chosen output channel reads: all, or those of its group. */
  readonly inChannels: readonly number[];
  readonly outChannels: number;
  /** 3-D layers only: output slices, and kernel slices that each of them reads. */
  readonly outSlices: number;
  readonly kernelSlices: number;
}

/** The plane that is shown of each tensor. */
export interface Selection {
  readonly batch: number;
  readonly inChannel: number;
  readonly outChannel: number;
  readonly outSlice: number;
  readonly kernelSlice: number;
}

export type PassId =
  | 'forward'
  | 'forward-scatter'
  | 'forward-agree'
  | 'backward-data'
  | 'backward-data-scatter'
  | 'backward-data-agree'
  | 'backward-weights'
  | 'im2col'
  | 'im2col-data'
  | 'im2col-weights'
  | 'sharing'
  | 'reads'
  | 'code-forward'
  | 'code-formula'
  | 'code-scatter'
  | 'code-bounds'
  | 'code-backward';

export interface Pass {
  readonly id: PassId;
  readonly stages: readonly Stage[];
}

export type StageId =
  // forward
  | 'input'
  | 'pad'
  | 'flip'
  | 'correlate'
  | 'pool'
  | 'apply'
  | 'multiply'
  // backward by formula: dZ → zeros between → zeros for the tail → border → rotated kernel → crop
  | 'gradient'
  | 'spread'
  | 'tail'
  | 'border'
  | 'kernel'
  | 'rotate'
  | 'sweep'
  | 'crop'
  // backward by scattering, and through pools and activations
  | 'scatter'
  | 'route'
  | 'mask'
  // gradients of the parameters
  | 'slide'
  | 'sum-bias'
  | 'collect'
  | 'readers'
  | 'coverage'
  | 'uses'
  | 'wins'
  // the layer as a matrix product
  | 'unroll'
  | 'product'
  | 'fold'
  | 'fold-back'
  // a pool's windows as columns
  | 'reduce'
  | 'hand-back'
  | 'share'
  | 'transpose'
  | 'apply-matrix'
  | 'neurons'
  // axis swaps that turn dW into a convolution
  | 'batch'
  | 'swap-input'
  | 'swap-gradient'
  | 'unswap'
  | 'divide'
  // two results side by side
  | 'agree'
  | 'compare';

/** One picture: planes in reading order, and what moves over them. */
export interface Stage {
  readonly id: StageId;
  readonly planes: readonly Plane[];
  readonly motion: Motion | null;
  /** The line of the pass' code that makes this picture. */
  readonly line?: CodeLine;
  /** Planes stand in rows of this many, without signs between them. */
  readonly perRow?: number;
  /** What NumPy raises at this line instead of going on. */
  readonly failure?: Failure;
  /** The first plane is a part of a matrix row of the stage before: from this place on. */
  readonly foldedFrom?: { readonly row: number; readonly column: number };
  /** Only the windows of the first rows and columns are shown: the layer has more, in rows of `allColumns`. */
  readonly cornerOf?: {
    readonly shown: number;
    readonly all: number;
    readonly allColumns: number;
    readonly rows: Pick<AxisGeometry, 'outputSize'>;
    readonly columns: Pick<AxisGeometry, 'outputSize'>;
  };
}

/** Lines of the algorithms that are shown as code; `src/scene/code` writes them out. */
export type CodeLine =
  | 'arguments'
  | 'pad'
  | 'correlate'
  | 'pool'
  | 'route'
  | 'spread'
  | 'tail'
  | 'border'
  | 'rotate'
  | 'sweep'
  | 'crop'
  | 'swap-input'
  | 'swap-gradient'
  | 'slide'
  | 'unswap'
  | 'divide'
  | 'sum-bias'
  | 'scatter'
  | 'collect'
  | 'bounds'
  | 'return';

export type Failure =
  | { readonly kind: 'broadcast'; readonly left: readonly number[]; readonly right: readonly number[] }
  | { readonly kind: 'index'; readonly index: number; readonly axis: number; readonly size: number };

/** A and P are what activation and pool make of Z in a chain. */
export type TensorName = MatrixName | LayerTensorName;

/** What a layer of a chain calls its own: the second layer's input is the first one's output. */
export interface LayerNames {
  readonly input: TensorName;
  readonly output: TensorName;
  readonly dInput: TensorName;
  readonly dOutput: TensorName;
}

/** T is the layer as one matrix, M the windows as columns. */
type MatrixName = 'T' | 'M' | 'dM' | CountName;

/** How often a cell is read, of a transposed convolution how often it is written to, and how many windows of a max pool it wins. */
type CountName = 'count' | 'writes' | 'wins';

type LayerTensorName = 'X' | 'W' | 'b' | 'Z' | 'A' | 'P' | 'dX' | 'dW' | 'db' | 'dZ' | 'dA' | 'dP' | 'mask';

/** How an index along one axis of a plane came to be. */
export type CellKind =
  /** A value of the tensor itself. */
  | 'data'
  /** A zero of the layer's padding. */
  | 'padding'
  /** One of the S−1 zeros between two gradients. */
  | 'gap'
  /** One of the t zeros at the end that the textbook version forgets. */
  | 'tail'
  /** One of the F'−1 zeros around. */
  | 'border';

/** All that is put in between and around a tensor's own values. */
export type Zeros = Exclude<CellKind, 'data'>;

export interface PlaneAxis {
  readonly kinds: readonly CellKind[];
  /** Indices that no window reads. */
  readonly unread: readonly number[];
}

/** A two-dimensional cut through a tensor; 1-D layers have one row. */
export interface Plane {
  readonly tensor: TensorName;
  /** Shape of the tensor that it is cut from, [N, C, spatial…] or as a kernel. */
  readonly shape: readonly number[];
  /** The leading indices of the cut. */
  readonly at: readonly number[];
  /** `rotated`: a kernel turned by 180°. `uncropped`: dX before its padding is cut off. `wrong`: what a mistake makes. `difference`: of two results. */
  readonly variant: 'plain' | 'rotated' | 'uncropped' | 'transposed' | 'wrong' | 'difference';
  readonly rows: PlaneAxis;
  readonly columns: PlaneAxis;
  /** rows × columns values in C order. */
  readonly values: TensorData;
  /** Per cell: which kernel cell it shares its value with, −1 where none. */
  readonly classes?: Int16Array;
}

/** One axis of a window that moves: at position p, tap k touches index p·stride + k·dilation. */
export interface MotionAxis {
  readonly positions: number;
  readonly stride: number;
  readonly taps: number;
  readonly dilation: number;
}

/**
 * What moves over a stage's planes; the numbers are places in `Stage.planes`. Step i is row ⌊i / columns⌋ and
 * column i mod columns of the positions.
 */
export type Motion =
  /** Each target cell is the sum over its window of source·kernel, plus what the other channels add. */
  | {
      readonly kind: 'gather';
      readonly source: number;
      readonly kernel: number;
      readonly target: number;
      readonly rows: MotionAxis;
      readonly columns: MotionAxis;
      /** Per target cell: the sum over channels and slices that are not shown; null where all are shown. */
      readonly others: TensorData | null;
      readonly bias: number | null;
    }
  /** Each target cell is the greatest or the mean value of its window. */
  | {
      readonly kind: 'pool';
      readonly source: number;
      readonly target: number;
      readonly rows: MotionAxis;
      readonly columns: MotionAxis;
      readonly reduce: PoolReduction;
      /** Per target cell: the greatest value, or the sum, of its window's slices that are not shown; null where all are. */
      readonly others: TensorData | null;
    }
  /** Each source cell adds source·kernel into its window of the target, which starts from what the other channels add. */
  | {
      readonly kind: 'scatter';
      readonly source: number;
      readonly kernel: number;
      readonly target: number;
      readonly rows: MotionAxis;
      readonly columns: MotionAxis;
      readonly others: TensorData | null;
      /** Whether the others have a bias among them. */
      readonly bias: boolean;
    }
  /** Each source cell goes to the winner of its window, or in equal parts to all of it. */
  | {
      readonly kind: 'route';
      readonly source: number;
      readonly target: number;
      readonly rows: MotionAxis;
      readonly columns: MotionAxis;
      readonly reduce: PoolReduction;
      /** Rows and columns of the target that an average gives a share to; null where each of a window's cells gets what it gets. */
      readonly shared: { readonly rows: Span; readonly columns: Span } | null;
      /** Per target cell: what source slices that are not shown give; null where all are shown. */
      readonly others: TensorData | null;
    }
  /** Target cell i follows from source cell i alone (times mask cell i going back). */
  | {
      readonly kind: 'cellwise';
      readonly source: number;
      readonly mask: number | null;
      readonly target: number;
    }
  /** Target row r, column c is row r of `left` times column c of `right`. */
  | {
      readonly kind: 'multiply';
      readonly left: number;
      readonly right: number;
      readonly target: number;
      /** Per target cell: the sum over what is not shown of the two; null where all is shown. */
      readonly others: TensorData | null;
      /** Added to each target row; null without a bias. */
      readonly bias: TensorData | null;
    }
  /** Each source cell adds source·window into the whole target: dW by scattering. */
  | {
      readonly kind: 'collect';
      readonly source: number;
      readonly window: number;
      readonly target: number;
      readonly rows: MotionAxis;
      readonly columns: MotionAxis;
      readonly others: TensorData | null;
    }
  /** Two planes cell by cell; what one of them lacks is marked. */
  | { readonly kind: 'compare'; readonly left: number; readonly target: number }
  /** Each cell of the input's plane, with the outputs that read it and the kernel cells that they read it through. */
  | {
      readonly kind: 'readers';
      readonly source: number;
      /** Null for pools, and where only reading counts. */
      readonly kernel: number | null;
      readonly target: number;
      readonly along: {
        readonly rows: AxisGeometry;
        readonly columns: AxisGeometry;
        /** Of a volume its outermost axis, and the slice of it that is shown; may lie in the padding. */
        readonly outer: { readonly axis: AxisGeometry; readonly at: number } | null;
      };
      /** Bounded by the input's size instead of the output's. */
      readonly looseBounds: boolean;
      /** How a pool shares a reader's gradient out; null for all others. */
      readonly reduce: PoolReduction | null;
      readonly others: TensorData | null;
    }
  /** Each position's window of the source becomes a column of the matrix, from row `firstRow` on. */
  | {
      readonly kind: 'unroll';
      readonly source: number;
      readonly target: number;
      readonly rows: MotionAxis;
      readonly columns: MotionAxis;
      readonly firstRow: number;
    }
  /** Each column of the matrix is added back into its window of the target. */
  | {
      readonly kind: 'fold-back';
      readonly source: number;
      readonly target: number;
      readonly rows: MotionAxis;
      readonly columns: MotionAxis;
      readonly firstRow: number;
      readonly others: TensorData | null;
    }
  /** Each kernel cell with all matrix entries that are its copies. */
  | { readonly kind: 'share'; readonly kernel: number; readonly matrix: number }
  /** Each kernel cell with all connections from inputs to outputs that share it. */
  | {
      readonly kind: 'neurons';
      readonly kernel: number;
      readonly inputs: number;
      readonly outputs: number;
      /** Three numbers a connection: input, output, kernel cell. */
      readonly connections: Int32Array;
    }
  /** All source cells are added into the one target cell, plus what the other samples add. */
  | { readonly kind: 'total'; readonly source: number; readonly target: number; readonly others: number };

export type PoolReduction =
  /** Per position: the place of the winner in the plane of the windows, row·columns + column; −1 where it is not shown. */
  | { readonly kind: 'max'; readonly winners: Int32Array }
  /** Per position: what the sum is divided by. */
  | { readonly kind: 'average'; readonly divisors: TensorData };
