import { describe, expect, test } from 'vitest';
import { compareDarknet, darknetTables } from '../../../support/agreement/darknet.ts';
import { corpusFolder } from '../../../support/corpus.ts';

const folder = corpusFolder('darknet');

describe.skipIf(folder === null)('sizes and weights as libdarknet has them (needs CONVLENS_CORPUS)', () => {
  test.each(darknetTables().map((table) => [table.file, table] as const))('%s', (_file, table) => {
    expect(compareDarknet(folder ?? '', table).differences).toEqual([]);
  });
});
