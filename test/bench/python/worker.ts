/** What the analysis worker does with Python, in a thread of its own; `measure` sends it files and takes the times. */
import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { analyze } from '../../../src/formats/analyze.ts';
import { knownFormats } from '../../../src/formats/known-formats.ts';
import { InferenceMemory } from '../../../src/model/shapes/inference-memory.ts';
import type { Schedule } from '../../../src/protocol/rpc/port.ts';
import { warmUp } from '../../../src/worker/analysis/warm-up/warm-up.ts';
import { youngHeap } from '../../../src/worker/young-heap.node.ts';
import { textIn } from '../../../src/model/text/text-in.ts';

export interface Question {
  readonly path: string;
  readonly text: string;
  readonly model?: string;
  readonly input?: readonly number[];
}

export interface Answer {
  readonly milliseconds: number;
  readonly layers: number;
  /** Whether all of it was followed to its end. */
  readonly complete: boolean;
}

function readFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** As the analysis worker has one. */
const memory = new InferenceMemory();
const newFormats = () => knownFormats(() => performance.now());
const formats = newFormats();
const schedule: Schedule = (milliseconds, task) => {
  const timer = setTimeout(task, milliseconds);
  return { dispose: () => clearTimeout(timer) };
};
// As the analysis worker does it in an editor that is open; says when it has ended.
warmUp(newFormats, schedule, { youngHeap, done: () => parentPort?.postMessage('loaded') });

parentPort?.on('message', ({ path, text, model, input }: Question) => {
  const started = performance.now();
  const context = {
    inputs: input ? [{ dims: input, origin: 'argument' as const }] : [],
    ...(model === undefined ? {} : { model }),
    readFile,
  };
  const { models, explanations = [] } = analyze({ path, text }, formats, context, { memory });
  const milliseconds = performance.now() - started;
  const answer: Answer = {
    milliseconds,
    layers: models.reduce((total, { layers }) => total + layers.length, 0),
    complete: !explanations.some(({ reason }) => textIn(null, reason).startsWith('followed no further')),
  };
  parentPort?.postMessage(answer);
});
