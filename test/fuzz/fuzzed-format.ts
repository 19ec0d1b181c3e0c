import type { Analysis } from '../../src/formats/analyze.ts';
import type { Format, FormatContext, SourceDocument } from '../../src/formats/format.ts';
import type { LayerReport } from '../../src/model/report.ts';

/** A real file before it is changed. */
export type Source = TextSource | ByteSource;

export interface TextSource {
  readonly kind: 'text';
  readonly path: string;
  readonly text: string;
}

export interface ByteSource {
  readonly kind: 'bytes';
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What one mutation did: documents that differ from some place on. */
export interface Change<S extends Source = Source> {
  readonly before: S;
  readonly after: S;
  /** How many characters or bytes both begin with. */
  readonly same: number;
}

/** All that the fuzzer has to know of a format. */
export interface FuzzedFormat {
  readonly name: string;
  /** Made anew where a failure is tried without the documents before it. */
  readonly create: () => readonly Format[];
  readonly context?: Partial<FormatContext>;
  /** Milliseconds that an answer may take, where the format allows itself more than others. */
  readonly answer?: number;
  readonly sources: () => readonly Source[];
  /** Words that mean something in the format; mutations write them where they do not belong. */
  readonly words: readonly string[];
  /**
   * The layers that must keep their shapes because nothing that determines them was changed: the invariant of the
   * format, stated beside it. Those that read a layer which is not among them are left out afterwards.
   */
  readonly untouched: (
    change: Change,
    before: Analysis,
    after: Analysis,
  ) => (layer: LayerReport, model: number) => boolean;
}

export const documentOf = (source: Source): SourceDocument =>
  source.kind === 'text'
    ? { path: source.path, text: source.text }
    : { path: source.path, text: '', bytes: source.bytes };

/** Nothing is kept: for changes after which every layer may be another one. */
export const nothing = (): boolean => false;
