import type { FieldSpec } from './field-spec.ts';

/** Fields that all window layers share, with the names of PyTorch. */
export const kernelSize = {
  type: { kind: 'per-axis', minimum: 1 },
  description: 'Size of the window (F): one number, or one for each axis, height first.',
  source: 'kernel',
} as const satisfies FieldSpec;

export const stride = {
  type: { kind: 'per-axis', minimum: 1 },
  description: 'How far the window moves (S): one number, or one for each axis.',
  source: 'stride',
} as const satisfies FieldSpec;

export const dilation = {
  type: { kind: 'per-axis', minimum: 1 },
  description: 'Distance between the cells that the window reads (D); 1 reads neighbours.',
  source: 'dilation',
} as const satisfies FieldSpec;

export const padding = {
  type: { kind: 'padding', words: true },
  description:
    'Cells added around the input (P): one number, one for each axis, [before, after] for each axis, sides by name, `same` (output is input divided by stride, rounded up) or `valid` (none).',
  source: 'padding',
} as const satisfies FieldSpec;

export const rounding = {
  type: { kind: 'choice', choices: ['exact', 'floor', 'ceil'] },
  description:
    'What happens where the output size is no whole number: `exact` is an error, `floor` rounds down, `ceil` rounds up. Default: what the model says, else `exact`.',
  source: 'rounding',
} as const satisfies FieldSpec;
