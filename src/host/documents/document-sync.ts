import type { SeveritySettings } from '../../model/problems/severities.ts';
import type {
  Analysis,
  AnalysisWorker,
  AnalyzeAnswer,
  Choices,
  Content,
  OffsetEdit,
} from '../../protocol/analysis.ts';
import { RpcError } from '../../protocol/rpc/error.ts';
import type { Schedule } from '../../protocol/rpc/port.ts';
import type { Disposable } from '../../util/disposable.ts';
import type { WorkerClient } from '../workers/supervisor.ts';
import { HeldNetworks, type HeldNetwork } from './held-networks.ts';

/** The editor's document, as much as is sent of it. */
export interface SyncedText {
  readonly uri: string;
  readonly path: string;
  readonly version: number;
  /** Its language is mostly other programs': only a head that is a model's makes the rest be sent. */
  readonly isDoubtful: boolean;
  length(): number;
  getText(from: number, to: number): string;
}

export interface SyncSettings {
  /** Milliseconds from the first change to the request that carries it. */
  readonly delay: number;
  /** UTF-16 units above which a text is not sent. */
  readonly sizeLimit: number;
  readonly choices: Choices;
  readonly severities: SeveritySettings;
  /** Models that panels show. */
  readonly shown: readonly number[];
}

export interface SyncEnvironment {
  readonly worker: WorkerClient<AnalysisWorker>;
  readonly schedule: Schedule;
  /** Read whenever a request is made. */
  readonly settings: () => SyncSettings;
  /** The newest state; null: the document is no model. */
  readonly onAnalyzed: (analysis: Analysis | null) => void;
  readonly onError: (error: RpcError) => void;
}

/** How long one analysis may take before its worker is held to hang. */
const analysisTimeout = 10_000;

/**
 * An analysis that ended for want of time is asked for again, so often and after so many milliseconds: on a busy machine
 * a cold worker is slow, a warm one is not.
 */
const mostRetries = 3;
const retryDelay = 400;

/** So often a file is analysed anew because its worker was lost, until it changes: what is asked about it may be why. */
export const mostRecoveries = 2;

/** What is sent of a text that is too large, or doubtful: enough to recognise a format. */
const headLength = 10_000;

/**
 * Keeps the worker's copy of one document in step with the editor's, and the newest analysis of it. One request is under
 * way at a time: changes that come meanwhile go together into the next one.
 */
export class DocumentSync implements Disposable {
  readonly #text: SyncedText;
  readonly #environment: SyncEnvironment;
  /** The version that the worker has; null: none that edits could build on. */
  #base: number | null = null;
  #edits: OffsetEdit[] = [];
  readonly #networks = new HeldNetworks();
  #timer: Disposable | null = null;
  #running: Promise<void> | null = null;
  /** Counts changes of the text and of what analysis depends on apart from it. */
  #revision = 0;
  #latest: { readonly revision: number; readonly analysis: Analysis | null } | null = null;
  /** Sent by its head until that is recognised. */
  #isDoubtful: boolean;
  #disposed = false;
  /** Analyses of this text that ended for want of time, one after the other. */
  #unfinished = 0;
  #retry: Disposable | null = null;
  #recoveries = 0;

  constructor(text: SyncedText, environment: SyncEnvironment) {
    this.#text = text;
    this.#isDoubtful = text.isDoubtful;
    this.#environment = environment;
    this.#wake();
  }

  /** The newest analysis there is, which may be of an older version. */
  get latest(): Analysis | null {
    return this.#latest?.analysis ?? null;
  }

  /** The network of a model that panels show, as the newest analysis has it. */
  network(model: number): HeldNetwork | null {
    return this.#networks.of(model);
  }

  /**
   * The editor's text has changed. Called on the keystroke's path: posting the edits takes under 0.1 ms, and without a
   * delay they go at once, as a timer would only let other work of the host go first. Those of a burst go together.
   */
  change(edits: readonly OffsetEdit[]): void {
    this.#edits.push(...edits);
    this.#unfinished = 0;
    this.#recoveries = 0;
    this.#retry?.dispose();
    this.#revision++;
    if (this.#environment.settings().delay === 0 && !this.#running && !this.#disposed) void this.#runNow();
    else this.#wake();
  }

  /** The worker has ended: what is asked about this text has no answer until another worker has read it. */
  workerLost(): void {
    if (this.latest === null || this.#running || this.#recoveries >= mostRecoveries) return;
    this.#recoveries++;
    this.#base = null;
    this.#networks.clear();
    this.refresh();
  }

  /** What analysis depends on has changed apart from the text. */
  refresh(): void {
    this.#revision++;
    this.#wake();
  }

  /** The analysis of the editor's text of now; null where it is no model, or analysis failed. */
  async current(): Promise<Analysis | null> {
    while (!this.#disposed && !this.#isCurrent()) {
      await (this.#running ?? this.#runNow());
    }
    return this.latest;
  }

  dispose(): void {
    this.#disposed = true;
    this.#timer?.dispose();
    this.#retry?.dispose();
    const { worker } = this.#environment;
    // A worker that has ended has forgotten it anyway.
    if (this.#base !== null) worker.call('forget', { uri: this.#text.uri }).catch(() => undefined);
  }

  #isCurrent(): boolean {
    return this.#latest?.revision === this.#revision;
  }

  /** Not started anew by each change: the wait has an end however fast one types. */
  #wake(): void {
    if (this.#timer || this.#running || this.#disposed) return;
    this.#timer = this.#environment.schedule(this.#environment.settings().delay, () => {
      this.#timer = null;
      void this.#run();
    });
  }

  #runNow(): Promise<void> {
    this.#timer?.dispose();
    this.#timer = null;
    return this.#run();
  }

  #run(): Promise<void> {
    this.#running = this.#analyze().finally(() => {
      this.#running = null;
      if (!this.#isCurrent()) this.#wake();
    });
    return this.#running;
  }

  async #analyze(): Promise<void> {
    const revision = this.#revision;
    try {
      const answer = await this.#ask();
      if (answer.kind === 'unrecognized') this.#isDoubtful = this.#text.isDoubtful;
      if (!this.#disposed) this.#accept(revision, answer.kind === 'analysis' ? answer : null);
    } catch (error) {
      this.#base = null;
      if (this.#disposed) return;
      this.#accept(revision, null);
      this.#environment.onError(error instanceof RpcError ? error : new RpcError('failed', String(error)));
    }
  }

  #accept(revision: number, analysis: Analysis | null): void {
    this.#latest = { revision, analysis };
    if (analysis) this.#networks.take(analysis);
    else this.#networks.clear();
    this.#environment.onAnalyzed(analysis);
    if (analysis?.unfinished && ++this.#unfinished <= mostRetries)
      this.#retry = this.#environment.schedule(retryDelay, () => this.refresh());
  }

  /** Asks once more, with the whole text, where the worker lacks the base or was lost. */
  async #ask(): Promise<AnalyzeAnswer> {
    try {
      const answer = await this.#send();
      if (answer.kind !== 'resend') return answer;
      this.#isDoubtful = false;
    } catch (error) {
      if (!(error instanceof RpcError && error.code === 'worker-lost')) throw error;
      this.#networks.clear();
    }
    this.#base = null;
    return this.#send();
  }

  async #send(): Promise<AnalyzeAnswer> {
    const { worker, settings } = this.#environment;
    const { uri, path, version } = this.#text;
    const { sizeLimit, choices, severities, shown } = settings();
    const content = this.#content(sizeLimit);
    this.#edits = [];
    this.#base = content.kind === 'text' || content.kind === 'edits' ? version : null;
    return worker.call(
      'analyze',
      { uri, path, version, content, choices, severities, shown: this.#networks.ask(shown) },
      { timeout: analysisTimeout },
    );
  }

  #content(limit: number): Content {
    const length = this.#text.length();
    if (length > limit) return { kind: 'too-large', head: this.#text.getText(0, headLength), length, limit };
    if (this.#isDoubtful && length > headLength)
      return { kind: 'head', head: this.#text.getText(0, headLength) };
    if (this.#base === null) return { kind: 'text', text: this.#text.getText(0, length) };
    return { kind: 'edits', base: this.#base, edits: this.#edits, length };
  }
}
