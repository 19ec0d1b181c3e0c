import { describe, expect, test } from 'vitest';
import { modelOf, ultralyticsText } from '../../../support/ultralytics.ts';
import {
  detrModels,
  fusedModels,
  obbModels,
  v10Models,
  v11Models,
  v12Models,
  v5Models,
  v8Models,
  v9Models,
} from '../../../support/ultralytics-models.ts';

const models = [
  ...v5Models,
  ...v8Models,
  ...obbModels,
  ...v9Models,
  ...v10Models,
  ...v11Models,
  ...v12Models,
  ...detrModels,
];

describe('parameters as they are published', () => {
  const cases = models.flatMap(({ source, params }) =>
    Object.entries(params).map(([file, count]) => [file, count, source] as const),
  );
  test.each(cases)('%s: %d', (file, count, source) => {
    const model = modelOf(ultralyticsText(source), `${file}.yaml`);
    const wrong = model.problems.filter(({ severity }) => severity !== 'information');
    expect([model.totals.params, model.totals.complete, wrong]).toEqual([count, true, []]);
  });

  const fused = fusedModels.flatMap(({ source, params }) =>
    Object.entries(params).map(([file, count]) => [file, count, source] as const),
  );
  test.each(fused)('%s: %d once normalizations are one bias each', (file, count, source) => {
    const model = modelOf(ultralyticsText(source), `${file}.yaml`);
    const biases = model.layers
      .filter(({ type }) => type === 'BatchNorm2d')
      .reduce((sum, { params }) => sum + (params ?? NaN) / 2, 0);
    expect(model.totals.params - biases).toBe(count);
  });
});
