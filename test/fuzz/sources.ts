import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { corpusFolder } from '../support/corpus.ts';
import type { ByteSource, TextSource } from './fuzzed-format.ts';

export const textSource = (path: string, text: string): TextSource => ({ kind: 'text', path, text });

/** The project's root is where the command is run. */
export const exampleSources = (name: RegExp): readonly TextSource[] => textsIn('examples', name);

export const fixtureSources = (folder: string, name: RegExp): readonly TextSource[] =>
  textsIn(join('test/fixtures', folder), name);

/** Other people's files, where CONVLENS_CORPUS says that there are some. */
export function corpusSources(format: string, name: RegExp): readonly TextSource[] {
  const folder = corpusFolder(format);
  return folder === null ? [] : textsIn(folder, name);
}

function textsIn(folder: string, name: RegExp): readonly TextSource[] {
  return filesIn(folder, name).map((path) => textSource(path, readFileSync(path, 'utf8')));
}

/** Packed files of a folder, unpacked. */
export const packedSources = (folder: string): readonly ByteSource[] =>
  filesIn(folder, /\.gz$/).map((path) => ({
    kind: 'bytes',
    path: path.replace(/\.gz$/, ''),
    bytes: new Uint8Array(gunzipSync(readFileSync(path))),
  }));

const filesIn = (folder: string, name: RegExp): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => name.test(file))
    .sort()
    .map((file) => join(folder, file));
