import { readFileSync, statSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { eventPort } from '../protocol/rpc/event-port.ts';
import { serve } from './serve.ts';
import { youngHeap } from './young-heap.node.ts';

interface Kept {
  readonly changed: number;
  readonly text: string;
}

const kept = new Map<string, Kept>();
const mostKept = 256;
const largest = 2_000_000;

/** The host says in `workerData` which of the two workers this thread is, and what language the user reads. */
if (parentPort) {
  const { role, language } = workerData as {
    readonly role: 'analysis' | 'compute';
    readonly language: string;
  };
  serve(
    role,
    eventPort(parentPort),
    (milliseconds, task) => {
      const timer = setTimeout(task, milliseconds);
      return { dispose: () => clearTimeout(timer) };
    },
    { readFile, clock: () => performance.now(), youngHeap, language, webAssembly: WebAssembly },
  );
}

/**
 * The text of a file that a model imports; null where there is none, or it is no file to read. Files that have not
 * changed since are not read again.
 */
function readFile(path: string): string | null {
  // A document's path is that of its address: `/c:/models/net.py` on Windows.
  const name = /^\/[a-zA-Z]:\//.test(path) ? path.slice(1) : path;
  const stat = statSync(name, { throwIfNoEntry: false });
  if (!stat?.isFile() || stat.size > largest) return null;
  const known = kept.get(name) ?? null;
  if (known?.changed === stat.mtimeMs) return known.text;
  try {
    const text = readFileSync(name, 'utf8');
    if (kept.size >= mostKept) kept.clear();
    kept.set(name, { changed: stat.mtimeMs, text });
    return text;
  } catch {
    return null;
  }
}
