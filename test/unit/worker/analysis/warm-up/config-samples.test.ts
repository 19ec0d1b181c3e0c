import { expect, test } from 'vitest';
import { analyze } from '../../../../../src/formats/analyze.ts';
import { configFormats } from '../../../../../src/formats/config-formats.ts';
import { configSamples } from '../../../../../src/worker/analysis/warm-up/config-samples.ts';

const formats = configFormats();
const context = { inputs: [], readFile: () => null };

test.each([1, 12, 30])(
  'the samples of round %i are configs like those of users: no errors, each size known',
  (round) => {
    const analyses = configSamples(round).map((sample) => analyze(sample, formats, context));
    expect(analyses.map(({ format }) => format)).toEqual(['darknet', 'caffe', 'convlens', 'ultralytics']);
    for (const { models, problems } of analyses) {
      expect(problems).toEqual([]);
      for (const { problems: found, totals } of models) {
        expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(totals.complete).toBe(true);
      }
    }
  },
);
