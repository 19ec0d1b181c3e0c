import type { InputPreset, KernelPreset, LayerOptions, ValueChoice } from './panel.ts';

/** What a lesson is computed from, and how it is told, as long as nothing else is chosen. */
export const usualValues: ValueChoice = { input: 'file', kernel: 'file', gradient: 'noise', seed: 1 };

/** What stands in where the file writes no values down. */
export const standIn = { input: 'picture', kernel: 'noise' } as const satisfies {
  readonly input: InputPreset;
  readonly kernel: KernelPreset;
};

export const usualOptions: LayerOptions = {
  samples: 1,
  trueConvolution: false,
  faults: [],
  given: [],
  edits: [],
};
