import type { InputOrigin } from '../../model/graph/operation.ts';
import { axisNames } from '../../model/problems/axis-text.ts';
import { counted, listed } from '../../model/problems/number-text.ts';
import { capital } from '../../model/problems/words/capital.ts';
import type { Translation } from '../../model/text/sentence.ts';
import type { VariantKind, VariantOrigin } from '../../model/variant.ts';

type Axes = readonly number[];

/** What hovers, inlay hints, code lenses and the outline say in English; other languages have the same shape. */
export const layersEnglish = {
  /** For what formats say. */
  translation: null as Translation,
  /** Null: not known. */
  costs: (params: string | null, macs: string | null) =>
    `${params ?? 'unknown'} parameters, ${macs ?? 'unknown'} multiply-adds`,
  inputHint: (shapes: string, origin: string) => `${shapes} (${origin})`,
  /** At the end of a list that is cut. */
  more: (count: number) => `and ${count} more`,

  hover: {
    /** How axes come to their size; `span` is how far a dilated kernel reaches. */
    window: (formula: string, span: string | null, axes: Axes, rank: number) =>
      `${formula}${span === null ? '' : ` (the kernel spans ${span} cells)`} ${axisNames(axes, rank)}`,
    notKnown: (reason: string) => `Not known: ${reason}`,
    notFollowed: (name: string, reason: string) => `Not known: ${name} is not followed: ${reason}`,
    /** Where it is written, behind a reason. */
    writtenIn: (line: number, file: string | null, construct: string) =>
      ` (line ${line}${file === null ? '' : ` of ${file}`}: ${construct})`,
    runs: (count: number) => `Runs ${count} times:`,
    layers: (count: number) => `${count} layers:`,
    receptiveField: (size: string, stride: string, start: string) =>
      `Receptive field ${size} of the input, stride ${stride}, from ${start}`,
    shifted: (axis: number, rank: number, size: number) =>
      `${capital(axisNames([axis], rank))}: read as if it were ${size}, so cells shift against each other`,
    unread: (axes: Axes, rank: number, { tail, gaps, holes }: LostCells, size: number) => {
      const causes = [
        tail > 0 ? `${tail} at the end` : '',
        gaps > 0 ? `${gaps} between windows` : '',
        holes > 0 ? `${holes} in the holes of the dilated kernel` : '',
      ].filter((cause) => cause !== '');
      const cells = counted(tail + gaps + holes, 'cell');
      return `${capital(axisNames(axes, rank))}: ${cells} of ${size} never read: ${listed(causes)}`;
    },
    inputSize: (shape: string, origin: string) => `Input size ${shape}: ${origin}`,
    sizeFrom: (layer: string, shape: string) => `Input size from ${layer}: ${shape}`,
  },

  lens: {
    showLayout: (totals: string) => `Show Layout: ${totals}`,
    totals: (costs: string, memory: string | null) => `${costs}, ${memory ?? 'unknown memory'} forward`,
    /** Before a sum to which some layers' parts are missing. */
    atLeast: (amount: string) => `at least ${amount}`,
    input: (shape: string, origin: string, demand: string | null) =>
      `Input ${shape}, ${origin}${demand === null ? '' : `; ${demand}`}`,
    variant: (kind: VariantKind, chosen: string, origin: VariantOrigin) =>
      `${capital(kind)} ${chosen}, ${variantOrigins[origin]}`,
    allVariants: (kind: VariantKind, count: number) => `All ${count} ${kind}s`,
  },

  /** Where an input size came from, and why. */
  origin: (origin: InputOrigin, reason: string | null) =>
    reason === null ? origins[origin] : `${origins[origin]}: ${reason}`,

  sizes: {
    none: 'none',
    every: 'every size',
    everyFrom: (from: number) => `every size from ${from}`,
    fewerBelow: (sizes: string) => `${sizes}, and fewer below`,
    from: (sizes: string, from: number) => `${sizes} from ${from}`,
    othersBelow: (sizes: string) => `${sizes}, and others below`,
    by: (sizes: string, period: number) => `${sizes} (by ${period})`,
    multiples: (of: number) => `multiples of ${of}`,
    runsAt: (sizes: string) => `runs at ${sizes}`,
    fitsAt: (sizes: string) => `fits at ${sizes}`,
  },
};

export type LayerWords = typeof layersEnglish;

/** Input cells that are never read, by cause. */
interface LostCells {
  readonly tail: number;
  readonly gaps: number;
  readonly holes: number;
}

const origins: Readonly<Record<InputOrigin, string>> = {
  file: 'from the file',
  comment: 'from a comment in the file',
  setting: 'from the settings',
  memory: 'chosen earlier',
  argument: 'as asked for',
  default: 'the default',
  inferred: 'inferred',
};

const variantOrigins: Readonly<Record<VariantOrigin, string>> = {
  chosen: 'chosen',
  comment: 'from a comment in the file',
  file: 'from the file',
  'file-name': "from the file's name",
  default: 'the default',
};
