import { describe, expect, test } from 'vitest';
import { caffeTables, compareCaffe } from '../../../support/agreement/caffe.ts';
import { corpusFolder } from '../../../support/corpus.ts';

const folder = corpusFolder('caffe');

describe.skipIf(folder === null)('shapes and parameters as Caffe has them (needs CONVLENS_CORPUS)', () => {
  const tables = caffeTables().map((table) => [table.file, table.phase, table] as const);
  test.each(tables)('%s in phase %s', (_file, _phase, table) => {
    expect(compareCaffe(folder ?? '', table).differences).toEqual([]);
  });
});
