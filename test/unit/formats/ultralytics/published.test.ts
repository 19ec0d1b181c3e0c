import { describe, expect, test } from 'vitest';
import { detrModels } from '../../../support/ultralytics/detr.ts';
import { fusedModels } from '../../../support/ultralytics/fused.ts';
import { modelOf, ultralyticsText } from '../../../support/ultralytics/source.ts';
import { fusedV3Models } from '../../../support/ultralytics/v3.ts';
import { v5Models } from '../../../support/ultralytics/v5.ts';
import { obbModels, v8Models } from '../../../support/ultralytics/v8.ts';
import { v9Models } from '../../../support/ultralytics/v9.ts';
import { v10Models } from '../../../support/ultralytics/v10.ts';
import { v11Models, v12Models } from '../../../support/ultralytics/v11.ts';
import { v26Models } from '../../../support/ultralytics/v26.ts';
import { worldModels } from '../../../support/ultralytics/world.ts';

const models = [
  ...v5Models,
  ...v8Models,
  ...obbModels,
  ...v9Models,
  ...v10Models,
  ...v11Models,
  ...v12Models,
  ...v26Models,
  ...detrModels,
  ...worldModels,
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

  const fused = [...fusedV3Models, ...fusedModels].flatMap(({ source, params }) =>
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
