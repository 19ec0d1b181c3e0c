import { posix, sep } from 'node:path';
import { globPattern } from '../../util/glob.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

/** A file to check; `named` by the user, or found in a folder or by a pattern, where others are left out quietly. */
export interface FileToCheck {
  readonly path: string;
  readonly named: boolean;
}

const skipped = new Set(['node_modules', '.git', '.venv', '__pycache__']);

/** Names, folders with all that is in them, and patterns (`*`, `**`, `?`, `{a,b}`), each file once. */
export function findFiles(wanted: readonly string[], terminal: Terminal): readonly FileToCheck[] {
  const found = new Map<string, FileToCheck>();
  const add = (path: string, named: boolean): void => {
    if (!found.has(path)) found.set(path, { path, named });
  };
  for (const name of wanted.map(slashed)) {
    if (name === '-') add(name, true);
    else if (isPattern(name) && !exists(name, terminal)) {
      const matches = [...walk(rootOf(name), terminal)].filter((path) => globPattern(name).test(path));
      if (matches.length === 0) throw new UsageError(`No file matches ${name}.`);
      for (const path of matches) add(path, false);
    } else if (terminal.list(name) === null) add(name, true);
    else for (const path of walk(name, terminal)) add(path, false);
  }
  return [...found.values()];
}

/** Paths are written with `/` on every system. */
const slashed = (path: string): string => (sep === '/' ? path : path.replaceAll(sep, '/'));

const isPattern = (name: string): boolean => /[*?{]/.test(name);

const exists = (path: string, terminal: Terminal): boolean => !('failure' in terminal.read(path));

/** The folder before a pattern's first joker. */
function rootOf(pattern: string): string {
  const fixed = pattern.split('/').slice(0, -1);
  const first = fixed.findIndex(isPattern);
  const root = (first < 0 ? fixed : fixed.slice(0, first)).join('/');
  return root === '' ? (pattern.startsWith('/') ? '/' : '.') : root;
}

function* walk(folder: string, terminal: Terminal): Generator<string> {
  const entries = [...(terminal.list(folder) ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, isFolder } of entries) {
    const path = folder === '.' ? name : posix.join(folder, name);
    if (!isFolder) yield path;
    else if (!skipped.has(name)) yield* walk(path, terminal);
  }
}
