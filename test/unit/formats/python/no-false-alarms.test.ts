import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../../src/formats/analyze.ts';
import { createPythonFormat } from '../../../../src/formats/python/format.ts';
import { readOrNull, torchvision } from '../../../support/python.ts';

/** What may be said of a size that is not whole: it is true, and it refuses nothing. */
const verdicts = new Set(['padding-unused', 'overhang', 'subsampled', 'pixels-lost', 'unknown-layer']);

const files = torchvision
  ? readdirSync(torchvision, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.py'))
  : [];

describe.skipIf(!torchvision)('torchvision as shipped (CONVLENS_TORCHVISION) raises no alarm', () => {
  const format = createPythonFormat();
  test.each(files)('%s', (name) => {
    const path = join(torchvision ?? '', name);
    const text = readFileSync(path, 'utf8');
    const context = { inputs: [], readFile: readOrNull };
    const { models, problems } = analyze({ path, text }, [format], context);
    const alarms = [...problems, ...models.flatMap((model) => model.problems)].filter(
      ({ code }) => !verdicts.has(code),
    );
    expect(alarms.map(({ code, message, span }) => `${code} at ${span.start}: ${message}`)).toEqual([]);
  });
});
