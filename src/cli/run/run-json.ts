import type { NetworkRun } from '../../engine/session/network-run.ts';
import { runEnglish } from '../../language/words/run-english.ts';
import { sentenceFor } from '../../util/sentences.ts';

/** The JSON of `convlens run`: what ran with what, and the statistics of every tensor. */
export function runJson(file: string, model: string, run: NetworkRun): unknown {
  const { choices, loss, inputs, layers, skipped, notes, memory } = run;
  return {
    schemaVersion: 1,
    file,
    model,
    choices,
    loss,
    inputs,
    layers: layers.map(({ id, type, shape, value, gradient, parameters }) => {
      return { id, type, shape, value, gradient, parameters };
    }),
    skipped: skipped.map(({ id, type, reason, because }) => {
      return { id, type, reason: sentenceFor(runEnglish.skipped, reason), because };
    }),
    notes: notes.map((note) => sentenceFor(runEnglish.notes, note)),
    memory,
  };
}
