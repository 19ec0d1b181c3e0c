#!/usr/bin/env node
import { mkdirSync, readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { program } from './program.ts';
import type { Terminal } from './terminal.ts';

/** dist/, next to which the package's other files lie. */
const root = join(__dirname, '..');

const isTerminal = process.stdout.isTTY;
const forced = process.env['FORCE_COLOR'];
const colors =
  !process.argv.includes('--no-color') &&
  !process.env['NO_COLOR'] &&
  (forced === undefined ? isTerminal : forced !== '0');

const terminal: Terminal = {
  read(path) {
    try {
      return readFileSync(path === '-' ? 0 : path);
    } catch (error) {
      return { failure: `${path} cannot be read: ${reasonOf(error)}.` };
    }
  },
  write(path, bytes) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  },
  list(path) {
    try {
      return readdirSync(path, { withFileTypes: true }).map((entry) => ({
        name: entry.name,
        isFolder: entry.isDirectory(),
      }));
    } catch {
      return null;
    }
  },
  out: (text) => write(1, text),
  error: (text) => write(2, text),
  progress: (text) => {
    if (process.stderr.isTTY) write(2, `\r\u001b[2K${text}`);
  },
  isTerminal,
  colors,
  columns: process.stdout.columns,
  packaged: (path) => readFileSync(join(root, path), 'utf8'),
};

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
};

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}

/** Writes all of it, also where a pipe is full; a reader that has gone away ends the program quietly. */
function write(stream: 1 | 2, text: string): void {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(stream, bytes, written);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code === 'EPIPE') process.exit(0);
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(pause, 0, 0, 5);
    }
  }
}

const pause = new Int32Array(new SharedArrayBuffer(4));

const { version } = JSON.parse(terminal.packaged('package.json')) as { readonly version: string };
void program(process.argv.slice(2), terminal, version).then((code) => (process.exitCode = code));
