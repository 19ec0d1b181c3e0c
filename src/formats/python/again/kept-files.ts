import type { PyNamespace } from '../interpreter/values.ts';
import type { SourceFile } from '../syntax/parse.ts';
import type { KeptModel } from './kept-model.ts';

/** The latest analysis of a file. */
export interface KeptFile {
  readonly file: SourceFile;
  readonly module: PyNamespace;
  /** What was to be taken into account besides the text. */
  readonly asked: string;
  /** By the class or factory that makes them. */
  readonly models: ReadonlyMap<string, KeptModel>;
}

/** As many files are kept: those that are edited by turns. */
const most = 4;

/** The latest analyses of the files that are being edited. */
export class KeptFiles {
  /** The oldest first. */
  readonly #files = new Map<string, KeptFile>();

  of(path: string, asked: string): KeptFile | null {
    const known = this.#files.get(path);
    return known?.asked === asked ? known : null;
  }

  keep(kept: KeptFile): void {
    const { path } = kept.file;
    this.#files.delete(path);
    this.#files.set(path, kept);
    const [oldest] = this.#files.keys();
    if (this.#files.size > most && oldest !== undefined) this.#files.delete(oldest);
  }
}
