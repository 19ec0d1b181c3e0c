import type { Uri } from 'vscode';
import { EventEmitter, TabInputCustom, window, workspace, type Disposable, type Event } from 'vscode';
import type { Analysis } from '../../protocol/analysis.ts';
import { DisposableStore } from '../../util/disposable.ts';
import { BinaryFile, type BinaryParts } from './binary-file.ts';
import type { ModelDocuments } from './model-documents.ts';
import type { ModelFile } from './model-file.ts';
import { openDocument, TextFile } from './text-file.ts';

export interface AnalyzedFile {
  readonly uri: Uri;
  /** Null: no model, or no longer one. */
  readonly analysis: Analysis | null;
}

/** Every open file that may have models: texts, and binary files in editors of their own. */
export class ModelFiles implements Disposable {
  readonly #documents: ModelDocuments;
  readonly #parts: BinaryParts;
  readonly #binary = new Map<string, BinaryFile>();
  readonly #store = new DisposableStore();
  readonly #answered = this.#store.add(new EventEmitter<AnalyzedFile>());
  readonly #analyzed = this.#store.add(new EventEmitter<AnalyzedFile>());
  readonly #activated = this.#store.add(new EventEmitter<void>());

  /** As for documents: panels are told first. */
  readonly onDidAnswer: Event<AnalyzedFile> = this.#answered.event;
  readonly onDidAnalyze: Event<AnalyzedFile> = this.#analyzed.event;
  readonly onDidChangeActive: Event<void> = this.#activated.event;

  constructor(documents: ModelDocuments, parts: BinaryParts) {
    this.#documents = documents;
    this.#parts = parts;
    for (const [event, told] of [
      [documents.onDidAnswer, this.#answered],
      [documents.onDidAnalyze, this.#analyzed],
    ] as const)
      this.#store.add(event(({ document: { uri }, analysis }) => told.fire({ uri, analysis })));
    this.#store.add(window.onDidChangeActiveTextEditor(() => this.#activated.fire()));
    this.#store.add(window.tabGroups.onDidChangeTabs(() => this.#activated.fire()));
    this.#store.add(window.tabGroups.onDidChangeTabGroups(() => this.#activated.fire()));
    this.#store.add(
      parts.settings.onDidChange(() => {
        for (const file of this.#binary.values()) file.refresh();
      }),
    );
  }

  /** The address of the file in front: a text that is edited, or a binary file in its editor. */
  get active(): Uri | undefined {
    const input = window.tabGroups.activeTabGroup.activeTab?.input;
    if (input instanceof TabInputCustom && this.#binary.has(input.uri.toString())) return input.uri;
    return window.activeTextEditor?.document.uri;
  }

  /** The newest analysis of an open file, which may be of an older version. */
  latest(uri: Uri): Analysis | null {
    const binary = this.#binary.get(uri.toString());
    if (binary) return binary.latest;
    const document = openDocument(uri);
    return document ? this.#documents.latest(document) : null;
  }

  /** The file at an address; a text is opened where it is not. */
  async at(uri: Uri): Promise<ModelFile> {
    const binary = this.#binary.get(uri.toString());
    return binary ?? new TextFile(this.#documents, await workspace.openTextDocument(uri));
  }

  /** A binary file that VS Code opens an editor for; known until VS Code disposes of it. */
  openBinary(uri: Uri): BinaryFile {
    const key = uri.toString();
    const file: BinaryFile = new BinaryFile(uri, this.#parts, {
      analyzed: () => this.#tell({ uri, analysis: file.latest }),
      disposed: () => {
        if (this.#binary.get(key) === file) this.#binary.delete(key);
        this.#tell({ uri, analysis: null });
      },
    });
    this.#binary.set(key, file);
    return file;
  }

  /** The analysis worker has ended, and another takes its place. */
  workerLost(): void {
    this.#documents.workerLost();
    for (const file of this.#binary.values()) file.workerLost();
  }

  #tell(analyzed: AnalyzedFile): void {
    this.#answered.fire(analyzed);
    this.#analyzed.fire(analyzed);
  }

  /** What analysis depends on besides the files has changed. */
  refresh(): void {
    this.#documents.refresh();
    for (const file of this.#binary.values()) file.refresh();
  }

  dispose(): void {
    this.#store.dispose();
    for (const file of [...this.#binary.values()]) file.dispose();
  }
}
