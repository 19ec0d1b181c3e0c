import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A folder of other people's model files, which are read in place and never copied: CONVLENS_CORPUS says where they
 * are. Null where that is not set, so that tests can be skipped and say so.
 */
export function corpusFolder(format: string): string | null {
  const root = process.env['CONVLENS_CORPUS'];
  const folder = root === undefined ? null : join(root, format);
  return folder !== null && existsSync(folder) ? folder : null;
}

export function readCorpusFile(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}
