import { expect, test } from 'vitest';
import { readOracle } from '../../../support/read-oracle.ts';
import { analyzeText } from '../../../support/python.ts';

interface Row {
  readonly op: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly input: readonly number[];
  readonly out?: readonly number[];
  readonly error?: string;
}

const { rows } = readOracle('torch-grid-seed11.json.gz') as { readonly rows: readonly Row[] };

/** A value of JSON as Python writes it. */
function python(value: unknown): string {
  if (Array.isArray(value)) return `(${value.map(python).join(', ')})`;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return JSON.stringify(value);
}

function source({ op, args, input }: Row): string {
  const settings = Object.entries(args).map(([name, value]) => `${name}=${python(value)}`);
  return [
    'import torch',
    'from torch import nn',
    `net = nn.Sequential(nn.${op}(${settings.join(', ')}))`,
    `net(torch.zeros(${input.join(', ')}))`,
  ].join('\n');
}

/** What ConvLens makes of the row: the output's shape, or that it is refused. */
function found(row: Row): readonly unknown[] | 'refused' {
  const { models, problems } = analyzeText(source(row));
  const [model] = models;
  const errors = [...problems, ...(model?.problems ?? [])].filter(({ severity }) => severity === 'error');
  return errors.length > 0 ? 'refused' : (model?.layers.at(-1)?.outputShapes[0] ?? []);
}

test(`${rows.length} single layers give the sizes that PyTorch gives, and a problem where it refuses`, () => {
  const wrong = rows.flatMap((row) => {
    const expected = row.out ?? 'refused';
    const actual = found(row);
    return JSON.stringify(actual) === JSON.stringify(expected) ? [] : [{ ...row, actual }];
  });
  expect(wrong).toEqual([]);
});
