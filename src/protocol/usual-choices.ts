import type { LayerOptions, ValueChoice } from './panel.ts';

/** What a lesson is computed from, and how it is told, as long as nothing else is chosen. */
export const usualValues: ValueChoice = { input: 'file', kernel: 'file', gradient: 'noise', seed: 1 };

export const usualOptions: LayerOptions = {
  samples: 1,
  trueConvolution: false,
  faults: [],
  given: [],
  edits: [],
};
