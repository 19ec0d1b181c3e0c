import { EventEmitter, workspace, type Event, type TextDocument, Range, type Uri } from 'vscode';
import type { Analysis, AnalysisWorker } from '../../protocol/analysis.ts';
import type { Schedule } from '../../protocol/rpc/port.ts';
import { DisposableStore, type Disposable } from '../../util/disposable.ts';
import type { Log } from '../log.ts';
import { lengthOf } from '../positions.ts';
import type { SettingsStore } from '../settings.ts';
import { Stopwatch } from '../stopwatch.ts';
import type { WorkerClient } from '../workers/supervisor.ts';
import { isCandidate, isDoubtful, nameOf } from './candidates.ts';
import { DocumentSync } from './document-sync.ts';
import type { FileChoices } from './file-choices.ts';
import type { HeldNetwork } from './held-networks.ts';
import { PictureFirst } from './picture-first.ts';
import type { DrawnPicture, ShownModels } from './shown-models.ts';

export interface AnalyzedDocument {
  readonly document: TextDocument;
  /** Null: no model, or no longer one. */
  readonly analysis: Analysis | null;
}

/** How long a change took to be answered; for measurements. */
export interface AnalysisTimes {
  readonly uri: Uri;
  readonly version: number;
  /** `performance.now()` at the first change that this analysis answers, and after all listeners have shown it. */
  readonly changedAt: number;
  readonly shownAt: number;
  /** Time that our own code held the extension host for it. */
  readonly hostMilliseconds: number;
}

interface Entry {
  readonly document: TextDocument;
  readonly sync: DocumentSync;
  readonly stopwatch: Stopwatch;
  changedAt: number | null;
  /** What holds back all that a panel does not show. */
  readonly pictureFirst: PictureFirst;
  /** The version of the analysis that was shown last. */
  shownVersion: number | null;
}

interface Parts {
  readonly worker: WorkerClient<AnalysisWorker>;
  readonly schedule: Schedule;
  readonly settings: SettingsStore;
  readonly fileChoices: FileChoices;
  readonly shown: ShownModels;
  readonly log: Log;
}

/** Follows every open document that may be a model, and tells when one has been analysed. */
export class ModelDocuments implements Disposable {
  readonly #parts: Parts;
  readonly #entries = new Map<TextDocument, Entry>();
  readonly #answered = new EventEmitter<AnalyzedDocument>();
  readonly #analyzed = new EventEmitter<AnalyzedDocument>();
  readonly #reanalyzed = new EventEmitter<TextDocument>();
  readonly #timed = new EventEmitter<AnalysisTimes>();
  readonly #store = new DisposableStore();

  /** At once, for panels: the way to their screen is the longest. */
  readonly onDidAnswer: Event<AnalyzedDocument> = this.#answered.event;
  /** For all others: after the picture of a panel that shows the document. */
  readonly onDidAnalyze: Event<AnalyzedDocument> = this.#analyzed.event;
  /** A document was analysed anew although its text is the same: with another setting, or by another worker. */
  readonly onDidReanalyze: Event<TextDocument> = this.#reanalyzed.event;
  readonly onDidMeasure: Event<AnalysisTimes> = this.#timed.event;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#store.add(this.#answered);
    this.#store.add(this.#analyzed);
    this.#store.add(this.#reanalyzed);
    this.#store.add(this.#timed);
    this.#store.add(workspace.onDidOpenTextDocument((document) => this.#open(document)));
    this.#store.add(workspace.onDidCloseTextDocument((document) => this.#close(document)));
    this.#store.add(
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const entry = this.#entries.get(document);
        // Saving and the like change the state of a document, not its text.
        if (!entry || contentChanges.length === 0) return;
        entry.changedAt ??= performance.now();
        entry.stopwatch.measure(() =>
          entry.sync.change(
            contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
              offset: rangeOffset,
              length: rangeLength,
              text,
            })),
          ),
        );
      }),
    );
    this.#store.add(parts.shown.onDidDraw((picture) => this.#drawn(picture)));
    this.#store.add(parts.settings.onDidChange(() => this.refresh()));
    // What a Python model imports may be in any file of the workspace.
    const watcher = this.#store.add(workspace.createFileSystemWatcher('**/*.py'));
    for (const changed of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) {
      this.#store.add(changed((uri) => this.#importedChanged(uri)));
    }
  }

  /** Starts with what is open already; apart from the constructor, so that listeners hear of it. */
  start(): void {
    for (const document of workspace.textDocuments) this.#open(document);
  }

  /** The newest analysis, which may be of an older version of the text. */
  latest(document: TextDocument): Analysis | null {
    return this.#entries.get(document)?.sync.latest ?? null;
  }

  /** The network of a model that panels show, as the newest analysis has it. */
  network(document: TextDocument, model: number): HeldNetwork | null {
    return this.#entries.get(document)?.sync.network(model) ?? null;
  }

  /** The analysis of the text of now; null where it is no model. */
  async current(document: TextDocument): Promise<Analysis | null> {
    return (await this.#entries.get(document)?.sync.current()) ?? null;
  }

  /** The same for what lays out the editor's lines anew: once the panel's picture of it is on screen. */
  async afterPicture(document: TextDocument): Promise<Analysis | null> {
    const analysis = await this.current(document);
    await this.#entries.get(document)?.pictureFirst.over();
    return analysis;
  }

  /** What analysis depends on besides the text has changed. */
  refresh(): void {
    for (const { sync } of this.#entries.values()) sync.refresh();
  }

  /** The analysis worker has ended, and another takes its place. */
  workerLost(): void {
    for (const { sync } of this.#entries.values()) sync.workerLost();
  }

  dispose(): void {
    this.#store.dispose();
    for (const { sync, pictureFirst } of this.#entries.values()) {
      sync.dispose();
      pictureFirst.dispose();
    }
    this.#entries.clear();
  }

  #importedChanged(changed: Uri): void {
    for (const { document, sync } of this.#entries.values()) {
      const isOther = document.uri.toString() !== changed.toString();
      if (isOther && document.languageId === 'python') sync.refresh();
    }
  }

  #open(document: TextDocument): void {
    if (this.#entries.has(document) || !isCandidate(document)) return;
    const { worker, schedule, settings, fileChoices, shown, log } = this.#parts;
    const stopwatch = new Stopwatch();
    const sync = new DocumentSync(
      {
        uri: document.uri.toString(),
        path: nameOf(document),
        isDoubtful: isDoubtful(document),
        get version() {
          return document.version;
        },
        length: () => lengthOf(document),
        getText: (from, to) =>
          document.getText(new Range(document.positionAt(from), document.positionAt(to))),
      },
      {
        worker,
        schedule: (milliseconds, task) => schedule(milliseconds, () => stopwatch.measure(task)),
        settings: () => {
          const { delay, sizeLimit, severities } = settings.of(document.uri);
          const choices = fileChoices.of(document.uri);
          return { delay, sizeLimit, severities, choices, shown: shown.of(document.uri) };
        },
        onAnalyzed: (analysis) => this.#answer(document, analysis),
        onError: (error) => log.warn(`${document.uri.toString()}: ${error.message}`),
      },
    );
    this.#entries.set(document, {
      document,
      sync,
      stopwatch,
      changedAt: null,
      pictureFirst: new PictureFirst(schedule, () => this.#show(document)),
      shownVersion: null,
    });
  }

  #close(document: TextDocument): void {
    const entry = this.#entries.get(document);
    if (!entry) return;
    this.#entries.delete(document);
    entry.sync.dispose();
    entry.pictureFirst.dispose();
    this.#answered.fire({ document, analysis: null });
    this.#analyzed.fire({ document, analysis: null });
  }

  #answer(document: TextDocument, analysis: Analysis | null): void {
    const entry = this.#entries.get(document);
    if (!entry) return;
    entry.stopwatch.measure(() => this.#answered.fire({ document, analysis }));
    entry.pictureFirst.hold();
    if (!this.#parts.shown.isVisible(document.uri)) entry.pictureFirst.release();
  }

  #drawn({ uri, version }: DrawnPicture): void {
    for (const { document, sync, pictureFirst } of this.#entries.values()) {
      // After an older picture a newer one is still to come.
      if (document.uri.toString() === uri.toString() && sync.latest?.version === version)
        pictureFirst.release();
    }
  }

  #show(document: TextDocument): void {
    const entry = this.#entries.get(document);
    if (!entry) return;
    const { stopwatch, changedAt, sync } = entry;
    const analysis = sync.latest;
    stopwatch.measure(() => {
      this.#analyzed.fire({ document, analysis });
      if (analysis !== null && entry.shownVersion === analysis.version) this.#reanalyzed.fire(document);
    });
    entry.shownVersion = analysis?.version ?? null;
    if (changedAt === null || analysis === null) return;
    this.#timed.fire({
      uri: document.uri,
      version: analysis.version,
      changedAt,
      shownAt: performance.now(),
      hostMilliseconds: stopwatch.take(),
    });
    if (analysis.version === document.version) entry.changedAt = null;
  }
}
