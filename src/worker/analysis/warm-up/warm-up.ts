import { analyze } from '../../../formats/analyze.ts';
import type { Format } from '../../../formats/format.ts';
import type { Schedule } from '../../../protocol/rpc/port.ts';
import { InferenceMemory } from '../../../model/shapes/inference-memory.ts';
import { clearedHeap, type YoungHeap } from './cleared-heap.ts';
import { configSteps } from './config-steps.ts';
import { inPauses, type InPauses } from './in-pauses.ts';
import { editedSample } from './python/edits.ts';
import { pythonSample } from './python/samples.ts';

/** After so many rounds the engine has compiled what every analysis of Python runs. */
const pythonRounds = 27;
/** After so many edits it has compiled what an edit of Python runs. */
const pythonEdits = 24;
/**
 * They come before this round: what is compiled for edits alone expects less than a new file has, and is thrown away
 * when one comes. The rounds after them see to that before a file is asked for.
 */
const roundAfterEdits = 19;
const configsForOnePython = 3;

/**
 * Lets the JavaScript engine compile the readers of configs and the interpreter of Python before the first file is asked
 * for: the first analysis of a thread takes several times as long as a later one.
 */
export const warmUp = (
  formats: () => readonly Format[],
  schedule: Schedule,
  { youngHeap, done = () => undefined }: WarmUpOptions = {},
): InPauses => inPauses(warmUpSteps(formats, youngHeap), schedule, done);

interface WarmUpOptions {
  /** Where the platform tells. */
  readonly youngHeap?: YoungHeap | undefined;
  /** Called after the last step. */
  readonly done?: () => void;
}

/** Each step is one analysis of a small file: of Python now and then, since one takes as long as several of configs. */
function* warmUpSteps(formats: () => readonly Format[], youngHeap: YoungHeap | undefined): Generator<void> {
  const configs = configSteps(formats());
  for (let round = 1; round <= pythonRounds; round++) {
    if (round === roundAfterEdits) yield* pythonEditSteps(formats());
    for (let step = 0; step < configsForOnePython; step++) {
      configs.next();
      yield;
    }
    const { document, readFile } = pythonSample(round);
    analyze(document, formats(), { inputs: [], readFile }, { memory: new InferenceMemory() });
    yield;
  }
  yield* configs;
  if (youngHeap) yield* clearedHeap(youngHeap);
}

/** Versions of one file, of which each goes on from the one before. */
function* pythonEditSteps(formats: readonly Format[]): Generator<void> {
  const memory = new InferenceMemory();
  for (let turn = 1; turn <= pythonEdits; turn++) {
    const { document, readFile } = editedSample(turn);
    analyze(document, formats, { inputs: [], readFile }, { memory });
    yield;
  }
}
