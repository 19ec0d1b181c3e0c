import {
  editableTensors,
  faults,
  inputPresets,
  kernelPresets,
  mostSamples,
  valuePresets,
  type CellEdit,
  type PlaceOptions,
  type ValueChoice,
} from '../../protocol/panel.ts';
import { usualOptions, usualValues } from '../../protocol/usual-choices.ts';

/** What the numbers of a lesson come from, and how it is told. */
export interface LinkedChoices {
  readonly values: ValueChoice;
  readonly options: PlaceOptions;
}

/** Cells that a link takes: each is some 15 letters long, and some programs cut links after 2,000. */
export const mostLinkedCells = 64;

/**
 * The parts of a link that differ from what is usual, as `kernel=sobel&faults=tail&cells=X12_1.5*W0_-2`: what is not
 * there is usual, so that a link shows the same to everybody.
 */
export function writeChoices({ values, options }: LinkedChoices): Readonly<Record<string, string>> {
  const { samples, trueConvolution, faults: made, edits } = options;
  const cells = latestEdits(edits);
  const parts: Readonly<Record<string, string | false>> = {
    input: values.input !== usualValues.input && values.input,
    kernel: values.kernel !== usualValues.kernel && values.kernel,
    gradient: values.gradient !== usualValues.gradient && values.gradient,
    seed: values.seed !== usualValues.seed && String(values.seed),
    samples: samples !== usualOptions.samples && String(samples),
    convolution: trueConvolution && 'true',
    faults: made.length > 0 && made.join('.'),
    cells: cells.length > 0 && cells.length <= mostLinkedCells && cells.map(cellText).join('*'),
  };
  return Object.fromEntries(
    Object.entries(parts).filter((part): part is [string, string] => part[1] !== false),
  );
}

/** Or the name of the part that is not as it should be. */
export function readChoices(parts: URLSearchParams): LinkedChoices | string {
  const chosen = <T extends string>(name: string, presets: readonly T[], usual: T): T | undefined => {
    const text = parts.get(name);
    return text === null ? usual : presets.find((preset) => preset === text);
  };
  const counted = (name: string, usual: number): number | undefined => {
    const text = parts.get(name) ?? String(usual);
    return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  };
  const input = chosen('input', inputPresets, usualValues.input);
  if (input === undefined) return 'input';
  const kernel = chosen('kernel', kernelPresets, usualValues.kernel);
  if (kernel === undefined) return 'kernel';
  const gradient = chosen('gradient', valuePresets, usualValues.gradient);
  if (gradient === undefined) return 'gradient';
  const seed = counted('seed', usualValues.seed);
  if (seed === undefined) return 'seed';
  const samples = counted('samples', usualOptions.samples);
  if (samples === undefined || samples < 1 || samples > mostSamples) return 'samples';
  const convolution = parts.get('convolution') ?? 'false';
  if (convolution !== 'true' && convolution !== 'false') return 'convolution';
  const names = parts.get('faults')?.split('.') ?? [];
  const made = faults.filter((fault) => names.includes(fault));
  if (made.length !== names.length) return 'faults';
  const edits = parts.get('cells')?.split('*').map(readCell) ?? [];
  if (edits.length > mostLinkedCells || !edits.every((edit) => edit !== null)) return 'cells';
  return {
    values: { input, kernel, gradient, seed },
    options: { samples, trueConvolution: convolution === 'true', faults: made, edits },
  };
}

/** Of a cell that was written over several times only the last counts. */
export function latestEdits(edits: readonly CellEdit[]): readonly CellEdit[] {
  const latest = new Map(edits.map((edit) => [`${edit.tensor}${edit.index}`, edit]));
  return [...latest.values()];
}

/** `X12_1.5`: tensor, flat place in C order, value. */
const cellText = ({ tensor, index, value }: CellEdit): string =>
  `${tensor}${index}_${Object.is(value, -0) ? '-0' : value}`;

function readCell(text: string): CellEdit | null {
  const [, name, index, written] = /^([a-zA-Z]+)(\d{1,9})_(-?\d[\d.e+-]{0,30})$/.exec(text) ?? [];
  const tensor = editableTensors.find((each) => each === name);
  const value = Number(written);
  return tensor && Number.isFinite(value) ? { tensor, index: Number(index), value } : null;
}
