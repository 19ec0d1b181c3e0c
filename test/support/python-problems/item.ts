/** What the analysis of a PyTorch model must find; each has at least one case. */
export const items = [
  'a size that is no integer',
  'a kernel larger than its input',
  'a mismatch of channels, groups or features',
  'a join of different sizes',
  'a view that changes the batch',
  'broadcasting that expands',
  'a wrong flatten',
  'a count that is a float',
  'pool padding over half the kernel',
  "padding='same' with a stride",
  'a layer that is never used',
  'a layer that is not registered',
  'a wrong number of inputs',
  'a stale shape comment',
  'a value that PyTorch refuses',
  'a result that is dropped',
] as const;

/** A model with one mistake. */
export interface Case {
  readonly item: (typeof items)[number];
  readonly title: string;
  readonly wrong: string;
  readonly code: string;
  /** Where: `10:29–33`, line and columns from 1 as editors show them; the words that are marked behind it. */
  readonly at: string;
  readonly message: string;
  /** What its author would change: the corrected twin has no problem at all. */
  readonly right: readonly [from: string, to: string];
  /** The first fix that is offered, and the lines that it leaves otherwise than they were; or why none is. */
  readonly fix: { readonly title: string; readonly lines: readonly string[] } | { readonly none: string };
}

/** A network of these layers, its first line is line 9; `forward` begins two lines behind the last. */
export function net(
  input: string,
  layers: readonly string[],
  forward: readonly string[],
  parameters = 'x',
): string {
  return [
    'import torch',
    'from torch import nn',
    'import torch.nn.functional as F',
    '',
    `# convlens: input=${input}`,
    'class Net(nn.Module):',
    '    def __init__(self):',
    '        super().__init__()',
    ...layers.map((line) => `        ${line}`),
    '',
    `    def forward(self, ${parameters}):`,
    ...forward.map((line) => `        ${line}`),
    '',
  ].join('\n');
}
