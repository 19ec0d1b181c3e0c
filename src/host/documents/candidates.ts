import { languages, workspace, type DocumentFilter, type TextDocument } from 'vscode';

/**
 * Documents that may be models, by language or name. The worker recognises the format by content: of many `.cfg` files
 * few are Darknet's and of many `.py` files few have models, and the others are left alone.
 */
export const candidates: readonly DocumentFilter[] = [
  { language: 'convlens-yaml' },
  { language: 'convlens-json' },
  { pattern: '**/*.convlens.{yaml,yml,json}' },
  { pattern: '**/*.cfg' },
  { language: 'python' },
];

/** Text that can be edited: not the old side of a comparison. Of a remote workspace's files VS Code says nothing. */
export function isCandidate(document: TextDocument): boolean {
  const isReadOnly = workspace.fs.isWritableFileSystem(document.uri.scheme) === false;
  return !isReadOnly && languages.match(candidates, document) > 0;
}

/** The name by which a format is recognised; an unsaved document takes its extension from its language. */
export function nameOf(document: TextDocument): string {
  const { path } = document.uri;
  if (!document.isUntitled) return path;
  if (document.languageId === 'convlens-yaml') return `${path}.convlens.yaml`;
  if (document.languageId === 'python') return `${path}.py`;
  return document.languageId === 'convlens-json' ? `${path}.convlens.json` : path;
}
