import { workspace, type Disposable, type Event, EventEmitter, type Uri } from 'vscode';
import type { Severity } from '../model/problems/problem.ts';
import type { SeveritySettings } from '../model/problems/severities.ts';

export const section = 'convlens';

/** What the user has set, for one document. */
export interface Settings {
  /** Per problem code; a code that is not listed keeps its usual severity. */
  readonly severities: SeveritySettings;
  readonly inlayHints: boolean;
  readonly codeLenses: boolean;
  readonly statusBar: boolean;
  /** Milliseconds. */
  readonly delay: number;
  /** UTF-16 units. */
  readonly sizeLimit: number;
  /** Bytes that running a network may take. */
  readonly maximumMemory: number;
  /** Input sizes by glob, as written: `1x3x224x224`. */
  readonly inputSizes: Readonly<Record<string, string>>;
  /** Where other programs' configs have their lists of layers, by glob. */
  readonly layerLists: Readonly<Record<string, string>>;
  /** What layers do that ConvLens does not know, by their types, as written. */
  readonly layerRules: Readonly<Record<string, unknown>>;
  readonly followCursor: boolean;
}

/** The settings per document, read once and again when they change. */
export class SettingsStore implements Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly #subscription: Disposable;
  readonly #read = new Map<string, Settings>();

  readonly onDidChange: Event<void> = this.#changed.event;

  constructor() {
    this.#subscription = workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration(section)) return;
      this.#read.clear();
      this.#changed.fire();
    });
  }

  of(uri: Uri): Settings {
    const key = uri.toString();
    const known = this.#read.get(key);
    if (known) return known;
    const settings = readSettings(uri);
    this.#read.set(key, settings);
    return settings;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}

/** Defaults stand in package.json; those here only serve where a user wrote something of another type. */
function readSettings(uri: Uri): Settings {
  const values = workspace.getConfiguration(section, uri);
  const flag = (key: string) => values.get<unknown>(key) !== false;
  const size = (key: string, fallback: number) => {
    const value = values.get<unknown>(key);
    return typeof value === 'number' && value >= 0 ? value : fallback;
  };
  return {
    severities: severitiesOf(values.get<unknown>('severity')),
    inlayHints: flag('inlayHints.enabled'),
    codeLenses: flag('codeLens.enabled'),
    statusBar: flag('statusBar.enabled'),
    delay: size('analysis.delay', 0),
    sizeLimit: size('analysis.maxFileSize', 5) * 1_000_000,
    maximumMemory: size('engine.maxMemory', 2048) * 1_000_000,
    inputSizes: textsOf(values.get<unknown>('inputSizes')),
    layerLists: textsOf(values.get<unknown>('layerLists')),
    layerRules: Object.fromEntries(entriesOf(values.get<unknown>('layers'))),
    followCursor: flag('panel.followCursor'),
  };
}

const entriesOf = (value: unknown) =>
  typeof value === 'object' && value !== null ? Object.entries(value as Record<string, unknown>) : [];

const textsOf = (value: unknown) =>
  Object.fromEntries(
    entriesOf(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );

const severities: ReadonlySet<unknown> = new Set<Severity | 'off'>([
  'error',
  'warning',
  'information',
  'hint',
  'off',
]);

const severitiesOf = (value: unknown) =>
  Object.fromEntries(
    entriesOf(value).filter((entry): entry is [string, Severity | 'off'] => severities.has(entry[1])),
  );
