import { describe, expect, test } from 'vitest';
import { compareYolov5, yolov5Runs } from '../../../support/agreement/ultralytics.ts';
import { corpusFolder } from '../../../support/corpus.ts';

const folder = corpusFolder('yolov5');

describe.skipIf(folder === null)('layers as yolov5 and PyTorch run them (needs CONVLENS_CORPUS)', () => {
  test.each(yolov5Runs().map((run) => [run.id, run] as const))('%s', (_id, run) => {
    expect(compareYolov5(folder ?? '', run).differences).toEqual([]);
  });
});
