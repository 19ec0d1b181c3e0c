import { expect, test } from 'vitest';
import { analyzeText } from '../../../support/python.ts';
import { readOracle } from '../../../support/read-oracle.ts';

/** One layer or function of torch, and the shapes that PyTorch gives, or its refusal (test/support/oracle/torch_calls.py). */
interface Row {
  readonly build: string;
  readonly call: string;
  readonly inputs: readonly (readonly number[])[];
  readonly out?: readonly (readonly number[])[];
  /** What the layer learns; absent where it is nothing. */
  readonly params?: number;
  readonly error?: string;
}

const { rows } = readOracle('torch-calls.json.gz') as { readonly rows: readonly Row[] };

function source({ build, call, inputs }: Row): string {
  const names = ['x', 'y', 'z'].slice(0, inputs.length).join(', ');
  const dtype = build.startsWith('nn.Embedding') ? ', dtype=torch.long' : '';
  return `import torch
from torch import nn
import torch.nn.functional as F


def flat(value):
    if isinstance(value, torch.Tensor):
        return [value]
    return [each for part in value for each in flat(part)]


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        ${build === '' ? 'pass' : `self.f = ${build}`}
        self.out = nn.Identity()

    def forward(self, ${names}):
        return [self.out(each) for each in flat(${call})]


Net()(${inputs.map((shape) => `torch.zeros((${shape.map((size) => `${size},`).join(' ')})${dtype})`).join(', ')})
`;
}

/** What ConvLens makes of the row: the shapes of all outputs and the number of parameters, or that it is refused. */
function found(row: Row): readonly unknown[] | 'refused' {
  const { models, problems } = analyzeText(source(row));
  const [model] = models;
  const errors = [...problems, ...(model?.problems ?? [])].filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return 'refused';
  const shapes = (model?.layers ?? [])
    .filter(({ id, type }) => type === 'Identity' && id.startsWith('out'))
    .map(({ outputShapes }) => outputShapes[0]);
  return [...shapes, model?.totals.params];
}

test('layers and functions of torch give the shapes that PyTorch gives, and a problem where it refuses', () => {
  const differences = rows.flatMap((row) => {
    const expected = row.out ? [...row.out, row.params ?? 0] : 'refused';
    const actual = found(row);
    return JSON.stringify(actual) === JSON.stringify(expected) ? [] : [{ ...row, actual }];
  });
  expect(differences).toEqual([]);
  expect(rows.length).toBeGreaterThan(1000);
});
