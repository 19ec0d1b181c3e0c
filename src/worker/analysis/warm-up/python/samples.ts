import type { FileReader, SourceDocument } from '../../../../formats/format.ts';
import { growingSample } from './growing.ts';
import { ladderSample } from './ladder.ts';
import { packageFiles } from './package-files.ts';
import { rowsSample } from './rows.ts';
import { scriptSample } from './script.ts';
import { slimSample } from './slim.ts';

/** A file of models, and those that it imports. */
export interface PythonSample {
  readonly document: SourceDocument;
  readonly readFile: FileReader;
}

/** The shortest is first: until code has been compiled, all of it takes several times as long. */
const kinds = [growingSample, rowsSample, ladderSample, scriptSample, ladderSample, slimSample];

/**
 * Files as people write them, of several kinds: what the engine compiles for one kind alone it has to compile again for
 * the next one. Every round has other numbers and another path: what was read before is not read again.
 */
export function pythonSample(round: number): PythonSample {
  const folder = `/warm-up/${round}/site-packages/collection`;
  const beside = new Map(
    Object.entries(packageFiles(round)).map(([name, text]) => [`${folder}/${name}`, text.trimStart()]),
  );
  const text = kinds[round % kinds.length]?.(round).trimStart() ?? '';
  return {
    document: { path: `${folder}/models/model.py`, text },
    readFile: (path) => beside.get(path) ?? null,
  };
}
