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

/**
 * Each step is one analysis of a small file: of Python now and then, since one takes as long as several of configs, and
 * at the end of versions of one file.
 */
function* warmUpSteps(formats: () => readonly Format[], youngHeap: YoungHeap | undefined): Generator<void> {
  const configs = configSteps(formats());
  for (let round = 1; round <= pythonRounds; round++) {
    for (let step = 0; step < configsForOnePython; step++) {
      configs.next();
      yield;
    }
    const { document, readFile } = pythonSample(round);
    analyze(document, formats(), { inputs: [], readFile }, { memory: new InferenceMemory() });
    yield;
  }
  const [kept, memory] = [formats(), new InferenceMemory()];
  for (let turn = 1; turn <= pythonEdits; turn++) {
    const { document, readFile } = editedSample(turn);
    analyze(document, kept, { inputs: [], readFile }, { memory });
    yield;
  }
  yield* configs;
  if (youngHeap) yield* clearedHeap(youngHeap);
}
