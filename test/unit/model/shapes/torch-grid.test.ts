import { describe, expect, test } from 'vitest';
import { inferOperation } from '../../../../src/model/shapes/infer-operation.ts';
import { defaultSeverities } from '../../../../src/model/problems/severities.ts';
import { readOracle } from '../../../support/read-oracle.ts';
import { torchOperation, type TorchRow } from '../../../support/torch-operation.ts';

const { rows } = readOracle('torch-grid-seed11.json.gz') as { readonly rows: readonly TorchRow[] };

/** What PyTorch's text says, as the code that a user filters by. */
const codeOfError: readonly (readonly [RegExp, string])[] = [
  [/must be divisible by groups/, 'groups-mismatch'],
  [/to have \d+ channels, but got/, 'channel-mismatch'],
  [/can't be greater than actual input size|Output size is too small/, 'impossible'],
  [/pad should be at most half|padding='same'|output padding must be smaller/, 'refused-hyperparameter'],
];

describe.each(['Conv2d', 'ConvTranspose2d', 'MaxPool2d', 'AvgPool2d', 'AdaptiveAvgPool2d'])('%s', (op) => {
  const ofOp = rows.filter((row) => row.op === op);

  test(`${ofOp.length.toString()} sizes and refusals are PyTorch's`, () => {
    expect(ofOp.length).toBeGreaterThan(100);
    for (const row of ofOp) {
      const title = JSON.stringify(row);
      const { outputShapes, axes, findings } = inferOperation(torchOperation(row), [row.input], 'pytorch');
      const errors = findings
        .filter(({ code }) => defaultSeverities[code] === 'error')
        .map(({ code }) => code);
      if (row.error === undefined) {
        expect({ errors, shape: outputShapes[0] }, title).toEqual({ errors: [], shape: row.out });
      } else {
        const { error } = row;
        const code = codeOfError.find(([text]) => text.test(error))?.[1];
        expect(errors, title).toContain(code);
      }
      if (row.integer && row.out)
        expect(
          axes.map(({ exact }) => exact),
          title,
        ).toEqual(row.integer);
    }
  });
});
