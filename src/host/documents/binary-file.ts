import { basename } from 'node:path/posix';
import { l10n, RelativePattern, Uri, workspace, type CustomDocument } from 'vscode';
import type { Analysis, AnalysisWorker, AnalyzeAnswer } from '../../protocol/analysis.ts';
import { RpcError } from '../../protocol/rpc/error.ts';
import { DisposableStore } from '../../util/disposable.ts';
import type { SettingsStore } from '../settings.ts';
import type { WorkerClient } from '../workers/supervisor.ts';
import { mostRecoveries } from './document-sync.ts';
import type { FileChoices } from './file-choices.ts';
import type { ModelFile } from './model-file.ts';

export interface BinaryParts {
  readonly worker: WorkerClient<AnalysisWorker>;
  readonly settings: SettingsStore;
  readonly fileChoices: FileChoices;
}

/** Told of what happens to one file. */
export interface BinaryListener {
  analyzed(): void;
  disposed(): void;
}

/** How long one analysis may take before its worker is held to hang. */
const analysisTimeout = 30_000;

/** Protobuf messages end here, and so do the buffers that a file is read into. */
const sizeLimit = 2 ** 31 - 1;

/**
 * A binary file with models. It is read anew for each analysis, and its bytes move to the worker, which keeps the graph
 * without the weights: files of several hundred megabytes are usual, changes of them or of their input size are not.
 */
export class BinaryFile implements ModelFile, CustomDocument {
  readonly uri: Uri;
  readonly document = null;
  readonly #parts: BinaryParts;
  readonly #listener: BinaryListener;
  readonly #store = new DisposableStore();
  /** Counts what analysis depends on: the file, the settings, what was chosen. */
  #version = 0;
  #current: Promise<Analysis | null> | null = null;
  #latest: Analysis | null = null;
  #running = 0;
  #recoveries = 0;

  constructor(uri: Uri, parts: BinaryParts, listener: BinaryListener) {
    this.uri = uri;
    this.#parts = parts;
    this.#listener = listener;
    const pattern = new RelativePattern(Uri.joinPath(uri, '..'), basename(uri.path));
    const watcher = this.#store.add(workspace.createFileSystemWatcher(pattern));
    const changed = () => {
      this.#recoveries = 0;
      this.refresh();
    };
    this.#store.add(watcher.onDidChange(changed));
    this.#store.add(watcher.onDidCreate(changed));
  }

  /** The newest analysis, which may be of an older version. */
  get latest(): Analysis | null {
    return this.#latest;
  }

  current(): Promise<Analysis | null> {
    this.#current ??= this.#analyze(this.#version);
    return this.#current;
  }

  /** Analyses of binary files are few: their networks are asked for. */
  network(): null {
    return null;
  }

  reopen(): Promise<boolean> {
    return Promise.resolve(false);
  }

  /** What analysis depends on has changed. */
  refresh(): void {
    this.#version++;
    this.#current = null;
    this.current().catch(() => undefined);
  }

  /** The worker has ended: what is asked about this file has no answer until another worker has read it. */
  workerLost(): void {
    if (this.#latest === null || this.#running > 0 || this.#recoveries >= mostRecoveries) return;
    this.#recoveries++;
    this.refresh();
  }

  dispose(): void {
    this.#store.dispose();
    this.#listener.disposed();
    this.#parts.worker.call('forget', { uri: this.uri.toString() }).catch(() => undefined);
  }

  async #analyze(version: number): Promise<Analysis | null> {
    let analysis: Analysis | null = null;
    this.#running++;
    try {
      const answer = await this.#ask(version).catch((error: unknown) => {
        // Another worker takes its place.
        if (error instanceof RpcError && error.code === 'worker-lost') return this.#ask(version);
        throw error;
      });
      if (answer.kind === 'analysis') analysis = answer;
      return analysis;
    } finally {
      this.#running--;
      if (version === this.#version) {
        this.#latest = analysis;
        this.#listener.analyzed();
      }
    }
  }

  async #ask(version: number): Promise<AnalyzeAnswer> {
    const { worker, settings, fileChoices } = this.#parts;
    const { size } = await workspace.fs.stat(this.uri);
    if (size > sizeLimit) {
      throw new RpcError('refused', l10n.t('This file has more than 2 GB, which no ONNX file may have.'));
    }
    const bytes = owned(await workspace.fs.readFile(this.uri));
    const request = {
      uri: this.uri.toString(),
      path: this.uri.path,
      version,
      content: { kind: 'bytes', bytes },
      choices: fileChoices.of(this.uri),
      severities: settings.of(this.uri).severities,
    } as const;
    return worker.call('analyze', request, { timeout: analysisTimeout, buffers: [bytes.buffer] });
  }
}

/** Bytes with a buffer of their own, which can be moved: the same ones wherever they have it. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = bytes;
  const isOwn = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
  return isOwn ? new Uint8Array(buffer) : bytes.slice();
}
