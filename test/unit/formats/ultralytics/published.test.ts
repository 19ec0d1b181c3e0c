import { describe, expect, test } from 'vitest';
import { modelOf, ultralyticsText } from '../../../support/ultralytics.ts';
import { v11Models, v12Models, v8Models, v9Models } from '../../../support/ultralytics-models.ts';

const models = [...v8Models, ...v9Models, ...v11Models, ...v12Models];

describe('parameters as they are published', () => {
  const cases = models.flatMap(({ source, params }) =>
    Object.entries(params).map(([file, count]) => [file, count, source] as const),
  );
  test.each(cases)('%s: %d', (file, count, source) => {
    const model = modelOf(ultralyticsText(source), `${file}.yaml`);
    const wrong = model.problems.filter(({ severity }) => severity !== 'information');
    expect([model.totals.params, model.totals.complete, wrong]).toEqual([count, true, []]);
  });
});
