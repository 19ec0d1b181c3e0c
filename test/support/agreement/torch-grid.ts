import { readOracle } from '../read-oracle.ts';
import { analyzeText } from '../python.ts';
import { Comparison, type Agreement } from './agreement.ts';

/** One layer that PyTorch sized or refused. */
interface Row {
  readonly op: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly input: readonly number[];
  readonly out?: readonly number[];
  readonly error?: string;
}

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

/** Single layers written as Python: the sizes that PyTorch gives, and a problem where it refuses. */
export function compareTorchGrid(): Agreement {
  const { rows } = readOracle('torch-grid-seed11.json.gz') as { readonly rows: readonly Row[] };
  const comparison = new Comparison();
  for (const row of rows) comparison.equal(source(row), found(row), row.out ?? 'refused');
  return comparison.result('torch-grid-seed11');
}
