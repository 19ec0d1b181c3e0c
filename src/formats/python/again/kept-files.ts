import type { FormatContext } from '../../format.ts';
import type { ReadSet } from '../interpreter/reads.ts';
import type { Remembered } from '../interpreter/remembered.ts';
import type { PyInstance } from '../interpreter/values.ts';
import type { PreparedSize } from '../models/image-size.ts';
import type { Kept, Session } from '../session.ts';
import type { Statement } from '../syntax/ast.ts';
import type { KeptModel } from './kept-model.ts';

/** A model that has been built, as it is before its forward pass. */
export interface BuiltModel {
  readonly model: PyInstance;
  readonly reads: ReadSet;
  /** The steps that it took. */
  readonly steps: number;
}

/** The latest analysis of a file. */
export interface KeptFile {
  readonly session: Session;
  /** What its module is made of, as it was run. */
  readonly statements: readonly Statement[];
  /** What was to be taken into account besides the text. */
  readonly asked: string;
  /** By the class or factory that makes them. */
  readonly models: Remembered<string, KeptModel>;
  readonly built: Remembered<string, BuiltModel>;
  /** Whether the next version may go on with what this one has built. */
  readonly canGoOn: boolean;
}

/** What decides about a file's models besides texts. */
export function askedOf({ inputs, model, rules }: FormatContext, prepared: PreparedSize | null): string {
  const size = prepared && { sizes: prepared.sizes, reason: prepared.reason, isSure: prepared.isSure };
  return JSON.stringify([inputs, model, rules?.size ?? 0, size]);
}

/** What is kept from one analysis to the next. */
export interface KeptAnalyses extends Kept {
  /** Of files that are being edited. */
  readonly files: KeptFiles;
}

/** As many files are kept: those that are edited by turns. */
const most = 4;

/** The latest analyses of the files that are being edited. */
export class KeptFiles {
  /** The oldest first. */
  readonly #files = new Map<string, KeptFile>();

  of(path: string): KeptFile | null {
    return this.#files.get(path) ?? null;
  }

  keep(kept: KeptFile): void {
    const { path } = kept.session.file;
    this.#files.delete(path);
    this.#files.set(path, kept);
    const [oldest] = this.#files.keys();
    if (this.#files.size > most && oldest !== undefined) this.#files.delete(oldest);
  }

  forget(path: string): void {
    this.#files.delete(path);
  }
}
