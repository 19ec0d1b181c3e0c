import { expect, test } from 'vitest';
import { inferOperation } from '../../../../src/model/shapes/infer-operation.ts';
import { defaultSeverities } from '../../../../src/model/problems/severities.ts';
import { readOracle } from '../../../support/read-oracle.ts';
import { kerasOperation, kerasShapes, type KerasCase } from '../../../support/keras-operation.ts';

const { cases } = readOracle('keras-grid-seed1.json.gz') as { readonly cases: readonly KerasCase[] };

test.each(cases.map((row) => [JSON.stringify(row), row] as const))('%s', (_, row) => {
  const { outputShapes, findings } = inferOperation(kerasOperation(row), kerasShapes(row), 'keras');
  const errors = findings.filter(({ code }) => defaultSeverities[code] === 'error');
  if (row.out) expect({ errors, shape: outputShapes[0] }).toEqual({ errors: [], shape: row.out });
  else expect(errors).not.toEqual([]);
});
