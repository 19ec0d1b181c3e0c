import { languages, workspace, type DocumentFilter, type TextDocument } from 'vscode';

/** Languages of which hardly a file is a model: its head is sent first, and the rest only where that is a model's. */
const doubtful: ReadonlySet<string> = new Set(['yaml', 'json', 'jsonc']);

/**
 * Documents that may be models, by language or name. The worker recognises the format by content: of many `.cfg` files
 * few are Darknet's and of many `.py` files few have models, and the others are left alone.
 */
export const candidates: readonly DocumentFilter[] = [
  { language: 'convlens-yaml' },
  { language: 'convlens-json' },
  { pattern: '**/*.convlens.{yaml,yml,json}' },
  { pattern: '**/*.cfg' },
  { language: 'prototxt' },
  { pattern: '**/*.prototxt' },
  { language: 'python' },
  ...[...doubtful].map((language) => ({ language })),
];

/** What ends the name of an unsaved document in that language. */
const extensions: ReadonlyMap<string, string> = new Map([
  ['convlens-yaml', '.convlens.yaml'],
  ['convlens-json', '.convlens.json'],
  ['prototxt', '.prototxt'],
  ['python', '.py'],
  ['yaml', '.yaml'],
  ['json', '.json'],
  ['jsonc', '.json'],
]);

export const isDoubtful = ({ languageId }: TextDocument): boolean => doubtful.has(languageId);

/** Text that can be edited: not the old side of a comparison. Of a remote workspace's files VS Code says nothing. */
export function isCandidate(document: TextDocument): boolean {
  const isReadOnly = workspace.fs.isWritableFileSystem(document.uri.scheme) === false;
  return !isReadOnly && languages.match(candidates, document) > 0;
}

/** The name by which a format is recognised; an unsaved document takes its extension from its language. */
export function nameOf(document: TextDocument): string {
  const { path } = document.uri;
  return document.isUntitled ? path + (extensions.get(document.languageId) ?? '') : path;
}
